"""The pieces of a chair's text as pages show them, and what a step changes of them (pure)."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wgcop.merging.pieces import Pieces, read
from wgcop.resolutions import typeset

OUT = "out"
"""The origin of words of the clause that do not stand in the text."""


class ShownPiece(NamedTuple):
    words: str
    origin: str


class ShownDelta(NamedTuple):
    """What pages that show a text are sent: from the piece at `at` on, `gone` pieces are replaced by
    those that `come`.
    """

    at: int
    gone: int
    come: tuple[ShownPiece, ...]


def shown_pieces(pieces: Pieces) -> tuple[ShownPiece, ...]:
    """Return the pieces without the asterisks of emphasis, whose partners may be in others."""
    signs = _signs(read(pieces))
    shown: list[ShownPiece] = []
    passed = 0
    for piece in pieces:
        if not piece.stands:
            shown.append(ShownPiece(typeset.plain(piece.words), OUT))
            continue
        kept = (letter for at, letter in enumerate(piece.words, start=passed) if at not in signs)
        words = "".join(kept)
        passed += len(piece.words)
        if words:
            shown.append(ShownPiece(words, piece.origin))
    return tuple(shown)


def delta_between(before: Sequence[ShownPiece], after: Sequence[ShownPiece]) -> ShownDelta:
    most = min(len(before), len(after))
    head = next((n for n in range(most) if before[n] != after[n]), most)
    most -= head
    tail = next((n for n in range(most) if before[-1 - n] != after[-1 - n]), most)
    return ShownDelta(head, len(before) - head - tail, tuple(after[head : len(after) - tail]))


def _signs(words: str) -> set[int]:
    """Return the places of the asterisks around emphasized words."""
    signs: set[int] = set()
    at = 0
    for part, is_emphasized in typeset.parts(words):
        if is_emphasized:
            signs |= {at, at + len(part) + 1}
            at += 2
        at += len(part)
    return signs


def in_origins(pieces: Iterable[ShownPiece]) -> list[str]:
    """Return the origins of the pieces, each once, in their order."""
    return list(dict.fromkeys(piece.origin for piece in pieces))
