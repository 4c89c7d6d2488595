"""docs/architecture.md shows the house as it is, and the house is the one that was designed."""

import re
from pathlib import Path

import pytest

from scripts import architecture
from tests.architecture.reading import ROOT, name, report
from tests.shared import SHARED

DEVIATIONS = next(ROOT.glob("docs/decisions/*-where-the-code-differs-from-the-design.md"))


def test_every_caption_is_one_whole_sentence():
    report(
        "A package or module opens with one sentence that ends with a full stop.",
        [
            name(file)
            for file in architecture.PACKAGE.rglob("*.py")
            if not architecture.caption(module_path(file)).endswith(".")
        ],
    )


@pytest.mark.shared
def test_every_package_is_in_the_design_or_is_explained():
    designed = designed_names((SHARED / "design.md").read_text())
    built = {name for layer in architecture.layer_order() for name in layer}
    assert built - designed == listed_in("Not in the design"), (
        f"Say in {DEVIATIONS.name} why each of these is there: {sorted(built - designed)}"
    )
    assert designed - built == listed_in("In the design, not built"), (
        f"Say in {DEVIATIONS.name} what becomes of these: {sorted(designed - built)}"
    )


def designed_names(design: str) -> set[str]:
    """The packages and flat modules below `wgcop/` in the design's picture of the house."""
    house = design.partition("\nwgcop/\n")[2].partition("\ntemplates/")[0]
    packages = re.findall(r"^ {4}(\w+)/ ", house, re.MULTILINE)
    modules = re.findall(r"\b(\w+)\.py\b", house)
    flat = house.partition("foundations, flat, one job each\n")[2].strip()
    return {*packages, *modules, *re.findall(r"\w+", re.sub(r"\(.*?\)", "", flat))}


def listed_in(heading: str) -> set[str]:
    """The names in the table below a heading of the decision."""
    text = DEVIATIONS.read_text().partition(f"**{heading}**")[2].partition("\n\n**")[0]
    return set(re.findall(r"^\| `(\w+)/?` \|", text, re.MULTILINE))


def module_path(file: Path) -> Path:
    return file.parent if file.stem == "__init__" else file.with_suffix("")
