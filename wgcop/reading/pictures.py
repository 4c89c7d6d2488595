"""Checking of pictures from outside. Each is re-encoded as PNG or JPEG with nothing in it but the
picture.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageFile, ImageOps

from wgcop.reading.reasons import Reason
from wgcop.reading.result import Unreadable

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
"""The largest number of pixels. A page of A4 at 400 dots an inch has 15 million."""
LONGEST_SIDE = 2_400
"""The longest side in pixels. A larger picture is made smaller, since it is read on a screen or on
half a page.
"""

_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_QUALITY = 88
_PLAIN_MODES = {"1": "1", "L": "L", "LA": "RGBA", "P": "RGBA", "PA": "RGBA", "RGBA": "RGBA"}


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes
    media_type: str
    width: int
    height: int


def read_picture(data: bytes) -> Picture:
    """Return the picture, checked and without metadata; raise `Unreadable`, with a sentence for the
    person who sent it.
    """
    if len(data) > LARGEST:
        raise Unreadable(
            Reason("The picture is larger than %(size)d MB.", size=LARGEST // 1024 // 1024)
        )
    try:
        with warnings.catch_warnings(), _on_own_terms():
            warnings.simplefilter("ignore")
            return _read(data)
    except Unreadable:
        raise
    except Exception as error:
        # A damaged picture makes the library fail with many kinds of exception.
        raise Unreadable(
            Reason("It is not a picture that browsers show. Send it as PNG or JPEG.")
        ) from error


@contextmanager
def _on_own_terms() -> Iterator[None]:
    """Set two variables of Pillow for the time of a check. Any package may set them, as WeasyPrint
    does when it is imported.
    """
    as_found = ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None  # checked here, with a sentence, before any pixel is read
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS = as_found


def _read(data: bytes) -> Picture:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
        width, height = opened.size
        if width * height > MOST_PIXELS:
            raise Unreadable(
                Reason(
                    "The picture has %(width)d × %(height)d pixels. Make it smaller than "
                    "%(most)d million.",
                    width=width,
                    height=height,
                    most=MOST_PIXELS // 1_000_000,
                )
            )
        is_photograph = opened.format == "JPEG"
        if is_photograph and max(opened.size) <= LONGEST_SIDE and not _is_turned(opened):
            opened.load()  # the whole of it can be shown
            return Picture(without_notes(data), "image/jpeg", *opened.size)
        turned: Any = ImageOps.exif_transpose(opened)
        picture = turned.convert(_PLAIN_MODES.get(turned.mode, "RGB"))
    if max(picture.size) > LONGEST_SIDE:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    if is_photograph:
        picture.convert("RGB").save(out, "JPEG", quality=_QUALITY, optimize=True)
    else:
        picture.save(out, "PNG", optimize=True)
    kind = "image/jpeg" if is_photograph else "image/png"
    return Picture(out.getvalue(), kind, *picture.size)


def without_notes(data: bytes) -> bytes:
    """Return the same photograph without the metadata that cameras and programs add: place, time,
    thumbnails.

    It is not compressed again, so that it is the same file each time it comes back in a Word file.
    """
    out, at = bytearray(data[:2]), 2
    while data[at] == 0xFF and data[at + 1] != _SCAN:
        kind, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if kind not in _NOTES:
            out += data[at : at + 2 + length]
        at += 2 + length
    end = data.rfind(b"\xff\xd9")
    return bytes(out + data[at : end + 2 if end > at else len(data)])


def _is_turned(opened: Image.Image) -> bool:
    return opened.getexif().get(_ORIENTATION, 1) != 1 or opened.mode not in ("RGB", "L")


_SCAN, _ORIENTATION = 0xDA, 0x0112
_NOTES = frozenset((*range(0xE1, 0xEE), 0xEF, 0xFE))
"""The segments for applications and comments. The segment EE is kept, because it determines how
colours are stored.
"""
