"""One document is meant by its symbol, however it is typed."""

import pytest

from wgcop.search.question.mentions import symbols
from wgcop.search.question.symbols import index_words, key_of

COUNCIL, ASSEMBLY = "S/RES/502 (1982)", "A/RES/64/1"
REPORT, REVISED, ADDED = "WG-CP/1/16", "C20/57(Rev.1)-E", "WTDC-17/22(Add.7)-E"


def words_of(typed):
    """The single words of all terms, and what is left of the question."""
    left, terms = symbols(typed)
    places = [place for term in terms for phrase in term.alternatives for place in phrase]
    return left.strip(), {word for place in places for word in place.terms}


@pytest.mark.parametrize(
    ("symbol", "typed"),
    [
        (COUNCIL, typed)
        for typed in (
            *("S/RES/502", "s/res/502", "S/RES/502 (1982)", "S/RES/502(1982)", "S/RES/502/1982", "RES/502", "res/502"),
            *("S RES 502", "S-RES-502", "SRES502", "S_RES_0502_1982", "UNSCR 502", "SCR 502", "UN Security Council resolution 502"),
            *("Security Council resolution 502 (1982)", "SC res. 502", "resolution 502 (1982)", "Res. 502 (1982)"),
            *("UNSC/RES/502", "U.N. Security Council resolution no. 502", "resolution 502 (1982) of the Security Council"),
            *("résolution 502 du Conseil de sécurité", "resolución 502 (1982) del Consejo de Seguridad", "résolution 502 (1982)"),
            *("резолюция 502 (1982) Совета Безопасности", "резолюция Совета Безопасности 502", "قرار مجلس الأمن 502 (1982)", "القرار 502 (1982)"),
            *("安理会第502号决议", "安全理事会第502(1982)号决议", "第502（1982）号决议"),
        )
    ]
    + [(ASSEMBLY, typed) for typed in ("A/RES/64/1", "a-res-64-1", "A RES 64 1", "RES/64/1", "GA res. 64/1", "resolution 64/1", "A/RES/64/1 Add.2")]
    + [(ASSEMBLY, typed) for typed in ("A/RES/64/1 (2009)", "UNGAR 64/1", "résolution 64/1 de l'Assemblée générale", "第64/1号决议")]
    + [("A/RES/217 A (III)", typed) for typed in ("A/RES/217(III)", "resolution 217 A (III)", "General Assembly resolution 217 (III)", "A/RES/217")]
    + [("A/HRC/12/23", typed) for typed in ("A/HRC/12/23 (2009)", "a/hrc/12/23")]
    + [("1/REP/31", "1/REP/31-E"), ("PP-18/64(Add.1)-E", "PP-2018/64"), ("C20/57", "C2020/57"), ("SG17-C123", "T22-SG17-C-0123")]
    + [(REPORT, typed) for typed in ("WG-CP/1/16", "WGCP/1/16", "wg-cop/1/16", "CWG-COP-1/16", "WG-CP/1/16 Rev.1", "WG-CP/1/16(Rev.1)-E", "WG COP 1 16")]
    + [(REVISED, typed) for typed in ("C20/57", "c20/57-E", "C20/57 Rev.1", "C20/57R1", "C20/57 (Rev. 1)", "C20 57", "C20/57-F")]
    + [(ADDED, typed) for typed in ("WTDC-17/22", "WTDC17/22 Add.7", "Addendum 7 to Document WTDC-17/22", "WTDC-17/22(Add.7)-E")],
)  # fmt: skip
def test_a_symbol_is_known_in_every_form(symbol, typed):
    left, words = words_of(typed)
    assert not left
    assert words & set(index_words(symbol))


@pytest.mark.parametrize(
    ("symbol", "typed"),
    [
        (COUNCIL, "S/RES/50"),
        (COUNCIL, "S/RES/5021"),
        (COUNCIL, "S/RES/502 (1983)"),
        (COUNCIL, "第502（1983）号决议"),
        ("A/RES/217 A (III)", "A/RES/217 (IV)"),
        (ASSEMBLY, "A/RES/6/41"),
        (REPORT, "WG-CP/11/6"),
        (REPORT, "WG-CP/1/1"),
    ],
)
def test_another_number_is_another_document(symbol, typed):
    assert not words_of(typed)[1] & set(index_words(symbol))


@pytest.mark.parametrize(
    "typed",
    ["第179号决议", "第 179 号决议", "резолюция 179", "Резолюции № 179", "resolución 179", "القرار 179", "قرار رقم 179"],
)  # fmt: skip
def test_a_resolution_is_found_by_its_english_name_too(typed):
    left, words = words_of(typed)
    assert not left
    assert {"resolut", "179"} <= words and key_of("RES/179").word in words


@pytest.mark.parametrize(
    "typed",
    ['"S/RES/502"', "-S/RES/502", "NOT S/RES/502", "symbol:S/RES/502", "WG-COP/3*", "https://example.org/a/1",
     "1/Jan/2015", "and/or", "child helplines 2015", "22-1/1", "Res. 67", "COVID-19", "24/7"],
)  # fmt: skip
def test_what_is_no_symbol_or_is_asked_otherwise_stays(typed):
    assert symbols(typed) == (typed, [])


def test_a_document_is_named_before_its_symbol():
    left, words = words_of("UN Doc. A/RES/64/1")
    assert left == "UN Doc." and key_of(ASSEMBLY).word in words


def test_a_symbol_stands_among_other_words():
    left, words = words_of("what cites S/RES/502 on ceasefires")
    assert left.split() == ["what", "cites", "on", "ceasefires"]
    assert key_of("S/RES/502").word in words
