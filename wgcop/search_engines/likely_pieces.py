"""Quickly selects the pieces of a text that may contain a word, by the first letters of the word."""

import unicodedata
from collections.abc import Iterable

from wgcop.search.question.analysis import PIECES
from wgcop.search.question.stems import IRREGULAR_BEGINNINGS


def beginnings(terms: Iterable[str], prefixes: Iterable[str]) -> frozenset[str]:
    """Return letter groups of which every matching word contains one. They are empty if that cannot
    be guaranteed.

    For `child` the group is `chi`: stemming changes the end of a word and leaves its first letters.
    """
    groups = set(prefixes)
    for term in terms:
        word = term.partition("/")[0]
        groups.add(word[: max(1, min(3, len(word) - 1))] if word.isalpha() else word)
        groups.add(
            IRREGULAR_BEGINNINGS.get(word, word[:1] + "." + word[1:2])
        )  # “I.T.U.” has the term “itu”
    if not all(map(str.isascii, groups)):
        return frozenset()
    # Whatever contains `child` contains `chi` too.
    return frozenset(
        group for group in groups if not any(other != group and other in group for other in groups)
    )


def pieces(text: str, beginnings: frozenset[str]) -> Iterable[tuple[int, str]]:
    """Return the start and text of the pieces that contain one of the beginnings; or all pieces if
    the text is not in Latin letters.
    """
    plain = text if text.isascii() else text.translate(_PLAIN)
    if not (beginnings and plain.isascii()):
        return [(match.start(), match.group()) for match in PIECES.finditer(text)]
    plain = plain.lower().translate(_SPACES)
    by_start: dict[int, str] = {}
    for beginning in beginnings:
        place = plain.find(beginning)
        while place >= 0:
            start, end = _piece_around(plain, place)
            by_start[start] = text[start:end]
            place = plain.find(beginning, end)
    return by_start.items()


def _piece_around(plain: str, place: int) -> tuple[int, int]:
    end = plain.find(" ", place)
    return plain.rfind(" ", 0, place) + 1, end if end >= 0 else len(plain)


class _PlainLetters(dict[int, str]):
    """A mapping of each character to its unaccented Latin letter, or to `?` if it is not Latin.

    Characters without such an equivalent, such as ligatures, stay, so that the caller notices that
    the text is not plain.
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        decomposed = unicodedata.normalize("NFKD", character)
        letters = [part for part in decomposed if unicodedata.category(part) != "Mn"]  # no accents
        if len(letters) == 1 and letters[0].isascii():
            plain = letters[0]
        elif letters and not any(map(_may_be_latin, letters)):
            plain = "?"
        else:
            plain = character
        self[code] = plain
        return plain


def _may_be_latin(character: str) -> bool:
    is_joiner = unicodedata.category(character) == "Cf"
    return character.isascii() or is_joiner or unicodedata.name(character, "").startswith("LATIN")


_PLAIN = _PlainLetters()
_SPACES = {ord(space): " " for space in map(chr, range(33)) if space.isspace()}
