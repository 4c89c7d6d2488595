"""A document is called by its symbol, however it is typed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgcop.contributions.symbol import Symbol

SEVEN = Symbol("WG-COP", 3, 7)


@pytest.mark.parametrize(
    "typed, revision",
    [
        ("WG-COP/3/7", 0),
        ("wg-cop/3/7", 0),
        ("WG-COP/3/7-E", 0),
        ("WG-COP/3/7 Rev.1", 1),
        ("WG-COP/3/7 (Rev.1)", 1),
        ("WG-COP/3/7(Rev.12)", 12),
        ("WG-COP/3/7 Rev. 1", 1),
        ("WG-COP/3/7(Rev.1)-E", 1),
        ("WG-COP/3/7-E (Rev.1)", 1),
        ("WG-COP/3/7R2", 2),
        ("WG-COP/3/7 Revision 2", 2),
        ("WG-COP/3/7/Rev.1", 1),
        ("WG-COP/3/7/original", 0),
        ("  WG-COP/3/7   Rev.1 ", 1),
    ],
)
def test_a_symbol_is_read_in_all_the_ways_the_field_writes_it(typed: str, revision: int) -> None:
    assert Symbol.read(typed) == replace(SEVEN, revision=revision)


@pytest.mark.parametrize(
    "typed",
    ["", "WG-COP", "WG-COP/3", "3/7", "WG-COP/0/7", "WG-COP/3/x", "WG-COP/3/7 Rev.", "a/b/c/d"],
)
def test_what_is_no_symbol_is_none(typed: str) -> None:
    assert Symbol.read(typed) is None


def test_a_symbol_is_printed_as_on_the_cover() -> None:
    assert str(SEVEN) == "WG-COP/3/7"
    assert str(replace(SEVEN, revision=1)) == "WG-COP/3/7 Rev.1"


@given(st.integers(1, 9999), st.integers(1, 999_999), st.integers(0, 999))
def test_what_is_printed_can_be_read(meeting: int, number: int, revision: int) -> None:
    symbol = Symbol("CWG-COP", meeting, number, revision)
    assert Symbol.read(str(symbol)) == symbol
