"""The words around what was found, as safe HTML with nothing added but <mark>."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from wgcop.search.analysis import ABBREVIATIONS, PIECES, Token, read_piece
from wgcop.search.languages import IRREGULAR_BEGINNINGS, variants
from wgcop.search.query import Term

WIDTH = 180
"""Characters of one fragment."""
FRAGMENTS = 2
MOST_MARKS = 60
FARTHEST = 2_000_000
"""Marks are looked for this far into a text, one part of it after the other until every term was seen."""
PART = 50_000
MOST_PLACES = 200
MOST_TRIED = 12

# Typography around plain letters, character for character.
_PLAIN = str.maketrans("‘’ʼ“”„«»–—‐‑−…•·§°©®\u00a0\u2009\u202f", '\'\'\'"""""-----.*.S...   ')
_SPACES = {ord(space): " " for space in map(chr, range(33)) if space.isspace()}

OPEN, CLOSE = Markup("<mark>"), Markup("</mark>")
OPENS, CLOSES = "\ue000", "\ue001"
BEFORE, GAP, AFTER = Markup("… "), Markup(" … "), Markup(" …")


class Mark(NamedTuple):
    start: int
    end: int
    bits: int
    """Which term, as a bit by its number; of a place, which terms it may belong to."""


class Excerpt(NamedTuple):
    shown: Markup
    start: int | None = None
    """Where in the text the best fragment has its first mark."""


class Fragment(NamedTuple):
    start: int
    end: int
    marks: list[Mark]


class Read(NamedTuple):
    """What a piece of text holds that may belong to the terms, and how many positions it takes."""

    held: list[tuple[Token, str, int]]
    width: int


