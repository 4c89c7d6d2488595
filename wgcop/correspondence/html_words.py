"""Turns a message in HTML into plain text, with `>` before quoted lines (pure)."""

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as parser

_BLOCKS = frozenset(
    ("address", "article", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form")
    + ("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre")
    + ("section", "table", "tbody", "tr", "ul", "blockquote")
)
_PARAGRAPHS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol")
)
_HIDDEN = frozenset(("head", "script", "style", "title", "template", "noscript"))
_BLANKS = re.compile(r"[ \t\r\n\f]+")


@dataclass
class _SeenText:
    lines: list[str] = field(default_factory=list)
    line: str = ""
    depth: int = 0

    def say(self, words: str | None, *, as_typed: bool) -> None:
        if not words:
            return
        if as_typed:
            for number, each in enumerate(words.split("\n")):
                if number:
                    self.end_line(always=True)
                self.line += each
            return
        words = _BLANKS.sub(" ", words)
        self.line += words.lstrip() if not self.line or self.line.endswith(" ") else words

    def end_line(self, *, always: bool = False) -> None:
        if self.line.strip() or always:
            marks = "> " * min(self.depth, 9)
            self.lines.append(f"{marks}{self.line.strip()}".rstrip())
        self.line = ""

    def end_paragraph(self) -> None:
        self.end_line()
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(("> " * min(self.depth, 9)).rstrip())


def words_of_html(page: str) -> str:
    """Return the text of the HTML as people read it, line by line."""
    try:
        root = parser.document_fromstring(page.encode(), parser=parser.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return ""
    text, hidden, typed = _SeenText(), 0, 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            hidden += name in _HIDDEN
            typed += name == "pre"
            if not hidden:
                _begin(text, name)
                text.say(element.text, as_typed=bool(typed))
            continue
        if event == "end":
            if not hidden:
                _end(text, name)
            hidden -= name in _HIDDEN
            typed -= name == "pre"
        if not hidden:
            text.say(element.tail, as_typed=bool(typed))
    text.end_line()
    return "\n".join(text.lines).replace("\xa0", " ").strip()


def _begin(text: _SeenText, name: str) -> None:
    if name in _PARAGRAPHS:
        text.end_paragraph()
    elif name in _BLOCKS:
        text.end_line()
    if name == "br":
        text.end_line(always=True)
    if name == "blockquote":
        text.depth += 1
    if name == "li":
        text.line += "- "
    if name in ("td", "th") and text.line.strip():
        text.line += " "


def _end(text: _SeenText, name: str) -> None:
    if name == "blockquote":
        text.end_line()
        text.depth -= 1
    if name in _PARAGRAPHS:
        text.end_paragraph()
    elif name in _BLOCKS:
        text.end_line()
