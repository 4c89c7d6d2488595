"""Finds the filters that a question states in words, in the six languages: since 2015, in Africa,
from Kenya (pure).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from wgcop.languages.months import ABBREVIATED_MONTHS, MONTHS
from wgcop.search.question.analysis import Token, tokenise
from wgcop.search.question.query import Term, Understood
from wgcop.search.question.stems import term
from wgcop.search.question.terms import MOST_YEARS, compound, either, exact, label, phrase, years

PlaceName = tuple[str, ...]
"""The words of a name, in the form that `words_of_name` gives them."""
Places = Mapping[PlaceName, tuple[str, str]]
"""The facet and value of each region and Member State, by its name."""
NO_PLACES: Places = MappingProxyType({})
EnglishNames = Mapping[str, tuple[str, ...]]
"""The English names of each Member State, by its code."""
NO_NAMES: EnglishNames = MappingProxyType({})

LONGEST_NAME = 6
_LATEST = 9999
_YEARS = range(1800, 2100)
_QUOTED = re.compile(r"([\"“”„«][^\"“”»]*(?:[\"“”»]|$))")

_MONTH = rf"(?:(?:\d{{1,2}}\s+)?(?:de\s+)?(?:{'|'.join(map(re.escape, MONTHS | ABBREVIATED_MONTHS))})\.?\s+(?:del?\s+)?)?"
_BEFORE_YEAR = r"(?:the\s+years?\s+|l['’]année\s+|les\s+années\s+|el\s+año\s+|los\s+años\s+|عام[يى]?\s+|سنت?[ةي]\s+)?"
_Y0 = rf"{_BEFORE_YEAR}{_MONTH}(\d{{4}})"
_Y = rf"{_Y0}(?![\w/–—-]|\.\d)"
_H = r"(\d{4})"
_G = r"(?:\s*(?:гг?\.|год(?:а|у|ы|ов|ами)?(?!\w)))?"
_OVER = r"(?:(?:between|from|since|in|during|entre|de|depuis|desde|между|с|за|من|منذ|في|بين)\s+)"
_RANGES: tuple[tuple[re.Pattern[str], Callable[[int, int], tuple[int, int]]], ...] = tuple(
    # Chinese has no spaces: a year may follow another word of it, and 的 joins it to the next
    (re.compile(rf"(?<![^\W\u3400-\u9fff])(?<!-)(?:{written})的?", re.IGNORECASE), meant)
    for written, meant in (
        (rf"(?:between|entre|между|بين)\s+{_Y}{_G}\s+(?:and|et|y|и|و)\s*{_Y}{_G}", lambda a, b: (a, b)),
        (rf"{_OVER}?{_Y}{_G}\s+(?:to|through|until|till|à|hasta|по|إلى|حتى)\s+{_Y}{_G}", lambda a, b: (a, b)),
        (rf"{_OVER}{_Y}{_G}\s+(?:a|до)\s+{_Y}{_G}", lambda a, b: (a, b)),
        (rf"{_OVER}{_Y0}\s*[–—-]\s*{_Y}{_G}", lambda a, b: (a, b)),
        (rf"(?:自|从)?{_H}年?\s*(?:至|到|[–—-])\s*{_H}年(?:期间|之间)?", lambda a, b: (a, b)),
        (rf"(?:since|from|as\s+of|starting\s+(?:in|from)|not?\s+(?:before|earlier\s+than)|[io]n\s+or\s+after|depuis|dès|à\s+(?:partir|compter)\s+de|desde|a\s+partir\s+del?"
         rf"|начиная\s+с|منذ|ابتداءً?\s+من)\s+{_Y}{_G}(?:\s+(?:onwards?|on|(?:and|or)\s+(?:later|after)))?", lambda a, _: (a, _LATEST)),
        (rf"{_Y}\s+(?:and|or)\s+(?:later|after|newer)", lambda a, _: (a, _LATEST)),
        (rf"с\s+{_Y}{_G}", lambda a, _: (a, _LATEST)),
        (rf"(?:自|从)\s*{_H}年?(?:以来|起|开始)?", lambda a, _: (a, _LATEST)),
        (rf"{_H}年(?:以来|起)", lambda a, _: (a, _LATEST)),
        (rf"(?:until|till|up\s+to(?:\s+and\s+including)?|through|not?\s+(?:after|later\s+than)|[io]n\s+or\s+before|jusqu['’](?:en|à)|hasta|вплоть\s+до|حتى)\s+{_Y}{_G}", lambda a, _: (0, a)),
        (rf"{_Y}\s+(?:and|or)\s+(?:earlier|before|older)", lambda a, _: (0, a)),
        (rf"截至\s*{_H}年底?", lambda a, _: (0, a)),
        (rf"(?:after|newer\s+than|later\s+than|apr[eè]s|postérieure?s?\s+à|despu[eé]s\s+del?|posterior(?:es)?\s+al?|tras|после|بعد)\s+{_Y}{_G}", lambda a, _: (a + 1, _LATEST)),
        (rf"{_H}年(?:以后|之后|后)", lambda a, _: (a + 1, _LATEST)),
        (rf"(?:before|prior\s+to|earlier\s+than|older\s+than|avant|antérieure?s?\s+à|antes\s+del?|anterior(?:es)?\s+al?|до|قبل)\s+{_Y}{_G}", lambda a, _: (0, a - 1)),
        (rf"{_H}年(?:以前|之前|前(?!后))", lambda a, _: (0, a - 1)),
    )
)  # fmt: skip
_IN = frozenset(
    "in across within throughout en au aux dans в во на по في".split()  # noqa: SIM905 (a line of words)
)
_FROM = frozenset("from by от из من".split())  # noqa: SIM905 (a line of words)
"""Prepositions before the name of a Member State in a question that asks for texts by that State.
"""
_ARTICLES = frozenset("the la le les los las el".split())  # noqa: SIM905 (a line of words)
_AND = re.compile(
    r"\s*[,،、]?\s*(?:\b(?:and|or|et|ou|y|o|и|или|أو|و)\b)?\s*|[和与及]|以及", re.IGNORECASE
)
"""The pattern of what separates two places in a list: *in Kenya, Uganda and Rwanda*."""

_MARKED = re.compile(r"(?:[-\u2212:/]|\bNOT\s)$")
"""The pattern before a word that is excluded, or that is the value of a field."""
_GOES_ON = ("*", "-", "\u2212")
"""The signs by which a name is only a part of what is asked for: *South Africa-based*."""

_FRAMES = re.compile(
    r"\s*(?:"
    r"who\s+(?:else\s+)?(?:has|have|had)\s+(?:already\s+)?(?:done|worked\s+on|written\s+on)|who\s+(?:works?|worked|is\s+working)\s+on"
    r"|what\s+(?:has|have)\s+(?:already\s+)?been\s+(?:done|written)|what\s+(?:already\s+)?exists|what\s+is\s+there|what\s+do\s+we\s+have"
    r"|(?:has|have)\s+any(?:body|one)\s+(?:already\s+)?(?:done|written\s+on|worked\s+on)|(?:is|are)\s+there(?:\s+any(?:thing)?)?"
    r"|qui\s+a\s+(?:déjà\s+)?fait|qui\s+travaille\s+sur|qu['’]est-ce\s+qui\s+existe|qu['’]existe-t-il|y\s+a-t-il"
    r"|¿?\s*(?:qui[eé]n\s+ha\s+hecho|qui[eé]n\s+trabaja\s+en|qu[eé]\s+se\s+ha\s+hecho|qu[eé]\s+existe|qu[eé]\s+hay)"
    r"|кто\s+(?:уже\s+)?(?:сделал|делал|занимается)|что\s+(?:уже\s+)?(?:сделано|есть|существует)|есть\s+ли"
    r"|من\s+(?:قام|فعل|عمل)|ماذا\s+تم|ما\s+الذي\s+تم|هل\s+(?:هناك|يوجد)"
    r"|谁(?:已经)?(?:做过|在做)|有(?:没有|哪些|什么)|是否有"
    r")(?:\s+(?:about|on|for|against|to|sur|sobre|по|о|об|بشأن|حول)\b|关于)?\s*",
    re.IGNORECASE,
)
"""Openings such as *what is there on*, phrased as a question to a person. They are not part of the
search terms.
"""


def terms_of(said: Iterable[Understood]) -> list[Term]:
    """Return the terms of the filters. Of several places of a facet, a record has to have one."""
    terms: list[Term] = []
    places: dict[str, list[Term]] = {}
    for each in said:
        if each.facet == "year":
            terms.append(_of_years(each))
        else:
            places.setdefault(each.facet, []).append(label(each.facet, each.value))
    return [*terms, *(either(first, others) for first, *others in places.values())]


def _of_years(said: Understood) -> Term:
    first, _, last = said.value.partition("-")
    return exact("year", years(f"{first or int(last) - MOST_YEARS}-{last or _LATEST}"))


def understood(question: str, places: Places = NO_PLACES) -> tuple[str, list[Understood]]:
    """Return the question without the filters that it states in words, and these filters."""
    filters: list[Understood] = []
    parts = _QUOTED.split(question)
    parts[::2] = [
        _without_places(_without_ranges(part, filters), places, filters) for part in parts[::2]
    ]
    left = "".join(parts)
    without_frame = _FRAMES.sub("", left, count=1) if _FRAMES.match(left) else left
    return (without_frame if without_frame.strip(" ?¿") else left), filters


def named_in(text: str, places: Places) -> Iterator[tuple[int, int, tuple[str, str]]]:
    """Yield the start and the end of each name of a place, whatever precedes it, and the place. Of
    names that begin at the same word, the longest counts.
    """
    tokens = [token for token in tokenise(text) if not token.whole]
    at = end = 0
    while at < len(tokens):
        start = tokens[at].start
        if start >= end and (found := _place_at(at, text, tokens, places)):
            at, place = found
            end = tokens[at].end
            yield start, end, place
        at += 1


def of_state(term: Term, place: tuple[str, str], english_names: EnglishNames) -> Term:
    """Return the term of a name of a Member State, which also matches its English names and any
    record of that State.
    """
    names = (phrase(tokenise(name)) for name in english_names.get(place[1], ()))
    others = [
        alternative
        for name in names
        for alternative in name.alternatives
        if alternative not in term.alternatives
    ]
    return replace(
        term,
        alternatives=(*term.alternatives, *others),
        labelled=(*term.labelled, place),
    )


def countries(
    question: str, places: Places, english_names: EnglishNames = NO_NAMES
) -> tuple[str, list[Term]]:
    """Return the question without the names of Member States that have several words, and a term
    for each, which matches the name, an English one or any record of that State. A Chinese name is
    read two characters at a time, and then has several words too.
    """
    terms: list[Term] = []
    parts = _QUOTED.split(question)
    for number in range(0, len(parts), 2):
        text, left, done = parts[number], "", 0
        for start, end, place in named_in(text, places):
            name = list(tokenise(text[start:end]))
            is_plain = not (_MARKED.search(text, 0, start) or text.startswith(_GOES_ON, end))
            if is_plain and place[0] == "country" and sum(not word.whole for word in name) > 1:
                terms.append(of_state(compound(name), place, english_names))
                left += f"{text[done:start]} "
                done = end
        parts[number] = left + text[done:]
    return "".join(parts), terms


def words_of_name(name: str) -> PlaceName:
    """Return the words of a name without case, accents and endings that change with grammar. A
    Chinese name stays one piece.
    """
    return tuple(map(_word, (token for token in tokenise(name) if not token.whole)))


def _word(token: Token) -> str:
    return term(token.text, "ru")


def _without_ranges(text: str, said: list[Understood]) -> str:
    for written, meant in _RANGES:

        def take(match: re.Match[str], meant: Callable[[int, int], tuple[int, int]] = meant) -> str:
            numbers = [int(number) for number in match.groups() if number]
            first, last = meant(numbers[0], numbers[-1])
            if first > last or not all(year in _YEARS for year in numbers):
                return match[0]
            value = f"{first or ''}-{'' if last == _LATEST else last}"
            said.append(Understood("year", value, match[0].strip()))
            return " "

        text = written.sub(take, text)
    return text


def _without_places(text: str, places: Places, said: list[Understood]) -> str:
    found = list(_places(text, places))
    said += (Understood(*each.place, each.typed.strip()) for each in found)
    for each in reversed(found):
        text = f"{text[: each.start]} {text[each.end :]}"
    return text


class _Mention(NamedTuple):
    """A place in a question."""

    start: int
    end: int
    """The end of what is taken out of the question for it."""
    typed: str
    """The words that the question loses if the filter is removed: all of *in Kenya*, but only one
    of several places.
    """
    place: tuple[str, str]


def _places(text: str, places: Places) -> Iterator[_Mention]:
    """Yield each place that follows a word such as *in*, and those that follow it in a list. The
    longest name that fits counts.
    """
    tokens = [token for token in tokenise(text) if not token.whole]
    at = 0
    while at < len(tokens):
        listed = list(_listed_after(at, text, tokens, places))
        for number, (begin, last, place) in enumerate(listed):
            start, end = tokens[begin].start, tokens[last].end
            end += text.startswith("的", end)  # what joins it to the words that it narrows
            before = tokens[listed[number - 1][1]].end if number else tokens[at].start
            typed = text[before:end]
            if number == 0 and len(listed) > 1:
                typed = text[start : tokens[listed[1][0]].start]
            yield _Mention(before, end, typed, place)
        at = listed[-1][1] + 1 if listed else at + 1


def _listed_after(
    at: int, text: str, tokens: list[Token], places: Places
) -> Iterator[tuple[int, int, tuple[str, str]]]:
    """Yield the first and the last token of each place in the list that begins after this word, and
    the place.
    """
    begin, facets = _beginning(at, text, tokens, places)
    while begin < len(tokens):
        found = _place_at(begin, text, tokens, places)
        if found is None or found[1][0] not in facets:
            return
        last, place = found
        yield begin, last, place
        facets = {place[0]}
        begin = next(
            (
                after
                for after in range(last + 1, min(last + 4, len(tokens)))
                if tokens[after].start > tokens[last].end
                and _AND.fullmatch(text, tokens[last].end, tokens[after].start)
                and _place_at(after, text, tokens, places)
            ),
            len(tokens),
        )


def _beginning(at: int, text: str, tokens: list[Token], places: Places) -> tuple[int, set[str]]:
    """Return the token with which a place may begin, given the word before it, and the facets that
    it may be of.
    """
    word = tokens[at].text
    if word.startswith("在"):
        return at + 1, {"region", "country"}
    if (found := _place_at(at, text, tokens, places)) and text.startswith(
        "的", tokens[found[0]].end
    ):
        return at, {"region", "country"}
    if word not in _IN and word not in _FROM:
        return len(tokens), set()
    has_article = at + 1 < len(tokens) and tokens[at + 1].text in _ARTICLES
    return at + 1 + has_article, {"country"} if word in _FROM else {"region", "country"}


def _place_at(
    begin: int, text: str, tokens: list[Token], places: Places
) -> tuple[int, tuple[str, str]] | None:
    for last in range(min(len(tokens), begin + LONGEST_NAME) - 1, begin - 1, -1):
        place = places.get(tuple(map(_word, tokens[begin : last + 1])))
        if place and text[tokens[begin].start : tokens[last].end] != "us":
            return last, place
    return None