class Marker:
    """Finds the same terms in one text after another, and remembers which words are none of them.

    Sets of terms are kept as bits, by the terms' numbers.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        self._bits: dict[str, int] = {}
        for number, term in enumerate(terms):
            for sequence in term.alternatives:
                for _, here in sequence:
                    for word in here:
                        self._bits[word] = self._bits.get(word, 0) | 1 << number
        # A piece alone does not show whether a number follows: “Res.” may be a resolution.
        for short, word in ABBREVIATIONS.items():
            for kept in variants(word) & self._bits.keys():
                self._bits[short] = self._bits.get(short, 0) | self._bits[kept]
        self._prefixes = [(t.prefix, 1 << n) for n, t in enumerate(terms) if t.prefix]
        # Then a word says by itself whether it belongs to a term; no other has to stand beside it.
        self._is_simple = not (self._bits.keys() & ABBREVIATIONS.keys()) and all(
            len(sequence) == 1 for term in terms for sequence in term.alternatives
        )
        self._beginnings = _beginnings(self._bits, (prefix for prefix, _ in self._prefixes))
        self._read: dict[tuple[str, str], Read] = {}

    def excerpt(self, text: str, language: str = "en") -> Excerpt:
        """The fragments that hold the most of what was asked for, or the beginning of the text."""
        best = self._best_fragments(text, language)
        beginning = Fragment(0, _word_end(text, min(len(text), WIDTH)), [])
        fragments = sorted(best) or [beginning]
        shown = GAP.join(_render(text, fragment) for fragment in fragments)
        if fragments[0].start > 0:
            shown = BEFORE + shown
        if fragments[-1].end < len(text.rstrip()):
            shown += AFTER
        return Excerpt(shown, best[0].marks[0].start if best else None)

    def marked(self, text: str, language: str = "en") -> Markup:
        """The whole of a short text, such as a title."""
        places = self._places(text, language)
        marks = self._marks(text, 0, len(text), language, places) if places else []
        return _render(text, Fragment(0, len(text), marks))

    def _best_fragments(self, text: str, language: str) -> list[Fragment]:
        """Those that hold the most different terms first; the second holds what the first does not."""
        places = self._places(text, language)
        windows = _windows(places)
        unseen = _together(places)
        chosen: list[Fragment] = []
        while len(chosen) < FRAGMENTS and unseen:
            best, most = None, 0
            windows.sort(key=lambda window: -(window[0] & unseen).bit_count())
            for bits, place in windows[:MOST_TRIED]:
                if (bits & unseen).bit_count() <= most:
                    break
                start, end = _window(text, place)
                if any(start < other.end and other.start < end for other in chosen):
                    continue
                marks = self._marks(text, start, end, language, places)
                held = (unseen & _together(marks)).bit_count()
                if held > most:
                    best, most = Fragment(start, end, marks), held
            if best is None:
                break
            chosen.append(best)
            unseen &= ~_together(best.marks)
        return chosen

    def _places(self, text: str, language: str) -> list[Mark]:
        wanted = (1 << len(self._terms)) - 1
        places: list[Mark] = []
        for begin in range(0, min(len(text), FARTHEST), PART):
            for start, piece in self._candidates(text[begin : begin + PART]):
                start += begin
                for token, _, bits in self._held(piece, language).held:
                    places.append(Mark(start + token.start, start + token.end, bits))
                    wanted &= ~bits
            if not wanted:
                break
        return sorted(places)[:MOST_PLACES]

    def _candidates(self, text: str) -> Iterable[tuple[int, str]]:
        """Pieces of the text, and where they start; in plain letters only those that a term may begin in."""
        plain = text if text.isascii() else text.translate(_PLAIN)
        if not (self._beginnings and plain.isascii()):
            return [(match.start(), match.group()) for match in PIECES.finditer(text)]
        plain = plain.lower().translate(_SPACES)
        found: dict[int, str] = {}
        for beginning in self._beginnings:
            place = plain.find(beginning)
            while place >= 0:
                start, end = plain.rfind(" ", 0, place) + 1, plain.find(" ", place)
                end = end if end >= 0 else len(plain)
                found[start] = text[start:end]
                place = plain.find(beginning, end)
        return found.items()

    def _held(self, piece: str, language: str) -> Read:
        key = (language, piece)
        read = self._read.get(key)
        if read is None:
            tokens, width = read_piece(piece, language)
            held = [(token, t, bits) for token, t in tokens if (bits := self._bits_of(token, t))]
            read = self._read[key] = Read(held, width)
        return read

    def _bits_of(self, token: Token, term: str) -> int:
        bits = self._bits.get(term, 0)
        for prefix, bit in self._prefixes:
            if token.text.startswith(prefix):
                bits |= bit
        return bits

    def _marks(
        self, text: str, start: int, end: int, language: str, places: Sequence[Mark]
    ) -> list[Mark]:
        if self._is_simple:
            marks = {place for place in places if start <= place.start and place.end <= end}
        else:
            marks = self._marks_together(text, start, end, language)
        return sorted(marks)[:MOST_MARKS]

    def _marks_together(self, text: str, start: int, end: int, language: str) -> set[Mark]:
        at: dict[int, list[tuple[Token, str]]] = {}
        base = 0
        for match in PIECES.finditer(text, start, end):
            held, width = self._held(match.group(), language)
            for token, term, _ in held:
                first = match.start()
                placed = token._replace(start=first + token.start, end=first + token.end)
                at.setdefault(base + token.position, []).append((placed, term))
            base += width
        return {
            mark
            for number, word in enumerate(self._terms)
            for position in at
            for mark in _marks_at(position, at, word, 1 << number)
        }


def snippet(text: str, words: Sequence[Term], language: str = "en") -> Markup:
    return Marker(words).excerpt(text, language).shown


def marked(text: str, words: Sequence[Term], language: str = "en") -> Markup:
    return Marker(words).marked(text, language)


def _windows(places: Sequence[Mark]) -> list[tuple[int, int]]:
    """What each may hold, and at which place it begins; up to those that hold it all."""
    everything = _together(places)
    windows = []
    whole = 0
    for number, (place, _, bits) in enumerate(places):
        last = number + 1
        while bits != everything and last < len(places) and places[last].start < place + WIDTH:
            bits |= places[last].bits
            last += 1
        windows.append((bits, place))
        whole += bits == everything
        if whole == MOST_TRIED:
            break
    return windows


def _together(held: Iterable[Mark]) -> int:
    together = 0
    for one in held:
        together |= one.bits
    return together


def _beginnings(terms: Iterable[str], prefixes: Iterable[str]) -> frozenset[str]:
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


def _marks_at(
    position: int, at: dict[int, list[tuple[Token, str]]], word: Term, bit: int
) -> Iterator[Mark]:
    if word.prefix:
        for token, _ in at[position]:
            if token.text.startswith(word.prefix):
                yield Mark(token.start, token.end, bit)
        return
    for sequence in word.alternatives:
        held = [
            next((token for token, term in at.get(position + offset, ()) if term in terms), None)
            for offset, terms in sequence
        ]
        if all(held):
            yield from (Mark(token.start, token.end, bit) for token in held if token)


def _window(text: str, mark: int) -> tuple[int, int]:
    start = max(0, mark - WIDTH // 3)
    if start > 0:
        space = text.find(" ", start, mark)
        start = space + 1 if space >= 0 else start
    return start, _word_end(text, min(len(text), start + WIDTH))


def _word_end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, end - 40), end + 1)
    return space if space > 0 else end


def _render(text: str, fragment: Fragment) -> Markup:
    """Escaped in one go, with two characters that nobody writes where the marks go."""
    parts = []
    place = fragment.start
    for mark in fragment.marks:
        first, last = max(mark.start, place), min(mark.end, fragment.end)
        if first < last:
            parts += [text[place:first], text[first:last]]
            place = last
    parts.append(text[place : fragment.end])
    if any(sign in text for sign in (OPENS, CLOSES)):
        parts = [part.replace(OPENS, "").replace(CLOSES, "") for part in parts]
    signs = (OPENS, CLOSES) * (len(parts) // 2)
    shown = "".join(part + sign for part, sign in zip(parts, (*signs, ""), strict=True))
    return escape(shown).replace(OPENS, OPEN).replace(CLOSES, CLOSE)
