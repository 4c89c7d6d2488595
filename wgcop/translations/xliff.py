"""Documents and resolutions in XLIFF 1.2, the format of translators' tools, written and read (pure).

The id of a unit holds a digest of the translation that it had, since tools keep ids and drop much
else: whoever brings the file back learns by it what was written meanwhile.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from wgcop.paper.comparison.marks import joined
from wgcop.paper.tree import Node
from wgcop.translations.units import Content, FoundWords, TranslationUnit

MIME = "application/xliff+xml"
NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
LARGEST = 8 * 1024 * 1024
"""The largest file that is read, in bytes: a text of 200,000 letters with what tools add to it."""

_CONTROLS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ORIGINAL = re.compile(r"wgcop/((?:contributions|resolutions)/[^/]+)/([^/]+)")
_SPACES = re.compile(r"\s*[\r\n]\s*")
_KEPT = frozenset({"g", "mrk"})
"""The elements whose words are words of the translation. All others hold signs of a tool."""
_UNFINISHED = frozenset({"new", "needs-translation"})

E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


class NotXliff(ValueError):
    """Raised when a file is not XLIFF 1.2 that a translator's tool could have written."""


class OtherVersion(NotXliff):
    """Raised when a file is XLIFF of another version."""


@dataclass(frozen=True)
class EarlierTranslation:
    """What an earlier text has for the same or nearly the same words."""

    source: str
    target: str
    origin: str
    url: str
    alike: float


@dataclass(frozen=True)
class UnitInFile:
    unit: TranslationUnit
    found: FoundWords | None = None
    matches: tuple[EarlierTranslation, ...] = ()


@dataclass(frozen=True)
class XliffPiece:
    """Words, or the place of something that is no word, such as a picture. `marks` are the numbers of
    the marked stretches of the original that it belongs to.
    """

    words: str = ""
    marks: tuple[str, ...] = ()
    placed: str = ""


@dataclass(frozen=True)
class Returned:
    """A unit as a file gives it back: its source as words, and its translation."""

    key: str
    digest: str
    source: str
    target: tuple[XliffPiece, ...]

    @property
    def words(self) -> str:
        return "".join(piece.words for piece in self.target).strip()


@dataclass(frozen=True)
class XliffFile:
    """`text` is `contributions/17` or `resolutions/wtdc-67`; `wording` names the wording of the
    original from which the file was made.
    """

    text: str
    wording: str
    language: str
    units: tuple[Returned, ...]


def digest_of(content: Content | None) -> str:
    """Return a few letters that differ between two translations of a unit, whatever their marks."""
    said = "".join(node.get("text", f"\0{node['type']}\0") for node in content or ())
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:10]


# Writing


def as_xliff(
    segments: Iterable[UnitInFile],
    *,
    text: str,
    wording: str,
    name: str,
    source: str,
    target: str,
) -> bytes:
    """Return the segments as a file; `text` and `wording` are those of `XliffFile`."""
    units = [_unit(segment) for segment in segments]
    root = E.xliff(
        E.file(
            E.header(E.note(_clean(name))),
            E.body(*units),
            original=f"wgcop/{text}/{wording}",
            datatype="plaintext",
            **{"source-language": source, "target-language": target},
        ),
        version="1.2",
    )
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _unit(segment: UnitInFile) -> Any:
    unit, found = segment.unit, segment.found
    element = E("trans-unit", id=f"{unit.key}.{digest_of(found.content if found else None)}")
    element.set(_SPACE, "preserve")
    element.set("restype", f"x-{unit.place.rpartition('/')[2]}")
    element.append(_filled(E.source(), unit.content, unit.content))
    if found:
        state = "needs-review-translation" if found.is_outdated else "translated"
        element.append(_filled(E.target(state=state), found.content, unit.content))
    for match in segment.matches:
        element.append(
            E(
                "alt-trans",
                E.source(_clean(match.source)),
                E.target(_clean(match.target)),
                origin=_clean(match.origin),
                **{"match-quality": f"{int(match.alike * 100)}%"},
            )
        )
    return element


