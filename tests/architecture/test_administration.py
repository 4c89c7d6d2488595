"""What an administrator reads first is short: a card of ten commands, and what to do before an upgrade."""

import re
from itertools import takewhile

from tests.architecture.reading import ROOT, report
from wgcop.cli import COMMANDS

PAGE = (ROOT / "docs" / "administration.md").read_text("utf-8")
OF_POLICY = ("signing-in.md", "audit.md", "privacy.md", "redaction.md")
TWO_MINUTES = 400
"""So many words are read in two minutes."""


def test_the_page_for_administrators_begins_with_ten_commands():
    card = PAGE.partition("## Ten commands")[2].partition("\n## ")[0]
    assert PAGE.index("## Ten commands") == PAGE.index("\n## ") + 1
    rows = [row.split("|")[2] for row in card.splitlines() if row.startswith("| ")][1:]
    assert len(rows) == 10
    words = [words for row in rows for words in re.findall(r"`([^`]+)`", row)]
    said = [of[1] for each in words if (of := re.match(r"(?:sudo -u wgcop )?wgcop ([a-z]+)", each))]
    assert said
    report("The card names a command that there is not.", set(said) - set(COMMANDS))


def test_policy_has_pages_of_its_own():
    headings = re.findall(r"(?m)^## (.+)$", PAGE)
    for page in OF_POLICY:
        text = (ROOT / "docs" / page).read_text("utf-8")
        assert f"]({page})" in PAGE
        title = text.partition("\n")[0].removeprefix("# ")
        assert title not in headings


def test_what_to_do_before_an_upgrade_is_read_in_two_minutes():
    sections = re.split(r"(?m)^## ", (ROOT / "CHANGELOG.md").read_text("utf-8"))[1:]
    for section in sections:
        name, _, text = section.partition("\n")
        if name == "Unreleased":
            continue
        first = list(takewhile(lambda line: not line.startswith("- "), text.strip().splitlines()))
        assert first[0].startswith("*Before you upgrade*"), name
        assert len(" ".join(first).split()) < TWO_MINUTES, name


def test_from_before_the_first_version_the_server_is_stopped_first():
    """The old code answers with errors beside the new tables."""
    steps = PAGE.partition("\n## Upgrading, and the way back")[2].partition("\n## ")[0]
    told = steps.index("stop the server and all workers first")
    assert told < steps.index("wgcop migrate")
