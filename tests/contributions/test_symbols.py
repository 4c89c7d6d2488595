"""A document is called by its symbol, however it is typed; a pattern says how a series prints it."""

import re
import string
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wgcop.contributions.citations.scanning import symbols_in
from wgcop.errors import Invalid
from wgcop.numbering.kinds import Attachment, DocumentKind
from wgcop.numbering.patterns import (
    DEFAULTS,
    EXAMPLE,
    LONGEST,
    Pattern,
    SymbolOccasion,
    in_language,
)
from wgcop.numbering.reading import read_file_name, readings
from wgcop.numbering.symbol import LETTERS, RevisionStyle, Symbol, SymbolPart, key_of

SPACED = RevisionStyle.SPACED
SEVEN = Symbol("WG-COP/3/7")


@pytest.mark.parametrize(
    "pattern, occasion, number, printed",
    [
        ("{group}/{meeting}/{number}", SymbolOccasion("WG-CP", 1, 2010), 16, "WG-CP/1/16"),
        ("{group}/{number}", SymbolOccasion("WG-COP", 10, 2015), 13, "WG-COP/13"),
        ("{group}-{meeting}/{number}-{language}", SymbolOccasion("CWG-COP", 14, 2018), 3, "CWG-COP-14/3-E"),
        ("C{yy}/{number}", SymbolOccasion("Council", 1, 2020), 57, "C20/57"),
        ("C{yy}/{number}", SymbolOccasion("Council", 1, 2009), 108, "C09/108"),
        ("TDAG{yy}-{meeting}/{number}-{language}", SymbolOccasion("TDAG", 22, 2017), 13, "TDAG17-22/13-E"),
        ("{group}/{meeting}/TD/{number}", SymbolOccasion("WG-COP", 3, 2026), 4, "WG-COP/3/TD/4"),
        ("{group}/REP/{number} ({language})", SymbolOccasion("WG-COP", 3, 2026), 10, "WG-COP/REP/10 (E)"),
    ],
)  # fmt: skip
def test_a_pattern_prints_what_the_field_writes(pattern, occasion, number, printed):
    assert Pattern.read(pattern).example(occasion, SPACED, number) == printed


@pytest.mark.parametrize(
    "pattern, says",
    [
        ("{group}/{meeting}", "Write {number} once"),
        ("{group}/{number}/{number}", "Write {number} once"),
        ("", "Write {number} once"),
        ("{gruop}/{number}", "“{gruop}” is not a placeholder"),
        ("{group/{number}", "A bracket is missing"),
        ("{group}/{meeting}{number}", "Put a separator between two numbers"),
        ("{group}/{yy}{meeting}/{number}", "Put a separator between two numbers"),
        ("{group}/3{number}", "Put a separator between two numbers"),
        ("{group}{number}", "Put a separator between two numbers"),
        ("{group}/{number}/{meeting}", "After {number} only the language"),
        ("{group}/{number}/INF", "After {number} only the language"),
        ("{group}/{number}{language}", "Put a separator between the number and the language"),
        ("{group}-{language}/{number}", "The language comes after the number"),
        ("{meeting}/{number}", "Begin with"),
        ("/{group}/{number}", "Begin with a letter"),
        ("{group}/Rev.{meeting}/{number}", "Leave them out"),
        ("{group}/№/{number}", "Use letters from A to Z"),
        ("{group}/" + "X" * 60 + "/{number}", "up to 60 characters"),
    ],
)
def test_a_pattern_that_would_print_two_documents_alike_is_refused_with_a_sentence(pattern, says):
    with pytest.raises(Invalid, match=re.escape(says)):
        Pattern.read(pattern)


def test_the_usual_patterns_can_be_read_and_number_apart():
    keys = {Pattern.read(typed).series_key(EXAMPLE) for typed in DEFAULTS.values()}
    assert len(keys) == len(DocumentKind)


