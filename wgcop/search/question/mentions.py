"""Finds the symbols in a question, in every form that people type, and makes a term of each (pure)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from wgcop.search.question.analysis import tokenise
from wgcop.search.question.query import PhrasePlace, Term, one_place
from wgcop.search.question.symbols import NAMES_OF_THE_GROUP, key_of
from wgcop.search.question.terms import compound, either, phrase

_YEARS = frozenset(str(year) for year in range(1946, 2100))
"""The pattern of years in which the Security Council has adopted or may adopt resolutions."""

_QUOTED = re.compile(r"([\"“”„«][^\"“”»]*(?:[\"“”»]|$))")
_START = r"(?<![\w/.:-])(?<!\bNOT\s)"
_END = r"(?![\w/*]|[.-]\w)"
_WORD = r"(?:rev(?:isi[oó]n)?|add(?:endum)?|corr?(?:igendum)?|amd)"
_ATTACHED = rf"(?:\s*[,/]?\s*\(?\s*{_WORD}\s*\.?\s*\d{{1,4}}\s*\)?(?:-[ACEFRS]\b)?)*"
_NAME = r"[A-Z\d]+(?:[.-][A-Z\d]+)*"
_NO_QUESTION = r"(?!Q\s*\d+(?:-\d+)?/\d)"
"""A lookahead that excludes Questions. Q22-2/1 is not a document: it is searched for under all
numbers that the Question has had.
"""
_SYMBOL = rf"{_NO_QUESTION}(?=[A-Z])(?=[^\s/]+/\S*\d){_NAME}(?:/{_NAME})+(?:\({_NAME}\.?\d*\))*(?:-[ACEFRS]\b)?{_ATTACHED}(?:\s*\((?:19|20)\d\d\))?"
_YEAR = r"(?:\s*\(\s*(?P<year>(?:19|20)\d\d)\s*\)|[/_-](?P<same_year>(?:19|20)\d\d)(?!\d))?"
_RESOLUTION = r"res(?:olution|\.)?\s*(?:no\.?\s*)?"

_FORMS = tuple(
    re.compile(_START + form + _END, re.IGNORECASE)
    for form in (
        # Addendum 7 to Document WTDC-17/22
        rf"(?P<part>{_WORD}\.?\s*\d{{1,4}})\s+to\s+(?:the\s+)?(?:document\s+)?(?P<symbol>{_SYMBOL})",
        # Security Council resolution 502, UNSCR 502, S/RES/502 (1982), S RES 502
        rf"(?:un\s*)?(?:(?:security\s+council|sc)\s+{_RESOLUTION}|scr\s*)(?P<council>\d{{1,4}}){_YEAR}",
        rf"S[\s._/-]*RES[\s._/-]*(?P<council>\d{{1,4}}){_YEAR}",
        # RES/502, resolution 502 (1982): whose resolution it is stays open
        rf"RES[/_-]\s*(?P<resolution>\d{{1,4}}){_YEAR}",
        rf"{_RESOLUTION}(?P<resolution>\d{{1,4}})\s*\(\s*(?P<year>(?:19|20)\d\d)\s*\)",
        # General Assembly resolution 64/1, resolution 64/1, A RES 64 1, RES/64/1
        rf"(?:(?:un\s*)?(?:general\s+assembly|ga)\s+)?{_RESOLUTION}(?P<assembly>\d{{1,2}}/\d{{1,4}}{_ATTACHED})",
        rf"(?P<symbol>(?:[A-Z]{{1,4}}[\s._/-]+){{0,2}}RES[\s._/-]+\d{{1,4}}[\s._/-]\d{{1,4}}{_ATTACHED})",
        rf"(?P<symbol>{_SYMBOL})",
    )
)
_ALONE = re.compile(
    _NO_QUESTION
    + r"(?:[A-Z]{1,5}[\s._/-]*){1,4}\d{1,4}(?:[\s._/-]+(?:[A-Z]{1,5}[\s._-]*)?\d{1,4})+"
)
"""The pattern of a whole question in capitals: `C20 57`, `WG COP 3 2 REV 1`."""
_OF_THE_GROUP = re.compile(r"C?WG-?CO?P(?P<rest>[-/]\d.*)", re.IGNORECASE)


def symbols(question: str) -> tuple[str, list[Term]]:
    """Return the question without its symbols, and a term for each symbol."""
    terms: list[Term] = []

    def take(match: re.Match[str]) -> str:
        terms.append(_term(match))
        return " "

    plain = _QUOTED.split(question)
    for form in _FORMS:
        plain[::2] = (form.sub(take, part) for part in plain[::2])
    left = "".join(plain)
    return (" ", [_cited(left, left)]) if _ALONE.fullmatch(left.strip()) else (left, terms)


def other_symbols(written: str) -> list[str]:
    """Return the same symbol with the other names of the group."""
    match = _OF_THE_GROUP.fullmatch(written)
    if not match:
        return []
    others = (f"{name}/{match['rest'][1:]}" for name in NAMES_OF_THE_GROUP)
    return [symbol for symbol in others if symbol.casefold() != written.casefold()]


def _term(match: re.Match[str]) -> Term:
    groups = {name: value for name, value in match.groupdict().items() if value}
    year = groups.get("year") or groups.get("same_year") or ""
    if number := groups.get("council"):
        return either(
            _cited(match[0], _with_year(f"S/RES/{number}", year)), [_called(number, year)]
        )
    if number := groups.get("resolution"):
        others = _called(number, year), phrase(tokenise(f"resolution {number}"))
        return either(_cited(match[0], _with_year(f"RES/{number}", year)), others)
    if number := groups.get("assembly"):
        return either(_cited(match[0], f"A/RES/{number}"), [_keyed(f"RES/{number}")])
    return _cited(match["symbol"], f"{match['symbol']} {groups.get('part', '')}")


def _with_year(symbol: str, year: str) -> str:
    return f"{symbol} ({year})" if year else symbol


def _called(number: str, year: str) -> Term:
    """Return a term for the form `502 (1982)`, as resolutions of the Security Council are cited. An
    empty `year` matches any year.
    """
    years = frozenset({year}) if year else _YEARS
    return Term(((PhrasePlace(0, frozenset({number.lstrip("0")})), PhrasePlace(1, years)),))


def _cited(written: str, symbol: str) -> Term:
    """Return a term for a symbol, which matches its key, and its words in any text."""
    words = compound(list(tokenise(written)))
    others = (phrase(tokenise(other)) for other in other_symbols(written))
    return replace(either(words, [*others, _keyed(symbol)]), symbol=" ".join(symbol.split()))


def _keyed(symbol: str) -> Term:
    """Return a term for the key of a symbol, which also matches the document without its revision,
    addendum or corrigendum.
    """
    key = key_of(symbol)
    words: Iterator[str] = iter((key.word, key.document.word)) if key else iter(())
    return Term(tuple(one_place(frozenset({word})) for word in dict.fromkeys(words)))
