"""Elements of a Word file, written in the order that the format insists on."""

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

PARAGRAPH_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "numPr", "pBdr", "shd", "tabs"),
    *("bidi", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr", "pPrChange"),
)
RUN_ORDER = (
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "strike", "dstrike", "color", "sz", "szCs", "u"),
    *("vertAlign", "rtl", "lang", "rPrChange"),
)

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def element(name: str, /, *children: Any, **attributes: object) -> Any:
    """Return a new element: `element("ind", left=200)` is `<w:ind w:left="200"/>`."""
    new = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        new.set(qn(f"w:{attribute}"), _written(str(value)))
    for child in children:
        new.append(child)
    return new


def in_order(name: str, order: tuple[str, ...], parts: dict[str, Any]) -> Any | None:
    """Return the properties element of this name, or None if there are no properties."""
    children = [parts[name] for name in order if parts.get(name) is not None]
    return element(name, *children) if children else None


def flag(name: str, is_on: bool = True) -> Any:
    return element(name) if is_on else element(name, val="0")


def text_element(name: str, words: str) -> Any:
    new = element(name)
    new.text = _written(words)
    new.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return new


def _written(text: str) -> str:
    """Return the text without characters that XML cannot hold. Texts stored before these were
    refused may still contain them.
    """
    return _NOT_XML.sub("", text)