@pytest.mark.parametrize(
    "typed, revision",
    [
        ("WG-COP/3/7", None),
        ("wg-cop/3/7", None),
        ("wg-cop 3/7", None),
        ("WGCOP 3 7", None),
        ("WG-COP-3/7", None),
        ("WG-COP-3/7-E", None),
        ("WG-COP/3/7-E", None),
        ("WG-COP/3/7 (F)", None),
        ("WG-COP/03/07", None),
        ("WG-COP/٣/٧", None),
        ("Document WG-COP/3/7", None),
        ("Doc. WG-COP/3/7", None),
        ("Documento WG-COP/3/7-S", None),
        ("документ WG-COP/3/7-R", None),
        ("文件 WG-COP/3/7-C", None),
        ("WG-COP/3/7 Rev.1", 1),
        ("WG-COP/3/7 (Rev.1)", 1),
        ("WG-COP/3/7(Rev.12)", 12),
        ("WG-COP/3/7 Rev. 1", 1),
        ("WG-COP/3/7 Rev 1", 1),
        ("WG-COP/3/7, Rev.1", 1),
        ("WG-COP/3/7(Rev.1)-E", 1),
        ("WG-COP/3/7-E (Rev.1)", 1),
        ("WG-COP/3/7R2", 2),
        ("WG-COP/3/7 Revision 2", 2),
        ("WG-COP/3/7/Rev.1", 1),
        ("Revision 1 to Document WG-COP/3/7-E", 1),
        ("Révision 2 au document WG-COP/3/7-F", 2),
        ("WG-COP/3/7/original", 0),
        ("  WG-COP/3/7   Rev.1 ", 1),
    ],
)  # fmt: skip
def test_a_symbol_is_read_in_all_the_ways_the_field_writes_it(typed, revision):
    meant = [(reading.full_key, reading.revision) for reading in readings(typed)]
    assert (SEVEN.key, revision) in meant


@pytest.mark.parametrize(
    "typed, revision",
    [
        ("WG-COP/3/7(Add.1)", None),
        ("WG-COP/3/7 Add.1", None),
        ("WG-COP/3/7(Add.1)-E", None),
        ("WG-COP/3/7/Add.1", None),
        ("WG-COP/3/7A1", None),
        ("WG-COP/3/7(A1)-E", None),
        ("S10-WGCOP3-C-0007!A1!PDF-E", None),
        ("Document S10-WGCOP3-C-0007!A1!PDF-E", None),
        ("https://www.itu.int/md/S10-CLWGCOP3-C-0007!A1/en", None),
        ("S10-CLWGCOP3-C-0007!R2!A1!!MSW-F.docx", 2),
        ("Addendum 1 to Document WG-COP/3/7-E", None),
        ("WG-COP/3/7(Add.1) Rev.2", 2),
        ("WG-COP/3/7(Add.1)(Rev.2)", 2),
        ("Revision 2 to Addendum 1 to Document WG-COP/3/7", 2),
    ],
)
def test_an_addendum_is_read_within_its_document(typed, revision):
    meant = [(reading.full_key, reading.revision) for reading in readings(typed)]
    assert (SEVEN.attach(Attachment.ADDENDUM, 1).key, revision) in meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "WG-COP",
        "WG-COP/3/x",
        "WG-COP/3/7 Rev.",
        "a/b/c/d",
        "x" * 119 + "/7",
        "WG-COP/3/7-",
        "WG-COP/3/7.",
        "WG-COP/3/7(",
        "WG-COP/3/7 Add.",
        "WG-COP/3/7-E-F",
        "“WG-COP/3/7”",
        "WG-COP/3/7 of the group",
        "-",
    ],
)
def test_what_is_no_symbol_is_nothing(typed):
    assert readings(typed) == []


def test_a_symbol_may_be_as_long_as_any_that_is_read():
    assert [len(reading.key) for reading in readings("x" * 118 + "/7")] == [120]


def test_a_number_without_group_or_meeting_is_bare():
    assert [reading.is_bare for reading in readings("Document 7")] == [True]
    assert ("7", 1) in [(each.key, each.revision) for each in readings("Doc. 7 Rev 1")]


