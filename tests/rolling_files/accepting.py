"""What is left of a Word file if the tracked changes of some authors are accepted and all others rejected, as
Word does it.
"""

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.oxml.ns import qn

BEGIN, END = "resolves", "Proposals"


def lines_left(data: bytes, accepts: Callable[[str], bool]) -> list[str]:
    """The lines of the rolling text, without those that are empty. `accepts` gets the author of a change."""
    body = docx.Document(io.BytesIO(data)).element.body
    lines, open_line = [], ""
    for paragraph in body.iterchildren(qn("w:p")):
        open_line += _words(paragraph, accepts)
        if not _loses_its_end(paragraph, accepts):
            lines.append(open_line)
            open_line = ""
    begin = lines.index(BEGIN)
    end = lines.index(END) if END in lines else len(lines)
    return [line for line in lines[begin:end] if line.strip()]


def authors_in(data: bytes) -> set[str]:
    body = docx.Document(io.BytesIO(data)).element.body
    return {
        each.get(qn("w:author")) for kind in ("ins", "del") for each in body.iter(qn(f"w:{kind}"))
    }


def names(source: str) -> Callable[[str], bool]:
    """Whether an author is the source, or several of which it is one."""
    return lambda author: source in author.split(", ")


def _words(node: Any, accepts: Callable[[str], bool]) -> str:
    said = ""
    for child in node:
        if child.tag in (qn("w:ins"), qn("w:del")):
            is_insertion = child.tag == qn("w:ins")
            said += (
                _words(child, accepts) if accepts(child.get(qn("w:author"))) == is_insertion else ""
            )
        elif child.tag in (qn("w:t"), qn("w:delText")):
            said += child.text or ""
        elif child.tag == qn("w:tab"):
            said += "\t"
        elif child.tag == qn("w:br"):
            said += "\n"
        elif child.tag not in (qn("w:pPr"), qn("w:rPr")):
            said += _words(child, accepts)
    return said


def _loses_its_end(paragraph: Any, accepts: Callable[[str], bool]) -> bool:
    for change in paragraph.xpath("./w:pPr/w:rPr/*[self::w:ins or self::w:del]"):
        if accepts(change.get(qn("w:author"))) != (change.tag == qn("w:ins")):
            return True
    return False