def _filled(element: Any, content: Content, original: Content) -> Any:
    """Fill the element. Marks and signs have the numbers of the original's that are like them."""
    marks, signs = _stretches(original), _signs(original)
    taken = 0
    for node in content:
        if node["type"] != "text":
            key = str(next((n for n, each in signs if _alike(each, node, n, taken)), 0))
            if key == "0":
                continue
            taken = int(key)
            child = E.x(
                id=f"s{key}", ctype="lb" if node["type"] == "hard_break" else f"x-{node['type']}"
            )
            element.append(child)
        elif number := next((n for n, each in marks if each == node.get("marks")), 0):
            element.append(E.g(_clean(node["text"]), id=str(number)))
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + _clean(node["text"])
        else:
            element.text = (element.text or "") + _clean(node["text"])
    return element


def _alike(one: Node, other: Node, number: int, taken: int) -> bool:
    return number > taken and one["type"] == other["type"]


def _stretches(content: Content) -> list[tuple[int, list[dict[str, Any]]]]:
    """Return the different marks of the letters, numbered from 1."""
    marks: list[list[dict[str, Any]]] = []
    for node in content:
        if node["type"] == "text" and node.get("marks") and node["marks"] not in marks:
            marks.append(node["marks"])
    return list(enumerate(marks, start=1))


def _signs(content: Content) -> list[tuple[int, Node]]:
    return list(enumerate((node for node in content if node["type"] != "text"), start=1))


def _clean(text: str) -> str:
    return _CONTROLS.sub("", text)


# Reading


def read_xliff(data: bytes) -> XliffFile:
    """Read a file that comes from anywhere. Entities, a document type and outside addresses are
    refused.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotXliff from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotXliff
    if root.tag != _q("xliff"):
        raise OtherVersion if str(root.tag).endswith("}xliff") else NotXliff
    files = root.findall(_q("file"))
    if len(files) != 1:
        raise NotXliff
    named = _ORIGINAL.fullmatch(files[0].get("original", ""))
    if named is None:
        raise NotXliff
    units = tuple(_returned(each) for each in files[0].iter(_q("trans-unit")))
    language = files[0].get("target-language", "").lower()
    return XliffFile(named[1], named[2], language, units)


def _returned(element: Any) -> Returned:
    key, _, digest = element.get("id", "").rpartition(".")
    source, target = element.find(_q("source")), element.find(_q("target"))
    pieces: Sequence[XliffPiece] = ()
    if target is not None and target.get("state") not in _UNFINISHED:
        pieces = list(_pieces(target, ()))
    words = "" if source is None else "".join(piece.words for piece in _pieces(source, ()))
    returned = Returned(key, digest, words.strip(), tuple(pieces))
    return returned if returned.words else Returned(key, digest, words.strip(), ())


def _pieces(element: Any, marks: tuple[str, ...]) -> Iterator[XliffPiece]:
    if element.text:
        yield XliffPiece(element.text, marks)
    for child in element:
        name = child.tag.removeprefix(f"{{{NAMESPACE}}}") if isinstance(child.tag, str) else ""
        if name in _KEPT:
            inside = (*marks, child.get("id", "")) if name == "g" else marks
            yield from _pieces(child, inside)
        elif name == "x":
            yield XliffPiece(placed=child.get("id", ""))
        if child.tail:
            yield XliffPiece(child.tail, marks)


def _q(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def content_of(returned: Returned, original: TranslationUnit) -> tuple[Content, bool]:
    """Return the translation as content of a paragraph, and whether it has all pictures and notes of
    the original. Those that it lacks follow its words, so that none is lost.
    """
    marks = {str(number): each for number, each in _stretches(original.content)}
    signs = dict(_numbered_signs(original.content))
    content: list[Node] = []
    for piece in returned.target:
        if piece.placed in signs:
            content.append(signs.pop(piece.placed))
        elif piece.words:
            words = piece.words if original.is_field else _SPACES.sub(" ", piece.words)
            own = {mark["type"]: mark for number in piece.marks for mark in marks.get(number, [])}
            node = {"type": "text", "text": words}
            content.append({**node, "marks": list(own.values())} if own else node)
    lacking = [node for node in signs.values() if node["type"] != "hard_break"]
    return tuple(joined([*content, *lacking])), not lacking


def _numbered_signs(content: Content) -> Iterator[tuple[str, Node]]:
    """Yield what is no word by its id in the file. Notes are numbered among themselves, too."""
    notes = 0
    for number, node in _signs(content):
        if node["type"] == "footnote":
            notes += 1
            node = {**node, "number": notes}
        yield f"s{number}", node