def test_the_name_of_a_file_is_read():
    file = read_file_name("S23-CLCWGCOP19-C-0004")
    assert file is not None
    assert (file.group, file.meeting, file.kind, file.number) == (
        "cwgcop", 19, DocumentKind.CONTRIBUTION, 4,
    )  # fmt: skip
    file = read_file_name("S14-PP-C-0020!R2!MSW-E.docx")
    assert file is not None
    assert (file.meeting, file.number, file.revision, file.reading) == (None, 20, 2, None)
    assert read_file_name("WG-COP/3/7") is None


def test_a_symbol_is_printed_as_on_the_cover():
    def printed(style, language=""):
        symbol = Symbol("WG-COP/3/7", (), 1, language, style)
        return str(symbol)

    assert printed(RevisionStyle.SPACED) == "WG-COP/3/7 Rev.1"
    assert printed(RevisionStyle.BRACKETED, "-E") == "WG-COP/3/7(Rev.1)-E"
    assert printed(RevisionStyle.SHORT) == "WG-COP/3/7R1"
    assert str(SEVEN.attach(Attachment.ADDENDUM, 1)) == "WG-COP/3/7(Add.1)"
    assert str(SEVEN.attach(Attachment.CORRIGENDUM, 2)) == "WG-COP/3/7(Corr.2)"


NAMES = st.from_regex(r"[A-Z]{1,5}(-[A-Z]{1,5})?", fullmatch=True).filter(
    lambda name: not re.search(r"\b(REV|ADD|CORR?|ORIGINAL|DOC|DOCS|DOCUMENT|R)\b", name)
)
OCCASIONS = st.builds(SymbolOccasion, NAMES, st.integers(1, 9999), st.integers(2000, 2100))
WORDS = st.sampled_from(["", "TD", "INF", "REP", "LS", "ADM", "DT", "SG1RGQ"])
SIGNS = st.sampled_from(["/", "-", " ", "."])


@st.composite
def patterns(draw):
    """All that a secretary may write, by its grammar."""
    pieces = [draw(st.sampled_from(["{group}", "C", "WTDC", "TDAG{yy}", "C{yy}", "{group}{year}"]))]
    for piece in draw(
        st.lists(st.sampled_from(["{meeting}", "TD", "INF", "{year}", "SG1"]), max_size=3)
    ):
        pieces += [draw(SIGNS), piece]
    pieces += [draw(SIGNS), "{number}"]
    pieces.append(draw(st.sampled_from(["", "-{language}", " ({language})", "({language})"])))
    assume(len("".join(pieces)) <= LONGEST)
    return "".join(pieces)


PARTS = st.lists(
    st.builds(SymbolPart, st.sampled_from(Attachment), st.integers(1, 999)), max_size=2
).map(tuple)


@given(
    patterns(), OCCASIONS, st.integers(1, 999_999), PARTS, st.integers(0, 999),
    st.sampled_from(RevisionStyle), st.sampled_from(sorted(LETTERS)),
)  # fmt: skip
def test_what_any_pattern_prints_is_read_as_the_same_document(
    typed, occasion, number, parts, revision, style, language
):
    issued = Pattern.read(typed).symbol(occasion, number, style)
    symbol = in_language(issued, language)
    symbol = Symbol(symbol.base, parts, revision, symbol.language, style)
    meant = [(reading.full_key, reading.revision) for reading in readings(str(symbol))]
    assert (symbol.key, revision or None) in meant
    path = symbol.path + (f"/Rev.{revision}" if revision else "")
    assert (symbol.key, revision or None) in [
        (reading.full_key, reading.revision) for reading in readings(path)
    ], "its address leads to it too"


@given(
    patterns(), OCCASIONS, st.integers(1, 9999), PARTS, st.integers(0, 99),
    st.sampled_from(["", "-E", " (F)"]), st.booleans(),
)  # fmt: skip
def test_what_is_attached_is_read_as_one_letter_too(
    typed, occasion, number, parts, revision, language, in_small_letters
):
    """`C20/57A1R2-E`, as the Council writes it."""
    base = Pattern.read(typed).symbol(occasion, number, SPACED).base
    short = "".join(
        f"{'A' if part.kind == Attachment.ADDENDUM else 'C'}{part.number}" for part in parts
    )
    written = base + short + (f"R{revision}" if revision else "") + language
    meant = readings(written.lower() if in_small_letters else written)
    expected = (Symbol(base, parts).key, revision or None)
    assert expected in [(reading.full_key, reading.revision) for reading in meant]


