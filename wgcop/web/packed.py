"""A page that is kept compressed, with places in it for what is each reader's own.

Zstandard can hold bytes as they are between what is compressed, and says of repeated words only how far back they stand. So if a
value takes the same number of bytes for everybody, it can be put into the compressed page, and wherever it stands
again it is copied from there. Values are made equally long by writing their first character as a number with zeros in
front of it, such as `&#0072;`, which is the same to a browser.
"""

import secrets
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import chain
from threading import Lock

from markupsafe import escape

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ENCODING = "zstd"
LEVEL = 9
"""Made once for many readers. Higher ones take several times as long for a hundredth."""
STEP = 24
"""Values are as long as a multiple of so many bytes."""
LONGEST = 5 * STEP
"""Longer values, such as the names of all new comments, are most often the same for many, and compressed with the page."""
MOST = 12
"""Of one page: for readers whose names are longer, or who have read less."""
ALONE = 6
"""The level for a page of one reader, such as somebody who has written much of it. It is two thirds quicker than Brotli, and
its output a twelfth larger."""

_NEVER_TEXT = bytes(range(0xC0, 0x100))
"""In UTF-8 none of these stands beside another of them, so that no text repeats a part of what holds a place."""


@dataclass(frozen=True)
class Form:
    """What the fills of several readers have in common: how long some are, and what the others are."""

    widths: tuple[tuple[str, int], ...]
    values: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, markup: Mapping[str, str]) -> "Form":
        widths = {name: width for name, value in markup.items() if (width := width_of(value))}
        rest = tuple((name, value) for name, value in markup.items() if name not in widths)
        return cls(tuple(widths.items()), rest)


@dataclass
class Packed:
    """One page, for readers of several forms."""

    pieces: Sequence[str]
    gaps: Sequence[str]
    _seen: set[Form] = field(default_factory=set)
    _frames: dict[Form, "_Frame | None"] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def filled(self, markup: Mapping[str, str]) -> bytes:
        """The page as Zstandard."""
        form = Form.of(markup)
        frame = self._frame(form)
        if frame is not None:
            return frame.filled({name: _wide(markup[name], width) for name, width in form.widths})
        return zstd.compress(joined(self.pieces, self.gaps, markup).encode(), ALONE)

    def _frame(self, form: Form) -> "_Frame | None":
        """Made for the second reader of a form, since it costs more than one page."""
        if form in self._frames or len(self._frames) >= MOST:
            return self._frames.get(form)
        with self._lock:
            if form not in self._seen:
                self._seen.add(form)
                return None
            if form not in self._frames:
                self._frames[form] = _frame(self.pieces, self.gaps, form)
            return self._frames[form]


def joined(pieces: Sequence[str], gaps: Sequence[str], markup: Mapping[str, str]) -> str:
    between = (markup[name] for name in gaps)
    return "".join([pieces[0], *chain.from_iterable(zip(between, pieces[1:], strict=True))])


@dataclass(frozen=True)
class _Frame:
    parts: tuple[bytes, ...]
    gaps: tuple[str, ...]
    """Each name once: where it stands again is copied."""

    def filled(self, own: Mapping[str, bytes]) -> bytes:
        parts = [self.parts[0]]
        for name, part in zip(self.gaps, self.parts[1:], strict=True):
            parts += (own[name], part)
        return b"".join(parts)


def width_of(markup: str) -> int | None:
    """How many bytes it takes once it is as long as others. None of what is empty, long, or cannot be made longer."""
    if not markup or not unescape(markup)[0].isprintable():
        return None
    least = len(_numbered(markup).encode())
    if least > LONGEST:
        return None
    return -(-least // STEP) * STEP


def _wide(markup: str, width: int) -> bytes:
    missing = width - len(_numbered(markup).encode())
    return _numbered(markup, "0" * missing).encode()


def _numbered(markup: str, zeros: str = "") -> str:
    text = unescape(markup)
    return f"&#{zeros}{ord(text[0])};{escape(text[1:])}"


def _frame(pieces: Sequence[str], gaps: Sequence[str], form: Form) -> _Frame | None:
    places = {
        name: bytes(secrets.choice(_NEVER_TEXT) for _ in range(width))
        for name, width in form.widths
    }
    packer = zstd.ZstdCompressor(LEVEL)
    fixed = dict(form.values)
    packed = b""
    names: list[str] = []
    for piece, gap in zip(pieces, (*gaps, ""), strict=True):
        packed += packer.compress(piece.encode())
        if gap in fixed:
            packed += packer.compress(fixed[gap].encode())
        elif gap in names:
            packed += packer.compress(places[gap])
        elif gap:
            names.append(gap)
            packed += packer.flush(zstd.ZstdCompressor.FLUSH_BLOCK)
            packed += packer.compress(places[gap], zstd.ZstdCompressor.FLUSH_BLOCK)
    packed += packer.flush()
    parts = []
    for name in names:
        before, found, packed = packed.partition(places[name])
        if not found:
            return None
        parts.append(before)
    frame = _Frame((*parts, packed), tuple(names))
    return frame if _holds(frame, pieces, gaps, places, fixed) else None


def _holds(
    frame: _Frame,
    pieces: Sequence[str],
    gaps: Sequence[str],
    places: Mapping[str, bytes],
    fixed: Mapping[str, str],
) -> bool:
    """Whether each byte of a value reaches every place where the value stands, and no other. What holds for these holds for
    all, since none of their bytes is what stood there before, and the frame does not depend on them."""
    other = {
        name: bytes(secrets.choice(range(0x80)) for _ in range(len(place)))
        for name, place in places.items()
    }
    values = {**{name: value.decode() for name, value in other.items()}, **fixed}
    whole = joined(pieces, gaps, values).encode()
    return zstd.decompress(frame.filled(other)) == whole
