"""The number of the version stands in one place, and what is written elsewhere agrees with it."""

import re
import subprocess

from tests.architecture.reading import ROOT, report
from wgcop.observing.version import version

SECTIONS = re.split(r"(?m)^## ", (ROOT / "CHANGELOG.md").read_text())[1:]
NAMED = re.compile(r"\b(?:wgcop[:-]|tag v|at a tag such as `v)(\d+\.\d+\.\d+)")
PLACES = (
    "deploy/Containerfile",
    "deploy/compose.yaml",
    "deploy/compose.large.yaml",
    "docs/administration.md",
)


def test_the_newest_section_of_changes_is_of_this_version_or_of_the_next():
    assert SECTIONS[0].partition("\n")[0] in ("Unreleased", version())


def test_each_version_says_what_to_do_before_upgrading_to_it():
    report(
        "Write *Before you upgrade* into the section.",
        [
            section.partition("\n")[0]
            for section in SECTIONS
            if not section.startswith("Unreleased") and "\n*Before you upgrade*" not in section
        ],
    )


def test_what_names_the_version_names_this_one():
    report(
        f"This is version {version()}.",
        [
            f"{place}: {number}"
            for place in PLACES
            for number in NAMED.findall((ROOT / place).read_text())
            if number != version()
        ],
    )


def test_each_tag_that_a_clone_has_is_of_a_version_that_the_changes_name():
    """A clone without tags, as of one commit alone, has none that could differ."""
    asked = ["git", "-C", str(ROOT), "tag", "--list", "v*", "--merged", "HEAD"]
    tags = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()
    named = {section.partition("\n")[0] for section in SECTIONS} | {version()}
    assert [tag for tag in tags if tag.removeprefix("v") not in named] == []
