"""The corpus of the demo world: bodies of all three levels, and short papers written for it."""

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

from wgcop.bodies.facts import BodyFacts
from wgcop.demo.data_files import read

HOME = "WG-COP"

BODIES = tuple(BodyFacts.read(table, {}) for table in read("bodies")["bodies"])


def documents() -> list[tuple[str, bytes]]:
    """Return the path and content of each document."""
    return [(name, file.read_bytes()) for name, file in _files(_folder(), "")]


def table_of_facts() -> bytes:
    """Return the facts of the documents, as the secretariat would write them in a table."""
    return _folder().joinpath("documents.csv").read_bytes()


def _folder() -> Traversable:
    return resources.files("wgcop.demo").joinpath("corpus")


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{path}{entry.name}/")
        elif entry.name.endswith(".txt"):
            yield f"{path}{entry.name}", entry
