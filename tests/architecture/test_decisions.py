"""Decisions are numbered in order, have one form, and stand in the list of decisions."""

import re

import pytest

from tests.architecture.reading import ROOT, report

FOLDER = ROOT / "docs" / "decisions"
DECISIONS = sorted(FOLDER.glob("[0-9]*.md"))
LIST = FOLDER / "README.md"
DROPPED = {32}
"""Their numbers are not given again."""


def test_numbers_have_no_doubles_and_no_gaps_but_those_of_decisions_that_were_dropped():
    numbers = [int(file.name[:4]) for file in DECISIONS]
    assert sorted([*numbers, *DROPPED]) == list(range(1, numbers[-1] + 1)), (
        "Give a new decision the next number. The numbers are: " + ", ".join(map(str, numbers))
    )


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: file.stem)
def test_each_decision_has_a_title_and_says_why(file):
    text = file.read_text()
    assert re.match(r"# [A-Z]", text), "Begin with a title, without a number."
    headings = re.findall(r"^## (.+)", text, re.MULTILINE)
    assert {"Context", "Decision", "Consequences"} <= set(headings)


def test_the_list_has_each_with_its_title():
    rows = [
        f"| {int(file.name[:4])} | [{file.read_text().partition(chr(10))[0][2:]}]({file.name}) |"
        for file in DECISIONS
    ]
    listed = re.findall(r"^\| \d+ \|.*$", LIST.read_text(), re.MULTILINE)
    assert listed == rows, "The table in docs/decisions/README.md should be:\n" + "\n".join(rows)


def test_what_points_to_a_decision_finds_it():
    names = {file.name for file in DECISIONS}
    report(
        "There is no such decision.",
        [
            f"{file.relative_to(ROOT)}: {name}"
            for file in [
                *ROOT.glob("*.md"),
                *ROOT.glob("docs/**/*.md"),
                *ROOT.glob("wgcop/**/*.py"),
            ]
            for name in re.findall(r"\b(\d{4}-[a-z0-9-]+\.md)", file.read_text())
            if name not in names
        ],
    )
