"""Positions of words in a text that steps change: places that move with each step, and the words of
blocks (pure).

`frontend/src/margin/anchors.js` moves them in the same way, so that each open page agrees with the
server.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from prosemirror.transform import Step, StepMap

from wgcop.paper.schema import SCHEMA
from wgcop.paper.tree import TEXTBLOCKS, Node, children, inline_words, utf16


@dataclass(frozen=True)
class TextPlace:
    """A place as ProseMirror counts: before the first letter and after the last. If the words are
    gone, both are where they were.

    `is_cut` is true once the words lost some at either end, since these may come back.
    """

    start: int
    end: int
    is_cut: bool = field(default=False, compare=False)

    @classmethod
    def read(cls, stored: Sequence[int]) -> "TextPlace":
        start, end, *cut = stored
        return cls(start, end, bool(cut))

    @property
    def stored(self) -> list[int]:
        return [self.start, self.end, *([1] if self.is_cut else [])]

    @property
    def is_gone(self) -> bool:
        return self.start >= self.end

    def after(self, step: Step) -> "TextPlace":
        """Return the place after a step. What is written at either end of the words does not become
        part of them.
        """
        change = step.get_map()
        start, end = change.map(self.start, 1), change.map(self.end, -1)
        if not self.is_gone and start < end:
            return TextPlace(start, end, self.is_cut or self._is_cut_by(change))
        spot = change.map(self.start, -1)
        return TextPlace(spot, spot)

    def _is_cut_by(self, change: StepMap) -> bool:
        """Return whether a change removes something at either end of the words."""
        gone: list[tuple[int, int]] = []
        change.for_each(lambda start, end, _start, _end: gone.append((start, end)))
        return any(
            start < end and (start <= self.start < end or start < self.end <= end)
            for start, end in gone
        )


@dataclass(frozen=True)
class _CountedWords:
    """Words that count. `letter` is the number of letters of the block before them, `at` their
    place in the text.
    """

    letter: int
    at: int
    words: str

    @property
    def end(self) -> int:
        return self.at + utf16(self.words)


@dataclass(frozen=True)
class WordsOfBlock:
    """A paragraph or heading as a reader selects words in it: without notes, pictures, and what is
    marked as deleted.

    A block with nothing but pictures has the words of their descriptions.
    """

    id: str
    words: str
    start: int
    end: int
    pieces: tuple[_CountedWords, ...]

    def place(self, first: int, last: int) -> TextPlace | None:
        """Return the place of the letters from `first` to before `last`, or None if there are no
        such letters.
        """
        if not self.pieces:
            return TextPlace(self.start, self.end) if self.start < self.end else None
        if not 0 <= first < last <= len(self.words):
            return None
        return TextPlace(self._at(first), self._at(last - 1) + utf16(self.words[last - 1]))

    def letters(self, place: TextPlace) -> tuple[int, int] | None:
        """Return the first of the letters in that place and the one after the last, or None if the
        place holds no letters.
        """
        if not self.pieces:
            return (
                (0, len(self.words)) if place.start < self.end and self.start < place.end else None
            )
        within = [
            piece.letter + number
            for piece in self.pieces
            if place.start < piece.end and piece.at < place.end
            for number, at in enumerate(_places(piece))
            if place.start <= at < place.end
        ]
        return (within[0], within[-1] + 1) if within else None

    def _at(self, letter: int) -> int:
        piece = next(one for one in reversed(self.pieces) if one.letter <= letter)
        return piece.at + utf16(piece.words[: letter - piece.letter])


def _places(piece: _CountedWords) -> Iterator[int]:
    at = piece.at
    for letter in piece.words:
        yield at
        at += utf16(letter)


def words_of_blocks(text: Node) -> Iterator[WordsOfBlock]:
    """Yield the words of the blocks that have an id, in reading order."""
    return (block for block in _blocks(text, 0))


def _blocks(node: Node, inside: int) -> Iterator[WordsOfBlock]:
    """Do the work of `words_of_blocks` below a node. `inside` is where the node's content begins."""
    for child in children(node):
        if child["type"] in TEXTBLOCKS:
            if block_id := (child.get("attrs") or {}).get("id"):
                yield _block(child, str(block_id), inside + 1)
        else:
            yield from _blocks(child, inside + 1)
        inside += _size(child)


def _block(node: Node, block_id: str, start: int) -> WordsOfBlock:
    pieces, letter, at = [], 0, start
    for child in children(node):
        if child["type"] in ("text", "hard_break") and (words := inline_words([child])):
            pieces.append(_CountedWords(letter, at, words))
            letter += len(words)
        at += _size(child)
    words = "".join(piece.words for piece in pieces)
    if words.strip():
        return WordsOfBlock(block_id, words, start, at, tuple(pieces))
    pictures = (child["attrs"]["alt"] for child in children(node) if child["type"] == "image")
    return WordsOfBlock(block_id, " ".join(map(str, pictures)), start, at, ())


def _size(node: Node) -> int:
    if node["type"] == "text":
        return utf16(node["text"])
    if not SCHEMA["nodes"][node["type"]].get("content"):
        return 1
    return 2 + sum(_size(child) for child in children(node))
