r"""What stands inside a paragraph, read from typed text and written as such.

`*em*` `**strong**` `++underline++` `^sup^` `~sub~` `` `code` `` `[words](https://…)` `^[footnote]`
`{++inserted++}` `{--deleted--}` `<br>`; a line end is a break; a backslash makes a sign a letter.
A mark is switched on and off, so marks may cross; a sign without its partner stays as typed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote

from wgcop.markup import bare_urls
from wgcop.paper.tree import MARKS, Node, children

Mark = dict[str, Any]

_STARS = {1: ("em",), 2: ("strong",), 3: ("strong", "em")}
_SWITCHES = {"strong": "**", "em": "*", "underline": "++", "sup": "^", "sub": "~"}
_BRACKETS = {"insertion": ("{++", "++}"), "deletion": ("{--", "--}")}

_BRACKETED = r"(?:\\.|[^\[\]\\])+"
_URL = r"(?:[^\s()\[\]]|\([^\s()\[\]]*\))*"
_LINK = rf"\[(?P<words>{_BRACKETED})\]\((?P<href>(?i:https?://|mailto:){_URL})\)"
_SIGN = re.compile(
    rf"""
      \\(?P<escaped>[!-/:-@\[-`{{-~•])
    | (?P<fence>(?<!`)`{{1,3}}(?!`))(?P<code>[^\n]+?)(?<!`)(?P=fence)(?!`)
    | \^\[(?P<note>(?:\\.|[^\[\]\\]|\[{_BRACKETED}\])*)\]
    | {_LINK}
    | (?P<break><br>|\n)
    | (?P<bracket>\{{\+\+|\+\+\}}|\{{--|--\}})
    | (?P<stars>\*+|_+)
    | (?P<switch>\+\+|\^|~)
    """,
    re.VERBOSE | re.DOTALL,
)
_WORDS = re.compile(r"[^\\`^\[\]<\n{}+\-*_~hH]+")


def parse(text: str) -> list[Node]:
    return _read(_signs(text))


def write(nodes: Iterable[Node], *, one_line: bool = False) -> str:
    """The typed form; on one line, as headings and table cells need it, breaks are written out."""
    return _write(_letters(nodes), one_line=one_line)


@dataclass(slots=True)
class _Sign:
    """A piece of text or a node, or a sign that may open or close a mark."""

    typed: str
    node: Node | None = None
    mark: Mark | None = None
    key: str = ""
    opens: bool = False
    closes: bool = False
    real: bool = False


def _signs(text: str, *, in_note: bool = False) -> Iterator[_Sign]:
    urls = dict(bare_urls(text))
    links: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        if links and at == links[-1][0]:
            yield _closing("link")
            at = links.pop()[1]
        elif at in urls and not links:
            url = text[at : urls[at]]
            yield from (_opening("link", href=url), _Sign(url), _closing("link"))
            at = urls[at]
        elif found := _SIGN.match(text, at):
            at = found.end()
            if found["href"] is not None:
                at = found.start() + 1
                links.append((found.end("words"), found.end()))
            yield from _sign(found, in_note=in_note)
        else:
            words = _WORDS.match(text, at)
            yield _Sign(words[0] if words else text[at])
            at = words.end() if words else at + 1
    if links:
        yield _closing("link")


def _sign(found: re.Match[str], *, in_note: bool) -> Iterator[_Sign]:
    typed = found[0]
    if found["escaped"]:
        yield _Sign(found["escaped"])
    elif found["code"] is not None:
        if found["code"].isspace():
            yield _Sign(typed)
            return
        yield from (_opening("code"), _Sign(_unpadded(found["code"])), _closing("code"))
    elif found["note"] is not None:
        if in_note:
            yield _Sign(typed)
            return
        content = _read(_signs(found["note"], in_note=True))
        yield _Sign(typed, node={"type": "footnote", **_content(content)})
    elif found["href"] is not None:
        yield _opening("link", href=found["href"])
    elif found["break"]:
        yield _Sign(typed, node={"type": "hard_break"})
    elif found["bracket"]:
        kind = "insertion" if "+" in typed else "deletion"
        mark = {"type": kind, "attrs": {"by": None, "at": None}}
        yield _Sign(typed, mark=mark, key=kind, opens=typed[0] == "{", closes=typed[-1] == "}")
    else:
        yield from _switches(found)


def _switches(found: re.Match[str]) -> Iterator[_Sign]:
    typed, text = found[0], found.string
    before = text[found.start() - 1] if found.start() else " "
    after = text[found.end()] if found.end() < len(text) else " "
    opens, closes = not after.isspace(), not before.isspace()
    if typed[0] == "_":  # a name_like_this is not half emphasized
        opens, closes = opens and not before.isalnum(), closes and not after.isalnum()

    signs = {sign: (kind,) for kind, sign in _SWITCHES.items()}
    kinds = _STARS.get(len(typed)) if typed[0] in "*_" else signs[typed]
    if kinds is None:
        yield _Sign(typed)
        return
    for kind in kinds:
        sign = _SWITCHES[kind].replace("*", typed[0])
        yield _Sign(sign, mark={"type": kind}, key=sign, opens=opens, closes=closes)


def _opening(kind: str, **attrs: str) -> _Sign:
    mark = {"type": kind, "attrs": attrs} if attrs else {"type": kind}
    return _Sign("", mark=mark, key=kind, real=True)


def _closing(kind: str) -> _Sign:
    return _Sign("", mark={"type": kind}, key=kind, real=True)


def _unpadded(code: str) -> str:
    padded = len(code) > 2 and code[0] == code[-1] == " " and code.strip()
    return code[1:-1] if padded else code


def _read(signs: Iterable[_Sign]) -> list[Node]:
    nodes = _merged(_with_marks(_paired(list(signs))))
    if any(mark["type"] in _SWITCHES for node in nodes for mark in node.get("marks", [])):
        # Between crossing signs a mark may end in a blank, where it cannot be typed again.
        nodes = _merged(_as_node(letter) for letter in _letters(nodes))
    return nodes


def _paired(signs: list[_Sign]) -> list[_Sign]:
    """Marks that have both ends become real; other signs stay letters."""
    opened: dict[str, int] = {}
    last_letter = -1
    for index, sign in enumerate(signs):
        if sign.mark is None:
            last_letter = index
            continue
        if sign.real:
            continue
        start = opened.get(sign.key)
        if sign.closes and start is not None and start < last_letter:
            signs[start].real = sign.real = True
            del opened[sign.key]
        elif sign.opens:
            opened[sign.key] = index
    return signs


def _with_marks(signs: list[_Sign]) -> Iterator[Node]:
    active: dict[str, Mark] = {}
    for sign in signs:
        if sign.real and sign.mark is not None:
            if sign.key in active:
                del active[sign.key]
            else:
                active[sign.key] = sign.mark
            continue
        node: Node = dict(sign.node) if sign.node else {"type": "text", "text": sign.typed}
        if node.get("text") == "":
            continue
        if marks := _sorted(active.values()):
            node["marks"] = marks
        yield node


def _sorted(marks: Iterable[Mark]) -> list[Mark]:
    by_kind = {mark["type"]: mark for mark in marks}
    if "sup" in by_kind:
        by_kind.pop("sub", None)
    return [by_kind[kind] for kind in MARKS if kind in by_kind]


def _merged(nodes: Iterable[Node]) -> list[Node]:
    """Neighbouring texts with the same marks as one."""
    merged: list[Node] = []
    for node in nodes:
        last = merged[-1] if merged else {"type": ""}
        alike = last["type"] == node["type"] == "text" and last.get("marks") == node.get("marks")
        if alike:
            last["text"] += node["text"]
        else:
            merged.append(node)
    return merged


def _content(nodes: list[Node]) -> dict[str, list[Node]]:
    return {"content": nodes} if nodes else {}


@dataclass(slots=True)
class _Letter:
    """One letter, break or footnote with the marks on it."""

    typed: str
    node: Node | None
    marks: list[Mark]

    @property
    def is_blank(self) -> bool:
        return self.typed.isspace()

    def has(self, kind: str) -> bool:
        return any(mark["type"] == kind for mark in self.marks)

    def drop(self, kind: str) -> None:
        self.marks = [mark for mark in self.marks if mark["type"] != kind]


def _letters(nodes: Iterable[Node]) -> list[_Letter]:
    letters: list[_Letter] = []
    for node in nodes:
        marks = node.get("marks", [])
        match node["type"]:
            case "text":
                letters += [_Letter(_blank(sign), None, marks) for sign in node["text"]]
            case "hard_break":
                without_code = [mark for mark in marks if mark["type"] != "code"]
                letters.append(_Letter("\n", node, without_code))
            case _:
                without_link = [mark for mark in marks if mark["type"] != "link"]
                letters.append(_Letter("^[", node, without_link))
    for kind in _SWITCHES:
        _move_blanks_out_of(kind, letters)
    return letters


def _as_node(letter: _Letter) -> Node:
    node: Node = {"type": "text", "text": letter.typed}
    if letter.node is not None:
        node = {key: value for key, value in letter.node.items() if key != "marks"}
    return node | ({"marks": letter.marks} if letter.marks else {})


def _blank(sign: str) -> str:
    return " " if sign in "\n\r\t\v\f\u2028\u2029\x85" else sign


def _move_blanks_out_of(kind: str, letters: list[_Letter]) -> None:
    """A switch neither opens before a blank nor closes after one."""
    for marked, run in groupby(letters, lambda letter: letter.has(kind)):
        if marked:
            inside = list(run)
            for edge in (inside, reversed(inside)):
                for letter in edge:
                    if not letter.is_blank:
                        break
                    letter.drop(kind)


def _write(letters: list[_Letter], *, one_line: bool, bracketed: bool = False) -> str:
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
    """The signs that lead from one set of marks to another.

    Ends come before beginnings. A link opens before ^ does, so that ^[ is always a footnote.
    """
    ended = [mark for mark in old if mark not in new]
    begun = [mark for mark in new if mark not in old]
    signs = [_BRACKETS[mark["type"]][1] for mark in ended if mark["type"] in _BRACKETS]
    signs += [_SWITCHES[mark["type"]] for mark in ended if mark["type"] in {*_SWITCHES} - {"sup"}]
    signs += [f"]({_href(mark['attrs']['href'])})" for mark in ended if mark["type"] == "link"]
    signs += ["[" for mark in begun if mark["type"] == "link"]
    signs += ["^" for mark in ended if mark["type"] == "sup"]
    signs += [_BRACKETS[mark["type"]][0] for mark in begun if mark["type"] in _BRACKETS]
    signs += [_SWITCHES[mark["type"]] for mark in begun if mark["type"] in _SWITCHES]
    return "".join(signs)


def _href(href: str) -> str:
    href = re.sub(r"[\s<>\[\]\\]", lambda sign: quote(sign[0]), href)
    if re.fullmatch(_URL, href):
        return href
    return href.replace("(", "%28").replace(")", "%29")


def _is_bare_url(letters: list[_Letter], start: int, end: int) -> bool:
    """Whether the reader of typed text would make this very link without being told."""
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
    letters: list[_Letter], index: int, out: str, *, one_line: bool, bracketed: bool
) -> str:
    letter = letters[index]
    if letter.node and letter.node["type"] == "footnote":
        content = _letters(children(letter.node))
        return f"^[{_write(content, one_line=True, bracketed=True)}]"
    if letter.typed == "\n":
        return "<br>" if one_line or _leaves_a_line_empty(letters, index, out) else "\n"
    return f"\\{letter.typed}" if _is_sign(letters, index, out, bracketed) else letter.typed


def _leaves_a_line_empty(letters: list[_Letter], index: int, out: str) -> bool:
    if not out[out.rfind("\n") + 1 :].strip():
        return True
    for following in range(index + 1, len(letters)):
        if letters[following].typed == "\n":
            return True
        if not letters[following].is_blank:
            return False
    return True


def _is_sign(letters: list[_Letter], index: int, out: str, bracketed: bool) -> bool:
    """Whether a letter needs a backslash to stay a letter."""
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
            return bracketed or out.endswith("^")
        case "]":
            return bracketed or after == "("
        case ":":
            return after == "/" and out[-5:].lower().endswith(("http", "https"))
        case "<":
            return after == "b"
    return False
