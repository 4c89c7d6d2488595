"""The writer of the inside of a paragraph as typed text, with signs that are read as the same
marks.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any
from urllib.parse import quote

from wgcop.markup import bare_urls
from wgcop.markup.signs import BRACKETS, SWITCHES, URL
from wgcop.paper.tree import Node, children
from wgcop.paper.typed.letters import Letter, Mark, letters_of

_WITHOUT_SIGNS = re.compile(r"(?:[^\\`~^{}*_+\[\]<:\n\r\t\v\f\u2028\u2029\x85]|:(?!/))*")


def write_inline(nodes: Iterable[Node], *, one_line: bool = False) -> str:
    """Return the typed text of the nodes. On one line, as in headings and table cells, a break is
    written `<br>`.
    """
    nodes = list(nodes)
    if all(node["type"] == "text" and not node.get("marks") for node in nodes):
        words = "".join(node["text"] for node in nodes)
        if _WITHOUT_SIGNS.fullmatch(words):
            return words  # most paragraphs, and a hundred times as fast as letter by letter
    return _write(letters_of(nodes), one_line=one_line)


def _write(letters: list[Letter], *, one_line: bool, bracketed: bool = False) -> str:
    out = ""
    active: list[Mark] = []
    at = 0
    for marks, run in groupby(letters, lambda letter: letter.marks):
        end = at + len(list(run))
        words = "".join(letter.typed for letter in letters[at:end])
        inside = bracketed or any(mark["type"] == "link" for mark in marks)
        if _is_bare_url(letters, at, end):
            out += _change(active, marks[1:]) + words
            marks = marks[1:]
        elif any(mark["type"] == "code" for mark in marks) and _can_be_code(words, inside):
            out += _change(active, marks) + _as_code(words)
        else:
            out += _change(active, marks)
            for index in range(at, end):
                out += _as_typed(letters, index, out, one_line=one_line, bracketed=inside)
        active, at = marks, end
    return out + _change(active, [])


def _change(old: list[Mark], new: list[Mark]) -> str:
    """Return the signs that lead from one set of marks to another.

    Ends come before beginnings. A link opens before ^ does, so that ^[ is always a footnote.
    """
    ended = [mark for mark in old if mark not in new]
    begun = [mark for mark in new if mark not in old]
    signs = [BRACKETS[mark["type"]][1] for mark in ended if mark["type"] in BRACKETS]
    signs += [SWITCHES[mark["type"]] for mark in ended if mark["type"] in {*SWITCHES} - {"sup"}]
    signs += [f"]({_href(mark['attrs']['href'])})" for mark in ended if mark["type"] == "link"]
    signs += ["[" for mark in begun if mark["type"] == "link"]
    signs += ["^" for mark in ended if mark["type"] == "sup"]
    signs += [BRACKETS[mark["type"]][0] for mark in begun if mark["type"] in BRACKETS]
    signs += [SWITCHES[mark["type"]] for mark in begun if mark["type"] in SWITCHES]
    return "".join(signs)


def _href(href: str) -> str:
    href = re.sub(r"[\s<>\[\]\\]", lambda sign: quote(sign[0]), href)
    if re.fullmatch(URL, href):
        return href
    return href.replace("(", "%28").replace(")", "%29")


def _is_bare_url(letters: list[Letter], start: int, end: int) -> bool:
    """Return whether this link can be typed as its bare address."""
    first = letters[start]
    words = "".join(letter.typed for letter in letters[start:end])
    if not first.has("link") or words != first.marks[0]["attrs"]["href"]:
        return False
    around = letters[max(start - 1, 0) : start] + letters[end : end + 2]
    if any(letter.marks != first.marks[1:] for letter in around):
        return False  # a sign would stand next to the address
    if len(first.marks) > 1 and (start == 0 or end == len(letters)):
        return False
    before = letters[start - 1].typed if start else " "
    after = "".join(letter.typed for letter in letters[end : end + 2])
    ends = re.match(r"$|\s|[.,;:!?]($|\s)", after) is not None
    return before.isspace() and ends and list(bare_urls(words)) == [(0, len(words))]


def _can_be_code(words: str, bracketed: bool) -> bool:
    return not ("```" in words or (bracketed and re.search(r"[\[\]]", words)) or words.isspace())


def _as_code(words: str) -> str:
    fence = next(
        fence for fence in ("`", "``", "```") if not re.search(rf"(?<!`){fence}(?!`)", words)
    )
    if words[0] == "`" or words[-1] == "`" or (words[0] == words[-1] == " "):
        words = f" {words} "
    return fence + words + fence


def _as_typed(
    letters: list[Letter], index: int, out: str, *, one_line: bool, bracketed: bool
) -> str:
    letter = letters[index]
    if letter.node and letter.node["type"] == "footnote":
        content = letters_of(children(letter.node))
        return f"^[{_write(content, one_line=True, bracketed=True)}]"
    if letter.node and letter.node["type"] == "image":
        return _picture(letter.node["attrs"])
    if letter.typed == "\n":
        return "<br>" if one_line or _leaves_a_line_empty(letters, index, out) else "\n"
    return f"\\{letter.typed}" if _is_sign(letters, index, out, bracketed) else letter.typed


def _picture(attrs: Mapping[str, Any]) -> str:
    alt = re.sub(r"[\[\]\\]", r"\\\g<0>", " ".join(str(attrs.get("alt") or "").split()))
    width, height = (attrs.get(name) for name in ("width", "height"))
    size = "" if width is None and height is None else f" {_digits(width)}x{_digits(height)}"
    return f"![{alt}](picture:{attrs['file']}{size})"


def _digits(number: int | None) -> str:
    return "" if number is None else str(number)


def _leaves_a_line_empty(letters: list[Letter], index: int, out: str) -> bool:
    if not out[out.rfind("\n") + 1 :].strip():
        return True
    for following in range(index + 1, len(letters)):
        if letters[following].typed == "\n":
            return True
        if not letters[following].is_blank:
            return False
    return True


def _is_sign(letters: list[Letter], index: int, out: str, bracketed: bool) -> bool:
    """Return whether a letter needs a backslash to stay a letter."""
    letter = letters[index]
    before = letters[index - 1].typed if index else " "
    after = letters[index + 1].typed if index + 1 < len(letters) else " "
    around = [letters[n].marks if 0 <= n < len(letters) else [] for n in (index - 1, index + 1)]
    at_an_edge = any(marks != letter.marks for marks in around)
    match letter.typed:
        case "\\" | "`" | "~" | "^" | "{" | "}":
            return True
        case "*":
            return at_an_edge or not (before.isspace() and after.isspace())
        case "_":
            return at_an_edge or not (before.isalnum() and after.isalnum())
        case "+":
            return at_an_edge or "+" in (before, after)
        case "[":
            return bracketed or out.endswith(("^", "!"))
        case "]":
            return bracketed or after == "("
        case ":":
            return after == "/" and out[-5:].lower().endswith(("http", "https"))
        case "<":
            return after == "b"
    return False
