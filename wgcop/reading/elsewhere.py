"""Detection of external content that an Office file fetches when it is opened: linked pictures,
templates and files. Plain links are not fetched.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit
from xml.parsers import expat

from wgcop.reading.reasons import Reason
from wgcop.reading.result import Unreadable

LINKS = frozenset(
    [
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        "http://purl.oclc.org/ooxml/officeDocument/relationships/hyperlink",
    ]
)
"""The types of relationships that are followed only on a click, the only ones that may lead out of
the file.
"""
_HREF = "http://www.w3.org/1999/xlink href"
_OUTSIDE = re.compile(r"(?!vnd\.sun\.star\.package:)(?:[a-z][a-z0-9+.-]+:|[/\\]|\.\.[/\\])")
"""The pattern of an address outside an OpenDocument file. Other addresses are parts of it:
`Pictures/1.png`, `./Object 1`, `#Chapter`.
"""
_ON_A_DISK = re.compile(r"(?:file:/{2,3})?[a-z]:[/\\]")
_FORMULA = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 formula"
_OF_ANOTHER_TABLE = re.compile(r"'[a-z][a-z0-9+.-]+:[^']*'#", re.IGNORECASE)
_FOLLOWED = ("a", "event-listener")
"""The elements whose address is only followed when somebody clicks."""
_ACTION = "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0 action"
_RUNS = ("vnd.sun.star.script:", "macro:", "javascript:")


def parser_of_links(part: str) -> expat.XMLParserType | None:
    """Return a parser for a part that may declare content to fetch, or None for any other part. The
    parser raises `Unreadable` if there is such content. `part` is in lower case.
    """
    if part.endswith(".rels"):
        handler = _check_relationship
    elif part.endswith(("content.xml", "styles.xml")):
        handler = _check_element
    else:
        return None
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = handler
    return parser


def leads_out(relationship: Mapping[str, str]) -> bool:
    """Return whether a relationship of Word, Excel or PowerPoint leads out of its file, whatever it
    says of itself.
    """
    target = relationship.get("Target", "").strip()
    return (
        relationship.get("TargetMode", "Internal") != "Internal"
        or bool(urlsplit(target).scheme)
        or target.startswith(("//", "\\\\"))
    )


def _check_relationship(tag: str, attributes: dict[str, str]) -> None:
    """Check a relationship of Word, Excel and PowerPoint."""
    if tag.rpartition(" ")[2] != "Relationship" or not leads_out(attributes):
        return
    if attributes.get("Type") in LINKS:
        return
    kind = attributes.get("Type", "").rpartition("/")[2]
    target = attributes.get("Target", "").casefold()
    if kind == "attachedTemplate":
        # a template on the writer's own disk is harmless: nobody else has that disk
        if not _ON_A_DISK.match(target):
            raise _template()
        return
    raise _picture() if kind == "image" else _other_file()


def _check_element(tag: str, attributes: dict[str, str]) -> None:
    """Check an element of OpenDocument."""
    name = tag.rpartition(" ")[2]
    address = attributes.get(_HREF, "").strip().casefold()
    if name == "script" or address.startswith(_RUNS) or attributes.get(_ACTION) == "execute":
        raise programs()
    if name.startswith("dde-") or _OF_ANOTHER_TABLE.search(attributes.get(_FORMULA, "")):
        raise _other_file()
    if name not in _FOLLOWED and _OUTSIDE.match(address):
        raise _picture() if name.endswith("image") else _other_file()


def programs() -> Unreadable:
    return Unreadable(
        Reason("It contains macros or embedded programs. Save it without them, then attach it.")
    )


def _picture() -> Unreadable:
    return Unreadable(
        Reason(
            "It shows a picture that is stored elsewhere. Insert the picture into the file, then attach it."
        )
    )


def _template() -> Unreadable:
    return Unreadable(
        Reason(
            "It fetches its template from elsewhere. Choose another template in its properties, "
            "then attach it."
        )
    )


def _other_file() -> Unreadable:
    return Unreadable(
        Reason(
            "It shows content that it fetches from another file. Break the link, or remove that content, then attach it."
        )
    )