KINDS_OF_FILES = {
    "C": "",
    "TD": "TD/",
    "DT": "TD/",
    "INF": "INF/",
    "REP": "REP/",
    "LS": "LS/",
    "ADM": "ADM/",
}


@given(
    st.from_regex(r"[A-Z]{2,8}", fullmatch=True), st.integers(1, 99), st.sampled_from(sorted(KINDS_OF_FILES)),
    st.integers(1, 9999), PARTS, st.integers(0, 99), st.sampled_from(sorted(LETTERS)),
    st.sampled_from(["!MSW", "!!MSW", "!PDF"]), st.sampled_from(["", ".docx", ".pdf"]),
)  # fmt: skip
def test_a_file_is_read_as_the_document_that_it_holds(
    group, meeting, kind, number, parts, revision, language, form, ending
):
    assume(not group.startswith(("CLWG", "CLCWG")))
    marks = "".join(
        f"!{'A' if part.kind == Attachment.ADDENDUM else 'C'}{part.number}" for part in parts
    )
    marks += f"!R{revision}" if revision else ""
    name = f"S26-{group}{meeting}-{kind}-{number:04}{marks}{form}-{LETTERS[language]}{ending}"
    symbol = Symbol(f"{group}/{meeting}/{KINDS_OF_FILES[kind]}{number}", parts)
    [meant] = readings(name)
    assert (meant.full_key, meant.revision, meant.language) == (
        symbol.key,
        revision or None,
        language,
    )
    [found] = symbols_in(f"As {name} says")
    assert (found.words, found.readings) == (name, [meant])


@given(
    st.dates(min_value=date(1000, 1, 1)),
    st.text(st.characters(categories=["L"]), min_size=1, max_size=20),
)
def test_no_date_and_no_word_is_read_as_a_symbol_or_a_file(day, word):
    numbers = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%d %m %Y", "%d %B %Y")
    for written in [day.strftime(form) for form in numbers]:
        assert not any(reading.key[0].isalpha() for reading in readings(written))
        assert read_file_name(written) is None and not list(symbols_in(f"{word}, {written}"))
    assert readings(word) == [] and read_file_name(word) is None


@given(patterns(), patterns(), OCCASIONS, OCCASIONS, st.integers(1, 9999), st.integers(1, 9999))
def test_two_documents_have_one_symbol_only_if_one_series_counts_them(
    one, other, here, there, number, another
):
    """So that a counter for each series is enough to give no symbol twice."""
    first, second = Pattern.read(one), Pattern.read(other)
    same_symbol = (
        first.symbol(here, number, SPACED).key == second.symbol(there, another, SPACED).key
    )
    same_series = first.series_key(here) == second.series_key(there)
    assert same_symbol == (same_series and number == another)


@given(st.lists(st.tuples(st.integers(1, 99_999), PARTS), min_size=2, max_size=8, unique=True))
def test_symbols_sort_as_numbers_with_what_is_attached_below_its_document(documents):
    symbols = [Symbol(f"WG-COP/3/{number}", parts) for number, parts in documents]
    order = {Attachment.ADDENDUM: 0, Attachment.CORRIGENDUM: 1}

    def as_numbers(symbol):
        number = int(symbol.base.rpartition("/")[2])
        return (number, *((order[part.kind], part.number) for part in symbol.parts))

    by_order = sorted(symbols, key=lambda symbol: symbol.order)
    assert by_order == sorted(symbols, key=as_numbers)
    assert all(set(symbol.order) <= set(string.digits) for symbol in symbols), (
        "no database thinks otherwise"
    )


@given(st.text(max_size=130))
def test_whatever_is_typed_is_read_without_an_error(typed):
    for reading in readings(typed):
        assert reading.key == key_of(reading.key)
    read_file_name(typed)
