"""Pictures kept by the charts that they were drawn from: so that a chart is drawn only once."""

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from wgcop.drawing.process import draw_charts, to_png
from wgcop.drawing.svg import cleaned
from wgcop.processes.shelf import keep, key, take, taken_or_made

_MAKERS = ("drawer.py", "svg.py")
"""The files of this package that determine the look of a picture."""


def drawn_once(specs: Sequence[Any], shelf: Path) -> list[str]:
    """Return the pictures of the charts. Those that are not on the shelf are drawn together, since
    starting takes longer than drawing.
    """
    places = [shelf / f"{key(_edition(), json.dumps(spec, sort_keys=True))}.svg" for spec in specs]
    pictures = {place: taken for place in places if (taken := take(place)) is not None}
    missing = {
        place: spec for place, spec in zip(places, specs, strict=True) if place not in pictures
    }
    if missing:
        for place, drawn in zip(missing, draw_charts(list(missing.values())), strict=True):
            pictures[place] = cleaned(drawn).encode()
            keep(pictures[place], place)
    return [pictures[place].decode() for place in places]


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
