"""Small helpers to find parts, elements and inherited values in a Word document."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from docx.oxml.ns import qn

T = TypeVar("T")


def parts_of(document: Any, kind: str) -> Iterator[Any]:
    """Yield the parts that have this relation to the document."""
    for relation in document.part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            yield relation.target_part


def value(element: Any, path: str) -> str:
    """Return the value of the element at a path such as `w:pPr/w:pStyle`, or an empty string."""
    child = element.find("/".join(qn(step) for step in path.split("/")))
    return "" if child is None else child.get(qn("w:val"), "")


def inherited(own: Mapping[str, T], based_on: Mapping[str, str], nothing: T) -> dict[str, T]:
    """Return the value of each style: its own, or otherwise that of the nearest style it is based
    on.

    Each chain of styles is walked once.
    """
    values: dict[str, T] = {"": nothing}
    for name in own:
        chain: dict[str, None] = {}
        while name not in values and name not in chain and not own.get(name):
            chain[name] = None
            name = based_on.get(name, "")
        value_here = values[name] if name in values else own.get(name) or nothing
        values.update(dict.fromkeys([*chain, name], value_here))
    return values
