"""The result of the charting library, made into an SVG for a page, a file or a document.

Only shapes and words stay: no style, script, link or role that the library wrote. Numbers have one
decimal, paths run in steps of half a pixel, and colours are those of the palette.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from markupsafe import Markup

from wgcop.drawing.palette import EDGE, HATCHED, INK, SOFT, SURFACE, TOKENS

SVG = "http://www.w3.org/2000/svg"
FONTS = "Noto Sans, Noto Naskh Arabic, Noto Sans CJK SC, DejaVu Sans, sans-serif"
"""Fonts of the system: a file cannot rely on those of the workspace, and the PNG renderer uses one
font for all text.
"""
MARGIN = 24
TITLE, LINE = 20, 12
"""The sizes of the text around a picture in a file."""

_NAMESPACE = f"{{{SVG}}}"
_ELEMENTS = {"svg", "g", "path", "text", "tspan", "rect", "circle", "line", "defs", "clipPath"}
_ATTRIBUTES = frozenset(
    [
        "clip-path",
        "cx",
        "cy",
        "d",
        "dx",
        "dy",
        "fill",
        "fill-opacity",
        "font-size",
        "font-style",
        "font-weight",
        "height",
        "id",
        "opacity",
        "r",
        "rx",
        "ry",
        "stroke",
        "stroke-dasharray",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-opacity",
        "stroke-width",
        "text-anchor",
        "transform",
        "viewBox",
        "width",
        "x",
        "x1",
        "x2",
        "y",
        "y1",
        "y2",
    ]
)
_KEY = "key"
_NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
_STEPS = re.compile(r"([MLZ])([^MLZ]*)")
_ONLY_STEPS = re.compile(r"[MLZ\d\s.,-]+")
_COLOUR = re.compile(r'"(#[0-9a-f]{6})"')
_EMPTY = {"g", "defs", "text"}


@dataclass(frozen=True)
class Hint:
    """The tooltip of a mark in a chart, and the target of its link."""

    words: str
    href: str = ""


@dataclass(frozen=True)
class Drawn:
    """A picture without the colours of a theme. `marks` are known by the key that the chart gave
    them as description.
    """

    svg: str
    marks: Mapping[str, Hint]
    language: str = ""

    @property
    def size(self) -> tuple[float, float]:
        _x, _y, width, height = etree.fromstring(self.svg).get("viewBox", "0 0 0 0").split()
        return float(width), float(height)

    def inline(self, name: str, *, labelled_by: str = "", described_by: str = "") -> Markup:
        """Return the picture for a page, where `name` must be unique. Its links are for pointers
        only: the same links are also in a table.
        """
        root = etree.fromstring(self.svg)
        self._mark(root)
        _prefix(root, name)
        root.set(
            "width", f"{self.size[0]:g}"
        )  # a picture that has room is as large as its words are meant
        root.set("role", "group" if any(mark.href for mark in self.marks.values()) else "img")
        for attribute, value in (("labelledby", labelled_by), ("describedby", described_by)):
            if value:
                root.set(f"aria-{attribute}", value)
        written = etree.tostring(root, encoding="unicode")
        return Markup(_COLOUR.sub(_in_theme, written))  # noqa: S704 (allowed elements and attributes only)

    def file(self, *, title: str, lines: tuple[str, ...] = ()) -> bytes:
        """Return the picture as a complete file, with its title above, and its source and date
        below.
        """
        width, height = self.size
        lines = tuple(part for line in lines for part in _broken(line, width))
        above = MARGIN + 2 * TITLE
        below = MARGIN + round(1.5 * LINE * len(lines))
        whole = (width + 2 * MARGIN, above + height + below)
        root = etree.Element(
            f"{_NAMESPACE}svg",
            {"viewBox": f"0 0 {whole[0]:g} {whole[1]:g}", "font-family": FONTS},
            nsmap={None: SVG},
        )
        root.set("width", f"{whole[0]:g}")
        root.set("height", f"{whole[1]:g}")
        root.set("role", "img")
        if self.language:
            root.set("lang", self.language)
        etree.SubElement(root, f"{_NAMESPACE}title").text = title
        etree.SubElement(root, f"{_NAMESPACE}desc").text = " ".join(lines)
        etree.SubElement(
            root, f"{_NAMESPACE}rect", {"width": "100%", "height": "100%", "fill": SURFACE}
        )
        rtl = is_rtl(self.language)
        edge, anchor = (whole[0] - MARGIN, "end") if rtl else (MARGIN, "start")
        # The PNG renderer lays out every text from left to right, except within these marks.
        before, after = ("\u2067", "\u2069") if rtl else ("", "")
        head = f"{before}{title}{after}"
        _say(root, head, edge, MARGIN + TITLE - 4, TITLE, anchor, INK, weight="600")
        picture = etree.fromstring(self.svg)
        _prefix(picture, "picture")
        for element in picture.iter():
            element.attrib.pop(_KEY, None)
        place = etree.SubElement(
            root, f"{_NAMESPACE}g", {"transform": f"translate({MARGIN},{above})"}
        )
        place.extend(picture)
        for number, line in enumerate(lines):
            down = above + height + MARGIN / 2 + (number + 0.7) * 1.5 * LINE
            _say(root, f"{before}{line}{after}", edge, down, LINE, anchor, SOFT)
        return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))

    def _mark(self, root: etree._Element) -> None:
        for element in [element for element in root.iter() if _KEY in element.attrib]:
            mark = self.marks.get(element.attrib.pop(_KEY))
            if mark is None:
                continue
            words = etree.Element(f"{_NAMESPACE}title")
            words.text = mark.words
            element.insert(0, words)
            if mark.href:
                link = etree.Element(
                    f"{_NAMESPACE}a",
                    {"href": mark.href, "tabindex": "-1", "aria-label": mark.words},
                )
                parent = element.getparent()
                assert parent is not None
                parent.replace(element, link)
                link.append(element)


def cleaned(drawn: str) -> str:
    """Keep the shapes, words and keys that the library drew, and remove all else."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(drawn.encode(), parser)
    for element in list(root.iter()):
        _clean(element)
    for text in list(root.iter(f"{_NAMESPACE}text")):
        _part_lines(text)
    for element in [element for element in root.iter(f"{_NAMESPACE}*") if _says_nothing(element)]:
        parent = element.getparent()
        if parent is not None and not len(element):
            parent.remove(element)
    for attribute in ("width", "height"):
        root.attrib.pop(attribute, None)
    # Words of any direction stand where the chart puts them, whatever the direction of the page.
    root.set("direction", "ltr")
    etree.cleanup_namespaces(root, top_nsmap={None: SVG})
    return etree.tostring(root, encoding="unicode")


