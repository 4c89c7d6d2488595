"""A quick look for the pieces of a text in which a word may stand, told by the word's first letters."""

import unicodedata
from collections.abc import Iterable

from wgcop.search.question.analysis import PIECES
from wgcop.search.question.stems import IRREGULAR_BEGINNINGS


def beginnings(terms: Iterable[str], prefixes: Iterable[str]) -> frozenset[str]:
    """In plain small letters, what every word that comes to one of these holds; nothing where that is not sure.

    Stemming changes a word from behind: the first letters stay, if need be without the last.
    """
    found = set(prefixes)
    for term in terms:
        word = term.partition("/")[0]
        found.add(word[: max(1, min(3, len(word) - 1))] if word.isalpha() else word)
        found.add(IRREGULAR_BEGINNINGS.get(word, word[:1] + "." + word[1:2]))
    if not all(map(str.isascii, found)):
        return frozenset()
    return frozenset(b for b in found if not any(o != b and o in b for o in found))


def pieces(text: str, beginnings: frozenset[str]) -> Iterable[tuple[int, str]]:
    """Where each starts, and what it is; all of them where the letters are not plain enough to tell."""
    plain = text if text.isascii() else text.translate(_PLAIN)
    if not (beginnings and plain.isascii()):
        return [(match.start(), match.group()) for match in PIECES.finditer(text)]
    plain = plain.lower().translate(_SPACES)
    found: dict[int, str] = {}
    for beginning in beginnings:
        place = plain.find(beginning)
        while place >= 0:
            start, end = plain.rfind(" ", 0, place) + 1, plain.find(" ", place)
            end = end if end >= 0 else len(plain)
            found[start] = text[start:end]
            place = plain.find(beginning, end)
    return found.items()


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
