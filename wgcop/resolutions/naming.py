"""The names of clauses: short citations, and how well typed words match a name (pure)."""

import enum
import re
from collections.abc import Sequence

BUREAUX = {
    "Telecommunication Development": "BDT",
    "Telecommunication Standardization": "TSB",
    "Radiocommunication": "BR",
}
_DIRECTOR = re.compile(rf"the Director of the ({'|'.join(BUREAUX)}) Bureau")


class Match(enum.IntEnum):
    """How well typed words name a clause, from the best match to the weakest."""

    CITATION = 1
    BEGINNING = 2
    NAME = 3
    WORDS = 4


def in_short(citation: str) -> str:
    """Return `instructs BDT 2`, the short form that delegates use, for columns too narrow for the
    full title of an office.
    """
    return _DIRECTOR.sub(lambda match: BUREAUX[match[1]], citation)


def match(typed: str, *, citations: Sequence[str], text: str) -> Match | None:
    """Return how well the typed words name a clause, or None if one of them occurs nowhere.
    `citations` are all names of the clause.
    """
    wanted = _words(typed)
    if not wanted:
        return None
    cited = [_words(citation) for citation in citations]
    if wanted in cited:
        return Match.CITATION
    if any(_begins_with(words, wanted) for words in cited):
        return Match.BEGINNING
    name = " ".join(citations)
    if all(_stands_in(name, word) for word in wanted):
        return Match.NAME
    return Match.WORDS if all(_stands_in(f"{name} {text}", word) for word in wanted) else None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _begins_with(words: list[str], wanted: list[str]) -> bool:
    """Return whether `words` begin with the wanted words. The last of these may be incomplete."""
    *whole, last = wanted
    return words[: len(whole)] == whole and any(
        word.startswith(last) for word in words[len(whole) : len(wanted)]
    )


def _stands_in(text: str, word: str) -> bool:
    """Return whether the text contains the word. A number or a single letter must be a whole word:
    2 is not in 2010.
    """
    if word.isdigit() or len(word) == 1:
        return word in _words(text)
    return word in text.casefold()
