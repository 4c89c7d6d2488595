"""Names of the elements of Word files, with their namespaces."""

from typing import Any

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
}


def q(name: str) -> str:
    """Return a name such as `w:p` as lxml writes it, with its namespace."""
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


W_P, W_TBL, W_TR, W_TC = q("w:p"), q("w:tbl"), q("w:tr"), q("w:tc")
W_VAL = q("w:val")
TEXT_BOX = q("w:txbxContent")


def child(element: Any, *path: str) -> Any:
    """Return the element at this path below the element, or None."""
    for step in path:
        if element is None:
            return None
        element = element.find(q(step))
    return element


def value(element: Any, *path: str) -> str | None:
    """Return the value of the element at this path, or None if there is no such element."""
    below = child(element, *path)
    return None if below is None else below.get(W_VAL, "")


def is_on(element: Any, *path: str) -> bool | None:
    """Return whether a property is set, or None if the element does not have it. A property without
    a value is on.
    """
    written = value(element, *path)
    return None if written is None else written.lower() not in ("0", "false", "off", "none")


def number(written: str | None, default: int = 0) -> int:
    try:
        return int(float(written)) if written else default
    except (ValueError, OverflowError):
        return default
