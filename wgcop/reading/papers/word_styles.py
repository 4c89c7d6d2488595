"""The styles of a Word file: the properties that each gives a paragraph, directly or through the
style it is based on.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from wgcop.reading.papers.names import child, is_on, number, q, value
from wgcop.reading.papers.package import Package
from wgcop.word import naming
from wgcop.word.naming import Path

_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|título|заголовок|标题|عنوان)\s*([1-9])", re.IGNORECASE
)
_QUOTE = re.compile(r"(?:intense |block )?quot(?:e|ations?)\b|block text|citation", re.IGNORECASE)
_CONTINUES = re.compile(r"list (?:paragraph|continue)", re.IGNORECASE)
_OF_CONTENTS = re.compile(r"toc (?:[1-9]|heading)|contents (?:[1-9]|heading)", re.IGNORECASE)
DEEPEST_HEADING = 4
CODE_FONT = "Consolas"
_GREYISH = 40
"""The greatest difference between red, green and blue, of 255, in a colour that counts as grey."""


@dataclass(frozen=True, slots=True)
class Looks:
    """The look of a piece of text. None means that the file does not say."""

    strong: bool | None = None
    em: bool | None = None
    underline: bool | None = None
    strike: bool | None = None
    hidden: bool | None = None
    code: bool | None = None
    position: str | None = None
    """`sup`, `sub`, or an empty string for neither."""

    def over(self, below: "Looks") -> "Looks":
        """Return these looks, completed by those below where they are None."""
        own = {name: getattr(self, name) for name in self.__slots__}
        return replace(below, **{name: look for name, look in own.items() if look is not None})


@dataclass(frozen=True, slots=True)
class Style:
    name: str = "Normal"
    base: str = ""
    """The kind of paragraph, if the workspace wrote the style."""
    path: Path = ()
    heading: int = 0
    is_title: bool = False
    is_quote: bool = False
    continues_item: bool = False
    is_of_contents: bool = False
    is_cover: bool = False
    list_id: str = ""
    list_level: int = 0
    indent: int | None = None
    looks: Looks = Looks()


class WordStyles:
    def __init__(self, package: Package) -> None:
        part = package.related("styles")
        elements = package.xml(part) if part else ()
        self._elements = {
            element.get(q("w:styleId"), ""): element
            for element in elements
            if element.tag == q("w:style")
        }
        self._default = next(
            (
                name
                for name, each in self._elements.items()
                if each.get(q("w:type")) == "paragraph"
                and (each.get(q("w:default")) or "0").lower() in ("1", "true", "on")
            ),
            "",
        )
        self._by_id: dict[str, Style] = {}

    def style_of(self, style_id: str | None) -> Style:
        return self._style(style_id or self._default, frozenset())

    def _style(self, style_id: str, above: frozenset[str]) -> Style:
        if style_id in self._by_id:
            return self._by_id[style_id]
        element = self._elements.get(style_id)
        if element is None or style_id in above or len(above) > 30:
            return Style(name=style_id or "Normal")
        below = self._style(value(element, "w:basedOn") or "", above | {style_id})
        style = self._read(element, below)
        self._by_id[style_id] = style
        return style

    def _read(self, element: Any, below: Style) -> Style:
        name = value(element, "w:name") or ""
        ours = naming.read_style(name)
        named = _HEADING.fullmatch(name)
        outline = value(element, "w:pPr", "w:outlineLvl")
        heading = below.heading
        if named:
            heading = int(named[1])
        elif outline is not None:
            heading = number(outline) + 1 if number(outline, 9) < 9 else 0
        numbers = child(element, "w:pPr", "w:numPr")
        own_list = value(numbers, "w:numId") if numbers is not None else None
        level = value(numbers, "w:ilvl") if numbers is not None else None
        indent = indent_of(child(element, "w:pPr"))
        is_plain = not (heading or ours)
        looks = looks_of(child(element, "w:rPr"))
        if not is_plain or _QUOTE.search(name):
            looks = Looks()
        return Style(
            name=name,
            base=ours[0] if ours else "",
            path=ours[1] if ours else (),
            heading=heading,
            is_title=name.lower() == "title",
            is_quote=bool(_QUOTE.match(name)) or (below.is_quote and not ours),
            continues_item=bool(_CONTINUES.match(name)),
            is_of_contents=bool(_OF_CONTENTS.match(name)),
            is_cover=name.startswith(naming.COVER),
            list_id=below.list_id if own_list is None else own_list,
            list_level=below.list_level if level is None else number(level),
            indent=below.indent if indent is None else indent,
            looks=looks.over(below.looks) if is_plain else looks,
        )


def indent_of(properties: Any) -> int | None:
    ind = child(properties, "w:ind") if properties is not None else None
    if ind is None:
        return None
    written = ind.get(q("w:left")) or ind.get(q("w:start"))
    return number(written) if written is not None else None


def looks_of(properties: Any) -> Looks:
    if properties is None:
        return Looks()
    underline, position = value(properties, "w:u"), value(properties, "w:vertAlign")
    return Looks(
        strong=_either(is_on(properties, "w:b"), is_on(properties, "w:bCs"), properties),
        em=_either(is_on(properties, "w:i"), is_on(properties, "w:iCs"), properties),
        underline=None if underline is None else underline not in ("none", ""),
        strike=_any(is_on(properties, "w:strike"), is_on(properties, "w:dstrike")),
        hidden=is_on(properties, "w:vanish"),
        code=_has_code_font(properties) or None,
        position=None if position is None else _POSITIONS.get(position, ""),
    )


def is_coloured(properties: Any) -> bool:
    """Return whether somebody gave this text a colour, which may have a meaning. Colours of styles
    only decorate.
    """
    shading = child(properties, "w:shd")
    return (
        _is_colour(value(properties, "w:color"))
        or _is_colour(shading.get(q("w:fill")) if shading is not None else None)
        or value(properties, "w:highlight") not in (None, "none", "white", "black")
    )


def _is_colour(written: str | None) -> bool:
    """Return whether this is a colour: black, white and grey are not."""
    if not written or not re.fullmatch("[0-9A-Fa-f]{6}", written):
        return False
    parts = bytes.fromhex(written)
    return max(parts) - min(parts) > _GREYISH


def _has_code_font(properties: Any) -> bool:
    """Return whether the text is in the font of code. LibreOffice gives links the style of links,
    so only the font shows it.
    """
    fonts = child(properties, "w:rFonts")
    return fonts is not None and fonts.get(q("w:ascii")) == CODE_FONT


_POSITIONS = {"superscript": "sup", "subscript": "sub"}


def _either(plain: bool | None, complex_script: bool | None, properties: Any) -> bool | None:
    """Return the setting that applies to a run. Arabic has bold and italics of its own, which apply
    if a run is marked as such.
    """
    if is_on(properties, "w:rtl") or is_on(properties, "w:cs"):
        return complex_script if complex_script is not None else plain
    return plain


def _any(*settings: bool | None) -> bool | None:
    heard = [setting for setting in settings if setting is not None]
    return any(heard) if heard else None
