"""Keeps printed pages by a hash of their content, so that a paper is printed only once."""

import hashlib
from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from wgcop.printing.process import print_page
from wgcop.processes.shelf import clear, key, take, taken_or_made

__all__ = ["clear", "print_once", "printed_before"]

_MAKERS = ("paper.css", "printer.py")
"""The files of this package that affect the result."""


def print_once(
    html: str,
    pictures: Iterable[str],
    *,
    data_of: Callable[[str], bytes | None],
    shelf: Path,
) -> bytes:
    """Return the page as PDF, printed now or before. `pictures` are named by their digests; those
    without data are left out.
    """
    names = sorted(pictures)

    def printed() -> bytes:
        return print_page(
            html, {name: data for name in names if (data := data_of(name)) is not None}
        )

    return taken_or_made(_place(html, names, shelf), printed)


def printed_before(html: str, pictures: Iterable[str], *, shelf: Path) -> bytes | None:
    """Return the page as PDF if it was printed before."""
    return take(_place(html, sorted(pictures), shelf))


def _place(html: str, names: Iterable[str], shelf: Path) -> Path:
    return shelf / f"{key(_edition(), html, *names)}.pdf"


@cache
def _edition() -> str:
    made_by = b"".join(Path(__file__).with_name(name).read_bytes() for name in _MAKERS)
    return version("weasyprint") + hashlib.sha256(made_by).hexdigest()
