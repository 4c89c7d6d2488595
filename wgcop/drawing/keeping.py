"""Keeps pictures under a hash of their charts, so that each chart is drawn only once."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from wgcop.drawing.process import draw_charts, to_png
from wgcop.drawing.svg import cleaned
from wgcop.processes.shelf import guests_turn, keep, key, take, taken_or_made

_MAKERS = ("drawer.py", "svg.py")
"""The files of this package that determine the look of a picture."""


def drawn_once(specs: Sequence[Any], shelf: Path) -> list[str]:
    """Return the pictures of the charts. Those that are not on the shelf are drawn together, since
    starting takes longer than drawing.
    """
    places = [shelf / f"{key(_edition(), json.dumps(spec, sort_keys=True))}.svg" for spec in specs]
    pictures = _taken(places)
    if missing := set(places) - pictures.keys():
        with guests_turn(shelf):
            pictures |= _taken(missing)  # whoever had the turn before may have had them made
            pictures |= _drawn(
                {
                    place: spec
                    for place, spec in zip(places, specs, strict=True)
                    if place not in pictures
                }
            )
    return [pictures[place].decode() for place in places]


def _taken(places: Iterable[Path]) -> dict[Path, bytes]:
    return {place: taken for place in places if (taken := take(place)) is not None}


def _drawn(specs: Mapping[Path, Any]) -> dict[Path, bytes]:
    pictures = {}
    for place, drawn in zip(specs, draw_charts(list(specs.values())) if specs else (), strict=True):
        pictures[place] = cleaned(drawn).encode()
        keep(pictures[place], place)
    return pictures


def png_once(svg: bytes, shelf: Path, *, scale: float) -> bytes:
    words = svg.decode()
    place = shelf / f"{key(_edition(), str(scale), words)}.png"
    return taken_or_made(place, lambda: to_png(words, scale=scale))


@cache
def _edition() -> str:
    made_by = b"".join(Path(__file__).with_name(name).read_bytes() for name in _MAKERS)
    try:
        library = version("vl-convert-python")
    except PackageNotFoundError:
        library = ""
    return library + hashlib.sha256(made_by).hexdigest()
