"""Getting about in the parts of a Word document and the elements in them."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from docx.oxml.ns import qn

T = TypeVar("T")


def parts_of(document: Any, kind: str) -> Iterator[Any]:
    """The parts to which the document is related in this way."""
    for relation in document.part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            yield relation.target_part


def value(element: Any, path: str) -> str:
    """What the element at the path says, or nothing: `w:pPr/w:pStyle`."""
    found = element.find("/".join(qn(step) for step in path.split("/")))
    return "" if found is None else found.get(qn("w:val"), "")


def inherited(own: Mapping[str, T], based_on: Mapping[str, str], nothing: T) -> dict[str, T]:
    """For each style what it says itself, else what the nearest says of those that it rests on.

    A chain is walked once, however many styles stand on it.
    """
    found: dict[str, T] = {"": nothing}
    for name in own:
        chain: dict[str, None] = {}
        while name not in found and name not in chain and not own.get(name):
            chain[name] = None
            name = based_on.get(name, "")
        said = found[name] if name in found else own.get(name) or nothing
        found.update(dict.fromkeys([*chain, name], said))
    return found
