"""Finding quoted words again in a text that may have changed since (pure)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from wgcop.languages.scripts import IDEOGRAPHS

SURROUNDINGS = 48
"""The number of characters before and after the quoted words that are stored, to tell one place
from another.
"""

BEGINNING = 200
"""The number of characters at the beginning of a block that are quoted in place of it when no words
are selected.
"""

LONGEST = 2_000
ENOUGH = 0.6
"""The score, out of 1, that a passage must reach to count as the same place. The words weigh more
than their surroundings.
"""

# In scripts without spaces each character is a word.
_WORD = re.compile(rf"[{IDEOGRAPHS}]|[^\W{IDEOGRAPHS}]+")


@dataclass(frozen=True)
class Anchor:
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class QuotePlace:
    """The place of quoted words: the position of their first character and of the one after the
    last.
    """

    start: int
    end: int


@dataclass(frozen=True)
class BlockPlace:
    """The place of quoted words in a text of blocks: the id of the block, and the position of the
    words in it, or None if they are gone.
    """

    block: str
    words: QuotePlace | None


class Passages(dict[str, str]):
    """The texts that can be quoted, by the id of their block, in reading order; a clause is one
    block without an id. `language` returns the language that they are in, if it is known.

    `translations` returns the same text in other languages, each of which is a block with the tag of
    its language as id. It is called only if words are looked up in one of them.

    A text that several people write keeps track of quoted words itself: `places` maps the id of a
    comment to the place of its words, or to None if they are gone. `version` is the version of the
    text, and `spots` are the same places as its editor counts them.
    """

    def __init__(
        self,
        words: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        *,
        places: Mapping[int, BlockPlace | None] | None = None,
        spots: Mapping[int, Sequence[int]] | None = None,
        version: int | None = None,
        language: Callable[[], str] = str,
        translations: Callable[[], Mapping[str, str]] | None = None,
    ) -> None:
        super().__init__(words)
        self.places = places or {}
        self.spots = spots or {}
        self.version = version
        self._language = language
        self._read_translations = translations
        self._translations: Mapping[str, str] | None = None

    @property
    def translations(self) -> Mapping[str, str]:
        if self._translations is None:
            self._translations = self._read_translations() if self._read_translations else {}
        return self._translations

    def text_of(self, block: str) -> str:
        """Return the text of a block, or an empty string if it does not exist."""
        return self[block] if block in self else self.translations.get(block, "")

    def language_of(self, block: str) -> str:
        if block in self or not self._read_translations:
            return self._language()
        return block

    def place_of(self, comment: int, block: str, anchor: Anchor) -> BlockPlace | None:
        if comment in self.places:
            return self.places[comment]
        if block not in self and block in self.translations:
            return find_among(self.translations, block, anchor)
        return find_among(self, block, anchor)

    def quote(
        self, block: str, words: str, prefix: str = "", suffix: str = ""
    ) -> tuple[str, Anchor] | None:
        """Return the same as `make_among`. If no block is named, the words may be those of a
        translation too.
        """
        if block not in self and block in self.translations:
            return make_among(self.translations, block, words, prefix, suffix)
        found = make_among(self, block, words, prefix, suffix)
        return found if found or block else make_among(self.translations, "", words, prefix, suffix)


def make(text: str, words: str, prefix: str = "", suffix: str = "") -> Anchor | None:
    """Return an anchor for words that occur in the text, or None if they do not or are too long."""
    if len(words) > LONGEST:
        return None
    place = _nearest(text, list(_occurrences(text, words)), Anchor(words, prefix, suffix))
    if place is None:
        return None
    return Anchor(
        text[place.start : place.end],
        text[max(0, place.start - SURROUNDINGS) : place.start],
        text[place.end : place.end + SURROUNDINGS],
    )


@lru_cache(maxsize=4096)
def find(text: str, anchor: Anchor) -> QuotePlace | None:
    """Find the same words where their surroundings fit best; failing that, the most similar
    passage; failing that, None.
    """
    return find_same(text, anchor) or _resembling(text, anchor)


def find_same(text: str, anchor: Anchor) -> QuotePlace | None:
    """Find the same words where their surroundings fit best, or None. A passage that only resembles
    them does not count.
    """
    return _nearest(text, list(_occurrences(text, anchor.exact)), anchor)


def find_among(blocks: Mapping[str, str], block: str, anchor: Anchor) -> BlockPlace | None:
    """Find the words in their own block as long as it exists; otherwise in the block whose words
    fit best; otherwise return None.
    """
    if block in blocks:
        place = find(blocks[block], anchor)
        return BlockPlace(block, place) if block or place else None
    same = [key for key, words in blocks.items() if next(_occurrences(words, anchor.exact), None)]
    if same:
        return _best_of(blocks, same, anchor)
    wanted = {word for word, _ in _words(anchor.exact)}
    alike = [
        key
        for key, words in blocks.items()
        # Half of the quoted words in common: the same bound as for the likeness in _resembling.
        if 2 * len(wanted & {word for word, _ in _words(words)}) >= len(wanted)
    ]
    return _best_of(blocks, alike, anchor)


def _best_of(blocks: Mapping[str, str], keys: Sequence[str], anchor: Anchor) -> BlockPlace | None:
    places = [(key, place) for key in keys if (place := find(blocks[key], anchor))]
    best = max(
        places, key=lambda each: surroundings(blocks[each[0]], each[1], anchor), default=None
    )
    return BlockPlace(*best) if best else None


def make_among(
    blocks: Mapping[str, str], block: str, words: str, prefix: str = "", suffix: str = ""
) -> tuple[str, Anchor] | None:
    """Return the block and an anchor for words of this `block`, or of any block if none is named;
    without words, return an anchor for the block as a whole. Return None if they do not occur.
    """
    if block and not words:
        words = _beginning(blocks.get(block, ""))
    for key in [block] if block in blocks else blocks:
        anchor = make(blocks[key], words, prefix, suffix) if words else None
        if anchor:
            return key, anchor
    return None


def _beginning(text: str) -> str:
    """Return the first words of a block, to name it by and to find it again."""
    if len(text) <= BEGINNING:
        return text.strip()
    return text[:BEGINNING].rpartition(" ")[0].strip() or text[:BEGINNING]


def all_places(text: str, words: str) -> list[QuotePlace]:
    """Return every place of these words in the text, in reading order."""
    return list(_occurrences(text, words))


def _occurrences(text: str, words: str) -> Iterator[QuotePlace]:
    """Yield every occurrence of the words, however the lines are broken."""
    parts = [re.escape(part) for part in words.split()]
    if parts:
        for match in re.finditer(r"\s+".join(parts), text):
            yield QuotePlace(*match.span())


def _nearest(text: str, places: Sequence[QuotePlace], anchor: Anchor) -> QuotePlace | None:
    return max(places, key=lambda place: surroundings(text, place, anchor), default=None)


def _resembling(text: str, anchor: Anchor) -> QuotePlace | None:
    wanted = [word for word, _ in _words(anchor.exact)]
    words = list(_words(text))
    if not wanted or not words:
        return None
    best: tuple[float, QuotePlace] | None = None
    for likeness, first, last in _alike(wanted, [word for word, _ in words]):
        if likeness < 0.5:
            continue
        place = QuotePlace(words[first][1].start, words[last][1].end)
        score = (5 * likeness + 4 * surroundings(text, place, anchor)) / 9
        if score >= ENOUGH and (best is None or score > best[0]):
            best = score, place
    return best and best[1]


def _words(text: str) -> Iterator[tuple[str, QuotePlace]]:
    for match in _WORD.finditer(text):
        yield match[0].casefold(), QuotePlace(*match.span())


def _alike(wanted: Sequence[str], words: Sequence[str]) -> Iterator[tuple[float, int, int]]:
    """Yield, for each word that may end a passage, the likeness of the best passage there and the
    indexes of its first and last word.

    This is an edit distance over words: adding, leaving out or exchanging a word costs one, and the
    passage may begin anywhere.
    """
    costs = list(range(len(wanted) + 1))
    starts = [0] * (len(wanted) + 1)
    for last, word in enumerate(words):
        costs_here, starts_here = [0], [last + 1]
        for position, want in enumerate(wanted, 1):
            exchanged = costs[position - 1] + (want != word)
            before = starts[position - 1] if position > 1 else last
            added, left_out = costs[position] + 1, costs_here[position - 1] + 1
            cheapest = min(exchanged, added, left_out)
            costs_here.append(cheapest)
            if cheapest == exchanged == costs[position - 1]:
                starts_here.append(before)
            elif (
                cheapest == added
            ):  # prefer this to an exchange, so that the quoted words stay together
                starts_here.append(starts[position])
            elif cheapest == exchanged:
                starts_here.append(before)
            else:
                starts_here.append(starts_here[position - 1])
        costs, starts = costs_here, starts_here
        if word in wanted and starts[-1] <= last:
            yield 1 - costs[-1] / len(wanted), starts[-1], last


def surroundings(text: str, place: QuotePlace, anchor: Anchor) -> float:
    """Return a score from 0 to 1 for how well the text before and after the place fits the anchor."""
    before = text[max(0, place.start - len(anchor.prefix)) : place.start]
    after = text[place.end : place.end + len(anchor.suffix)]
    return (_likeness(before, anchor.prefix) + _likeness(after, anchor.suffix)) / 2


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
