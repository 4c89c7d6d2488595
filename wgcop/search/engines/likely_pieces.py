"""A quick way to the pieces of a text in which a word may stand: by the first letters of the word."""

import unicodedata
from collections.abc import Iterable

from wgcop.search.question.analysis import PIECES
from wgcop.search.question.stems import IRREGULAR_BEGINNINGS


def beginnings(terms: Iterable[str], prefixes: Iterable[str]) -> frozenset[str]:
    """Letters of which every word with one of these stems or prefixes holds some; none if that is not certain.

    For `child` that is `chi`: stemming changes the end of a word and leaves its first letters.
    """
    letters = set(prefixes)
    for term in terms:
        word = term.partition("/")[0]
        letters.add(word[: max(1, min(3, len(word) - 1))] if word.isalpha() else word)
        letters.add(IRREGULAR_BEGINNINGS.get(word, word[:1] + "." + word[1:2]))
    if not all(map(str.isascii, letters)):
        return frozenset()
    return frozenset(b for b in letters if not any(o != b and o in b for o in letters))


def pieces(text: str, beginnings: frozenset[str]) -> Iterable[tuple[int, str]]:
    """The pieces that hold one of the beginnings, by where they start; all pieces if the text is not in plain letters."""
    plain = text if text.isascii() else text.translate(_PLAIN)
    if not (beginnings and plain.isascii()):
        return [(match.start(), match.group()) for match in PIECES.finditer(text)]
    plain = plain.lower().translate(_SPACES)
    by_start: dict[int, str] = {}
    for beginning in beginnings:
        place = plain.find(beginning)
        while place >= 0:
            start, end = plain.rfind(" ", 0, place) + 1, plain.find(" ", place)
            end = end if end >= 0 else len(plain)
            by_start[start] = text[start:end]
            place = plain.find(beginning, end)
    return by_start.items()


class _Plain(dict[int, str]):
    """Character for character: letters without accents, and no letter where there is none of the Latin script.

    What is not one plain letter, such as a ligature or an accent of its own, stays, so that one sees it.
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        parts = [
            c for c in unicodedata.normalize("NFKD", character) if unicodedata.category(c) != "Mn"
        ]
        if len(parts) == 1 and parts[0].isascii():
            plain = parts[0]
        elif parts and not any(_may_be_latin(c) for c in parts):
            plain = "?"
        else:
            plain = character
        self[code] = plain
        return plain


def _may_be_latin(character: str) -> bool:
    is_joiner = unicodedata.category(character) == "Cf"
    return character.isascii() or is_joiner or unicodedata.name(character, "").startswith("LATIN")


_PLAIN = _Plain()
_SPACES = {ord(space): " " for space in map(chr, range(33)) if space.isspace()}
