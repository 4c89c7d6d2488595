"""Getting about in the parts of a Word document and the elements in them."""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn


def parts_of(document: Any, kind: str) -> Iterator[Any]:
    """The parts to which the document is related in this way."""
    for relation in document.part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            yield relation.target_part


def value(element: Any, path: str) -> str:
    """What the element at the path says, or nothing: `w:pPr/w:pStyle`."""
    found = element.find("/".join(qn(step) for step in path.split("/")))
    return "" if found is None else found.get(qn("w:val"), "")
