"""Finds the symbols in a question, in every form that people type, and makes a term of each (pure)."""

import re
from dataclasses import replace

from wgcop.search.question.analysis import tokenise
from wgcop.search.question.query import PhrasePlace, Term, one_place
from wgcop.search.question.symbols import NAMES_OF_THE_GROUP, question_words
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
_FIRST = r"(?=[A-Z]|\d{1,2}/[A-Z]+/\d{1,3}(?!\d))"
"""A lookahead for the beginning of a symbol. Only those of Study Groups, as 1/REP/31, begin with a
number.
"""
_SESSION = r"(?:\s*[A-Z])?\s*\([IVXLC]+\)(?:\s*[A-Z](?!\w))?"
"""The session in resolutions of the General Assembly before 1976: 217 A (III)."""
_SYMBOL = rf"{_NO_QUESTION}{_FIRST}(?=[^\s/]+/\S*\d){_NAME}(?:/{_NAME})+(?:\({_NAME}\.?\d*\))*(?:{_SESSION})?(?:-[ACEFRS]\b)?{_ATTACHED}(?:\s*\((?:19|20)\d\d\))?"
_YEAR = r"(?:\s*\(\s*(?P<year>(?:19|20)\d\d)\s*\)|[/_-](?P<same_year>(?:19|20)\d\d)(?!\d))?"
_RESOLUTION_ELSEWHERE = r"resoluci[oó]n|резолюци[яиюей]{1,2}|(?:ال)?قرار"
"""The word in languages that write it with other letters than English. A resolution that is named
in one of them is also found under its English name.
"""
_NUMBER = r"\s*(?:no\b\.?|n[°º]|№|رقم)?\s*"
_RESOLUTION = rf"(?:r[eé]s(?:olution|\.)?|{_RESOLUTION_ELSEWHERE}){_NUMBER}"
_UN = r"(?:(?:the\s+)?(?:united\s+nations|u\.?\s?n\.?)[\s/]*)?"
_OF_THE = r"(?:\s+(?:of\s+the|du|de\s+l['’]|de\s+la|del|de))?\s*"
_COUNCIL = (
    rf"(?:{_UN}(?:security\s+council|s\.?c\.?)|conseil\s+de\s+s[eé]curit[eé]|consejo\s+de\s+seguridad"
    r"|совета?\s+безопасности|مجلس\s+الأمن)"
)
_ASSEMBLY = (
    rf"(?:{_UN}(?:general\s+assembly|g\.?a\.?)|assembl[eé]e\s+g[eé]n[eé]rale|asamblea\s+general"
    r"|генеральной\s+ассамблеи|الجمعية\s+العامة)"
)
_OF_COUNCIL = rf"(?P<council>\d{{1,4}}){_YEAR}"
_OF_ASSEMBLY = rf"(?P<assembly>\d{{1,2}}/\d{{1,4}}(?!\d){_ATTACHED}|\d{{1,4}}{_SESSION})"

_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # 安理会第502(1982)号决议, 第64/146号决议, 第502(1982)号决议, 第179号决议
        rf"(?:联合国)?安(?:全)?理(?:事)?会第\s*{_OF_COUNCIL}\s*号决议",
        rf"(?:联合国)?(?:大会|联大)?第\s*{_OF_ASSEMBLY}\s*号决议",
        r"第\s*(?P<resolution>\d{1,4})(?:\s*[(（]\s*(?P<year>(?:19|20)\d\d)\s*[)）])?\s*号决议",
        *(
            _START + form + _END
            for form in (
                # Addendum 7 to Document WTDC-17/22
                rf"(?P<part>{_WORD}\.?\s*\d{{1,4}})\s+to\s+(?:the\s+)?(?:document\s+)?(?P<symbol>{_SYMBOL})",
                # Security Council resolution 502, UNSC/RES/502, UNSCR 502, S/RES/502 (1982), S RES 502
                rf"{_COUNCIL}[\s/]*{_RESOLUTION}[/\s]*{_OF_COUNCIL}",
                rf"{_RESOLUTION}{_OF_COUNCIL}{_OF_THE}{_COUNCIL}",
                rf"{_RESOLUTION}{_OF_THE}{_COUNCIL}\s+{_OF_COUNCIL}",
                rf"(?:un\s*)?scr\s*{_OF_COUNCIL}",
                rf"S[\s._/-]*RES[\s._/-]*{_OF_COUNCIL}",
                # RES/502, resolution 502 (1982): whose resolution it is stays open
                rf"RES[/_-]\s*(?P<resolution>\d{{1,4}}){_YEAR}",
                rf"{_RESOLUTION}(?P<resolution>\d{{1,4}})\s*\(\s*(?P<year>(?:19|20)\d\d)\s*\)",
                # General Assembly resolution 64/1, resolution 217 A (III), A RES 64 1, RES/64/1
                rf"{_RESOLUTION}{_OF_ASSEMBLY}{_OF_THE}{_ASSEMBLY}",
                rf"{_RESOLUTION}{_OF_THE}{_ASSEMBLY}\s+{_OF_ASSEMBLY}",
                rf"(?:{_ASSEMBLY}\s+|ungar?\s*)?{_RESOLUTION}{_OF_ASSEMBLY}",
                rf"ungar\s*{_OF_ASSEMBLY}",
                # резолюция 179; an English one is found by its words
                rf"(?:{_RESOLUTION_ELSEWHERE}){_NUMBER}(?P<resolution>\d{{1,4}})",
                rf"(?P<symbol>(?:(?!doc)[A-Z]{{1,4}}[\s._/-]+){{0,2}}RES[\s._/-]+\d{{1,4}}[\s._/-]\d{{1,4}}{_ATTACHED}(?:\s*\((?:19|20)\d\d\))?)",
                rf"(?P<symbol>{_SYMBOL})",
            )
        ),
    )
)
_ALONE = re.compile(
    _NO_QUESTION
    + r"(?:[A-Z]{1,5}[\s._/-]*){1,4}\d{1,4}(?:[\s._/-]+(?:[A-Z]{1,5}[\s._-]*)?\d{1,4})+"
)
"""The pattern of a whole question in capitals: `C20 57`, `WG COP 3 2 REV 1`."""
_GLUED = re.compile(r"[a-z]{1,6}\d{1,5}", re.IGNORECASE)
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


def without_signs(word: str) -> Term:
    """Return a term for the symbol that one word of letters and digits may be: CR498, RES502."""
    return _keyed(word) if _GLUED.fullmatch(word) else Term()


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
    addendum or corrigendum, and one whose own symbol has no year.
    """
    return Term(tuple(one_place(frozenset({word})) for word in question_words(symbol)))
