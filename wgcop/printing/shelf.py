"""Keeps printed pages by what they were printed from: a paper is printed once, and not for each of its readers."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from wgcop.printing.process import print_page

_MAKERS = ("paper.css", "printer.py")
"""Files of this package on which it depends how a page comes out."""


def print_once(
    html: str,
    pictures: Iterable[str],
    *,
    data_of: Callable[[str], bytes | None],
    shelf: Path,
) -> bytes:
    """`pictures` are named by their content; those without data are left out."""
    names = sorted(pictures)
    place = shelf / f"{_key(html, names)}.pdf"
    with suppress(FileNotFoundError):
        pdf = place.read_bytes()
        os.utime(place)
        return pdf
    pdf = print_page(html, {name: data for name in names if (data := data_of(name)) is not None})
    _keep(pdf, place)
    return pdf


def clear(shelf: Path, *, before: datetime) -> int:
    """Remove what nobody asked for since that moment. Returns how many."""
    removed = 0
    for place in shelf.glob("*"):
        with suppress(FileNotFoundError):
            if place.stat().st_mtime < before.timestamp():
                place.unlink()
                removed += 1
    return removed


def _key(html: str, names: list[str]) -> str:
    return hashlib.sha256("\0".join([_edition(), html, *names]).encode()).hexdigest()


@cache
def _edition() -> str:
    made_by = b"".join(Path(__file__).with_name(name).read_bytes() for name in _MAKERS)
    return version("weasyprint") + hashlib.sha256(made_by).hexdigest()


def _keep(pdf: bytes, place: Path) -> None:
    """A disk without room costs the next reader time, and this one nothing."""
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as part:
            part.write(pdf)
        Path(part.name).replace(place)
