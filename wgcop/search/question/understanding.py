"""Finds the filters that a question states in words, in the six languages: since 2015, in Africa,
from Kenya (pure).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from wgcop.search.question.analysis import Token, tokenise
from wgcop.search.question.query import Term, Understood
from wgcop.search.question.stems import term
from wgcop.search.question.terms import MOST_YEARS, exact, label, years

PlaceName = tuple[str, ...]
"""The words of a name, in the form that `words_of_name` gives them."""
Places = Mapping[PlaceName, tuple[str, str]]
"""The facet and value of each region and Member State, by its name."""
NO_PLACES: Places = MappingProxyType({})

LONGEST_NAME = 6
_LATEST = 9999
_QUOTED = re.compile(r"([\"“”„«][^\"“”»]*(?:[\"“”»]|$))")

_Y = r"(?:the\s+year\s+|l['’]année\s+|el\s+año\s+|عام\s+|سنة\s+)?((?:1[89]|20)\d\d)(?![\w/.-]*\d)"
_Y_HAN = r"((?:1[89]|20)\d\d)"
_G = r"(?:\s*(?:г\.|года|году|год))?"
_RANGES: tuple[tuple[re.Pattern[str], Callable[[int, int], tuple[int, int]]], ...] = tuple(
    (re.compile(rf"(?<![\w-])(?:{written})", re.IGNORECASE), meant)
    for written, meant in (
        (rf"(?:between|entre|между|بين)\s+{_Y}{_G}\s+(?:and|et|y|и|و)\s*{_Y}{_G}", lambda a, b: (a, b)),
        (rf"(?:from|de|с|من)\s+{_Y}{_G}\s+(?:to|until|till|à|a|hasta|по|до|إلى|حتى)\s+{_Y}{_G}", lambda a, b: (a, b)),
        (rf"(?:自|从)?{_Y_HAN}年?\s*(?:至|到)\s*{_Y_HAN}年(?:期间|之间)?", lambda a, b: (a, b)),
        (rf"(?:since|from|depuis|dès|à\s+partir\s+de|desde|a\s+partir\s+de|начиная\s+с|منذ|ابتداء\s+من)\s+{_Y}{_G}", lambda a, _: (a, _LATEST)),
        (rf"с\s+{_Y}\s*года", lambda a, _: (a, _LATEST)),
        (rf"(?:自|从)\s*{_Y_HAN}年?(?:以来|起|开始)?", lambda a, _: (a, _LATEST)),
        (rf"{_Y_HAN}年(?:以来|起)", lambda a, _: (a, _LATEST)),
        (rf"(?:after|après|después\s+de|tras|после|بعد)\s+{_Y}{_G}", lambda a, _: (a + 1, _LATEST)),
        (rf"{_Y_HAN}年(?:以后|之后)", lambda a, _: (a + 1, _LATEST)),
        (rf"(?:before|prior\s+to|avant|antes\s+de|до|قبل)\s+{_Y}{_G}", lambda a, _: (0, a - 1)),
        (rf"{_Y_HAN}年(?:以前|之前)", lambda a, _: (0, a - 1)),
        (rf"(?:until|till|up\s+to|jusqu['’](?:en|à)|hasta|вплоть\s+до|حتى)\s+{_Y}{_G}", lambda a, _: (0, a)),
    )
)  # fmt: skip
_IN = frozenset(
    "in across within throughout en au aux dans в во по في".split()  # noqa: SIM905 (a line of words)
)
_FROM = frozenset("from by".split())  # noqa: SIM905 (a line of words)
"""Prepositions before the name of a Member State in a question that asks for texts by that State.
"""
_ARTICLES = frozenset("the la le les los las el".split())  # noqa: SIM905 (a line of words)

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


def term_of(said: Understood) -> Term:
    if said.facet != "year":
        return label(said.facet, said.value)
    first, _, last = said.value.partition("-")
    return exact("year", years(f"{first or int(last) - MOST_YEARS}-{last or _LATEST}"))


def understood(question: str, places: Places = NO_PLACES) -> tuple[str, list[Understood]]:
    """Return the question without the filters that it states in words, and these filters."""
    said: list[Understood] = []
    parts = _QUOTED.split(question)
    parts[::2] = [_without_places(_without_ranges(part, said), places, said) for part in parts[::2]]
    left = "".join(parts)
    without_frame = _FRAMES.sub("", left, count=1) if _FRAMES.match(left) else left
    return (without_frame if without_frame.strip(" ?¿") else left), said


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
            if first > last:
                return match[0]
            value = f"{first or ''}-{'' if last == _LATEST else last}"
            said.append(Understood("year", value, match[0].strip()))
            return " "

        text = written.sub(take, text)
    return text


def _without_places(text: str, places: Places, said: list[Understood]) -> str:
    found = list(_places(text, places))
    for begin, end, (facet, value) in reversed(found):
        said.append(Understood(facet, value, text[begin:end].strip()))
        text = f"{text[:begin]} {text[end:]}"
    return text


def _places(text: str, places: Places) -> Iterator[tuple[int, int, tuple[str, str]]]:
    """Yield each place that follows a word such as *in*: the start and end of the mention, and its
    facet and value. The longest name that fits counts.
    """
    tokens = [token for token in tokenise(text) if not token.whole]
    at = 0
    while at < len(tokens):
        found = _place_after(at, tokens, places)
        if found is None:
            at += 1
            continue
        last, place = found
        yield tokens[at].start, tokens[last].end, place
        at = last + 1


def _place_after(
    at: int, tokens: list[Token], places: Places
) -> tuple[int, tuple[str, str]] | None:
    word = tokens[at].text
    if word.startswith("在"):
        begin = at + 1
    elif word in _IN or word in _FROM:
        begin = at + 2 if at + 1 < len(tokens) and tokens[at + 1].text in _ARTICLES else at + 1
    else:
        return None
    for last in range(min(len(tokens), begin + LONGEST_NAME) - 1, begin - 1, -1):
        place = places.get(tuple(map(_word, tokens[begin : last + 1])))
        if place and (word not in _FROM or place[0] == "country"):
            return last, place
    return None
