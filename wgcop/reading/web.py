"""Reading of HTML: the title, the declared language, and the main part with its headings."""

import codecs
import re
from typing import Any

import lxml.html
from lxml import etree

from wgcop import dates
from wgcop.reading import head_dates, plain
from wgcop.reading.reasons import Reason
from wgcop.reading.result import Reading, TextBuilder, Unreadable

_LEFT_OUT = frozenset(
    [
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "nav",
        "aside",
        "svg",
        "math",
        "object",
        "iframe",
        "canvas",
        "audio",
        "video",
        "select",
        "button",
        "textarea",
    ]
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "img",
    ]
)
_CELLS = frozenset(("td", "th"))
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML_PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")
_DATES = frozenset(
    ("date", "dc.date", "dcterms.date", "dcterms.issued", "article:published_time", "citation_date")
)


def read(data: bytes, name: str) -> Reading:
    root = _parse(_decode(data))
    builder = TextBuilder()
    _write(_main_part(root), builder)
    return builder.reading(
        titles=(root.findtext(".//title") or "", _meta(root, "og:title"), builder.first_heading),
        language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        dated=_date(root) or head_dates.date_of(builder.lines),
    )


def _decode(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = declared[1].decode("ascii", errors="replace").lower()
        # Browsers read Latin-1 as windows-1252, which is what authors mean by it.
        encoding = {"iso-8859-1": "windows-1252", "us-ascii": "windows-1252"}.get(
            encoding, encoding
        )
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeError):
            pass
    return plain.decode(data)


def _parse(text: str) -> Any:
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        return lxml.html.document_fromstring(_XML_PROLOG.sub("", text), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unreadable(Reason("There is no text in it.")) from error


def _main_part(root: Any) -> Any:
    articles = root.findall(".//article")
    candidates = [
        *root.xpath("//main | //*[@role='main']")[:1],
        *(articles if len(articles) == 1 else []),
    ]
    for element in candidates:
        if len(element.text_content().split()) > 20:
            return element
    return root.find("body") if root.find("body") is not None else root


def _write(start: Any, builder: TextBuilder) -> None:
    """Write the text below an element into the builder. It walks without recursion, so that deep
    nesting does no harm.
    """
    words: list[str] = []
    heading = skipped = None

    def end_line() -> None:
        text = "".join(words)
        words.clear()
        if heading is not None:
            builder.heading(text)
        else:
            builder.line(text.strip(" |\n\t"))

    for event, element in etree.iterwalk(start, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if skipped is None and (tag in _LEFT_OUT or _is_hidden(element)):
                skipped = element
            if skipped is not None:
                continue
            if tag in _CELLS:
                words.append(" | ")
            elif tag not in _INLINE:
                end_line()
            if tag in _HEADINGS and heading is None:
                heading = element
            words.append(element.text or "")
        else:
            if skipped is None and tag not in _INLINE and tag not in _CELLS:
                end_line()
            if element is heading:
                heading = None
            if element is skipped:
                skipped = None
            if skipped is None and element is not start:
                words.append(element.tail or "")
    end_line()


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or element.get("role") == "navigation"


def _meta(root: Any, *names: str) -> str:
    for element in root.iter("meta"):
        if (element.get("name") or element.get("property") or "").lower() in names:
            return element.get("content") or ""
    return ""


def _date(root: Any) -> str:
    date = _meta(root, *_DATES).strip()[:10]
    return date if dates.is_partial_date(date) else ""
