"""The agreed words of a clause as the clauses of the next edition that they make: each further line
is one of its own, unless the clause had it as a paragraph before (pure).
"""

from collections.abc import Iterable, Sequence

from wgcop.editions.aligning import NextLine, shingles
from wgcop.proposals.words import as_typed
from wgcop.resolutions.labels import read_label

_RESEMBLES = 0.5


def key_of(wid: str, place: int) -> str:
    """Return the key of a line: that of its clause, and its place among the agreed lines."""
    return wid if place == 1 else f"{wid}/{place}"


def place_of(key: str) -> int:
    """Return the place of a line among the agreed lines of its clause."""
    _wid, _slash, place = key.partition("/")
    return int(place or 1)


def lines_of(
    wid: str, label: str, before: str, agreed: str, *, joined: Iterable[str] = ()
) -> list[NextLine]:
    """Return the lines of a clause. `joined` are the keys of those that were chosen by hand to stand
    as paragraphs of the clause above.
    """
    had = as_typed(before).split("\n")
    paragraphs = as_typed(agreed).split("\n")
    by_hand = set(joined)
    found: list[NextLine] = []
    for place, words in enumerate(paragraphs, start=1):
        key = key_of(wid, place)
        if found and (key in by_hand or _is_paragraph(words, had[1:])):
            found[-1] = NextLine(found[-1].key, f"{found[-1].words}\n{words}", wid)
        else:
            found.append(NextLine(key, _without_label(words, label) if found else words, wid))
    return found


def _is_paragraph(words: str, had: Sequence[str]) -> bool:
    """Return whether the clause had this paragraph already."""
    now = shingles(words)
    return any(
        sum((now & shingles(each)).values()) >= _RESEMBLES * max(now.total(), 1) for each in had
    )


def _without_label(words: str, label: str) -> str:
    """Return the words without a label such as those of the list in which they come."""
    beside, own = read_label(f"{label} x") if label else None, read_label(words)
    if beside is None or own is None:
        return words
    families = {reading.family for reading in beside[0].readings}
    is_label = any(reading.family in families for reading in own[0].readings)
    return own[1] if is_label else words
