r"""The inside of a paragraph, read from typed text.

`*em*` `**strong**` `++underline++` `^sup^` `~sub~` `` `code` `` `[words](https://…)` `^[footnote]`
`{++inserted++}` `{--deleted--}` `<br>`; a line end is a break; a backslash makes a sign a letter.
A mark is switched on and off, so marks may cross; a sign without its partner stays as typed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wgcop.markup import bare_urls
from wgcop.paper.tree import MARKS, Node
from wgcop.paper.typed.letters import SWITCHES, Mark, as_node, letters_of

_STARS = {1: ("em",), 2: ("strong",), 3: ("strong", "em")}
BRACKETS = {"insertion": ("{++", "++}"), "deletion": ("{--", "--}")}

_BRACKETED = r"(?:\\.|[^\[\]\\])+"
URL = r"(?:[^\s()\[\]]|\([^\s()\[\]]*\))*"
_LINK = rf"\[(?P<words>{_BRACKETED})\]\((?P<href>(?i:https?://|mailto:){URL})\)"
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


def parse_inline(text: str) -> list[Node]:
    return _read(_signs(text))


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

    signs = {sign: (kind,) for kind, sign in SWITCHES.items()}
    kinds = _STARS.get(len(typed)) if typed[0] in "*_" else signs[typed]
    if kinds is None:
        yield _Sign(typed)
        return
    for kind in kinds:
        sign = SWITCHES[kind].replace("*", typed[0])
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
    if any(mark["type"] in SWITCHES for node in nodes for mark in node.get("marks", [])):
        # Between crossing signs a mark may end in a blank, where it cannot be typed again.
        nodes = _merged(as_node(letter) for letter in letters_of(nodes))
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