def is_rtl(language: str) -> bool:
    return language.partition("-")[0].partition("_")[0] in ("ar", "fa", "he", "ur")


def _clean(element: etree._Element) -> None:
    parent = element.getparent()
    if not isinstance(element.tag, str):
        if parent is not None:
            parent.remove(element)
        return
    name = etree.QName(element).localname
    if name not in _ELEMENTS:
        if parent is not None:
            parent.remove(element)
        return
    key = element.get("aria-label", "")
    is_background = element.get("class") == "background" and element.get("stroke") is None
    for attribute, value in list(element.attrib.items()):
        if attribute in _ATTRIBUTES and "url(" not in value.replace("url(#", ""):
            element.set(attribute, _shorter(attribute, value))
        else:
            del element.attrib[attribute]
    if element.get("fill") in ("transparent", None) and is_background:
        element.set("fill", "none")
    if element.get("transform") == "translate(0,0)":
        del element.attrib["transform"]
    if key.startswith("#"):
        element.set(_KEY, key[1:])


def _part_lines(text: etree._Element) -> None:
    """Make each line of a text a text of its own. Within one, the PNG renderer takes letters from
    right to left out of one line into another.
    """
    parent = text.getparent()
    if parent is None or not len(text):
        return
    down = 0.0
    for line in list(text):
        down += float(line.get("dy", 0))
        if line.text:
            alone = etree.Element(text.tag, dict(text.attrib))
            alone.set("y", f"{down:g}")
            alone.text = line.text
            text.addprevious(alone)
    parent.remove(text)


