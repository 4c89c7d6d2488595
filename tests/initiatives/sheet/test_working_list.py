"""The list in which initiatives were first collected: every row imports, and the export is equal cell by cell."""

import csv
import io
from collections import Counter

import pytest

from tests.initiatives.sheet.entries import entry, read, written
from tests.shared import SHARED
from wgcop.initiatives.facts import RegistryFacts
from wgcop.initiatives.kinds import Confidence
from wgcop.registry_sheets.columns import COLUMNS, LIST

pytestmark = pytest.mark.shared
NAMES = {each.name for each in RegistryFacts.fields}


def as_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def content() -> bytes:
    return (SHARED / "data" / "registry.csv").read_bytes()


@pytest.fixture(scope="module")
def entries(content):
    found = read(content, [])
    assert found.faults == []
    return [
        entry(row.number, **{name: row.values[name] for name in NAMES & row.values.keys()})
        for row in found.added
    ]


def test_no_row_is_lost_and_doubtful_ones_are_marked(content, entries):
    assert len(entries) == 78 == len(as_rows(content)) - 1
    letters = Counter(row[-1] for row in as_rows(content)[1:])
    marked = Counter(each.confidence for each in entries)
    assert (marked[Confidence.SOURCED], marked[Confidence.PARTLY_SOURCED]) == (
        letters["S"],
        letters["P"],
    )
    assert marked[Confidence.TO_BE_CONFIRMED] == letters["M"] > 0


def test_the_export_is_equal_cell_by_cell(content, entries):
    assert as_rows(written("csv", entries, LIST)) == as_rows(content)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_all_columns_say_the_same(entries, kind):
    found = read(written(kind, entries, COLUMNS), entries)
    assert (found.faults, found.changed, found.same) == ([], [], 78)
