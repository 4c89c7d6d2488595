"""A document is called by its symbol, however it is typed."""

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
    assert Symbol.read(typed) == SEVEN.revised(revision)


@pytest.mark.parametrize(
    "typed",
    ["", "WG-COP", "WG-COP/3", "3/7", "WG-COP/0/7", "WG-COP/3/x", "WG-COP/3/7 Rev.", "a/b/c/d"],
)
def test_what_is_no_symbol_is_none(typed: str) -> None:
    assert Symbol.read(typed) is None


def test_a_symbol_is_printed_as_on_the_cover() -> None:
    assert str(SEVEN) == "WG-COP/3/7"
    assert str(SEVEN.revised(1)) == "WG-COP/3/7 Rev.1"


@given(st.integers(1, 9999), st.integers(1, 999_999), st.integers(0, 999))
def test_what_is_printed_can_be_read(meeting: int, number: int, revision: int) -> None:
    symbol = Symbol("CWG-COP", meeting, number, revision)
    assert Symbol.read(str(symbol)) == symbol


def test_symbols_sort_as_a_list_of_documents_does() -> None:
    typed = ["WG-COP/3/10", "WG-COP/3/9 Rev.2", "WG-COP/3/9", "WG-COP/2/11", "WG-COP/3/9 Rev.10"]
    ordered = sorted(symbol for text in typed if (symbol := Symbol.read(text)))
    assert [str(symbol) for symbol in ordered] == [
        *("WG-COP/2/11", "WG-COP/3/9", "WG-COP/3/9 Rev.2", "WG-COP/3/9 Rev.10", "WG-COP/3/10"),
    ]