def _says_nothing(element: etree._Element) -> bool:
    name = etree.QName(element).localname
    return (name in _EMPTY and not len(element) and not element.text) or (
        name == "path" and (element.get("d", "") == "" or _invisible(element))
    )


def _invisible(element: etree._Element) -> bool:
    return (
        element.get("fill", "none") == "none"
        and element.get("stroke", "none") == "none"
        and (
            _KEY not in element.attrib and etree.QName(element.getparent()).localname != "clipPath"
        )
    )


def _shorter(attribute: str, value: str) -> str:
    if attribute == "d" and _ONLY_STEPS.fullmatch(value):
        return _in_steps(value)
    if attribute in (
        "d",
        "transform",
        "viewBox",
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "cx",
        "cy",
        "width",
        "height",
        "r",
    ):
        return _NUMBER.sub(lambda number: f"{round(float(number[0]), 1):g}", value)
    return value


def _in_steps(path: str) -> str:
    """Rewrite a path as steps from point to point, in halves of a pixel and with no sign that can
    be left out. A map takes two thirds of the bytes that it would take in tenths, and nobody sees
    the difference.
    """
    written: list[str] = []
    here = start = (0, 0)
    for verb, rest in _STEPS.findall(path):
        if verb == "Z":
            written.append("z")
            here = start
            continue
        across, down = (round(float(number) * 2) for number in rest.replace(" ", ",").split(","))
        if verb == "M":
            written.append(f"M{_halves(across)},{_halves(down)}")
            here = start = (across, down)
        elif (across, down) != here:
            verb = " " if written[-1][0] in "l -" else "l"
            step = f"{verb}{_halves(across - here[0])},{_halves(down - here[1])}"
            written.append(step.replace(" -", "-").replace(",-", "-"))
            here = (across, down)
    return "".join(written)


def _halves(number: int) -> str:
    return {1: ".5", -1: "-.5"}.get(number, f"{number / 2:g}")


def _prefix(root: etree._Element, name: str) -> None:
    """Make the ids of a picture unique on the page by the name, and define the hatching if the
    picture uses it.
    """
    hatched = False
    for element in root.iter():
        if "id" in element.attrib:
            element.set("id", f"{name}-{element.get('id')}")
        for attribute, value in element.attrib.items():
            if value.startswith("url(#"):
                element.set(attribute, value.replace("url(#", f"url(#{name}-"))
            elif value == HATCHED:
                element.set(attribute, f"url(#{name}-hatching)")
                hatched = True
    if hatched:
        root.insert(0, _hatching(f"{name}-hatching"))


def _hatching(name: str) -> etree._Element:
    defs = etree.Element(f"{_NAMESPACE}defs")
    pattern = etree.SubElement(
        defs,
        f"{_NAMESPACE}pattern",
        {"id": name, "width": "6", "height": "6", "patternUnits": "userSpaceOnUse"},
    )
    pattern.set("patternTransform", "rotate(45)")
    line = {"x1": "0", "y1": "0", "x2": "0", "y2": "6", "stroke": EDGE, "stroke-width": "1.2"}
    etree.SubElement(pattern, f"{_NAMESPACE}line", line)
    return defs


def _in_theme(colour: re.Match[str]) -> str:
    token = TOKENS.get(colour[1])
    return f'"var(--{token})"' if token else colour[0]


def _say(
    root: etree._Element,
    words: str,
    across: float,
    down: float,
    size: int,
    anchor: str,
    colour: str,
    *,
    weight: str = "400",
) -> None:
    text = etree.SubElement(
        root,
        f"{_NAMESPACE}text",
        {
            "x": f"{across:g}",
            "y": f"{down:g}",
            "font-size": f"{size}",
            "text-anchor": anchor,
            "fill": colour,
        },
    )
    text.set("font-weight", weight)
    text.text = words


def _broken(line: str, width: float) -> Iterator[str]:
    """Break a line where it would run out of the picture."""
    longest = int(width / (LINE * 0.55))
    part = ""
    for word in line.split():
        if part and len(part) + len(word) >= longest:
            yield part
            part = word
        else:
            part = f"{part} {word}".strip()
    if part:
        yield part
