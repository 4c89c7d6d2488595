"""The document tree: what shape a paper has, and how to walk it."""

import json
import re
import secrets
import string
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from wgcop.markup import is_safe_url
from wgcop.paper.ordinals import label

Node = dict[str, Any]

SCHEMA: dict[str, Any] = json.loads(Path(__file__).with_name("schema.json").read_text("utf-8"))
NODES: dict[str, Any] = SCHEMA["nodes"]
MARKS: dict[str, Any] = SCHEMA["marks"]
INLINE = frozenset(kind for kind, spec in NODES.items() if spec.get("group") == "inline")
BLOCKS = frozenset(NODES) - INLINE - {"doc"}
TEXTBLOCKS = frozenset({"paragraph", "heading"})

DEEPEST = 16
MOST_NODES = 50_000

_ID_LETTERS = string.ascii_lowercase + string.digits
_random = secrets.SystemRandom()
_TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "number": lambda value: type(value) is int and 0 <= value <= 99_999,
    "null": lambda value: value is None,
}


class Misshapen(ValueError):
    """The tree is not a paper; the message says where and what was expected."""


def new_id() -> str:
    return "".join(_random.choices(_ID_LETTERS, k=8))


def empty() -> Node:
    paragraph = {"type": "paragraph", "attrs": {"id": new_id(), "dir": "ltr"}}
    return {"type": "doc", "content": [paragraph]}


def children(node: Node) -> list[Node]:
    return node.get("content") or []


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in reading order."""
    yield node
    for child in children(node):
        yield from walk(child)


def plain(node: Node) -> str:
    """The words only, one block to a line, with the labels of numbered items."""
    return "\n".join(line for line in _lines(node) if line.strip())


def inline_words(nodes: Iterable[Node]) -> str:
    return "".join(_words(node) for node in nodes)


def labels(ordered_list: Node) -> Iterator[tuple[str, Node]]:
    attrs = ordered_list["attrs"]
    for number, item in enumerate(children(ordered_list), start=attrs["start"]):
        yield label(number, attrs["style"], attrs["delim"]), item


def _lines(node: Node) -> Iterator[str]:
    match node["type"]:
        case "paragraph" | "heading":
            yield inline_words(children(node))
        case "ordered_list":
            for mark, item in labels(node):
                first, *others = _lines(item)
                yield f"{mark} {first}"
                yield from others
        case "table_row":
            yield "\t".join(" ".join(_lines(cell)) for cell in children(node))
        case _:
            for child in children(node):
                yield from _lines(child)


def _words(node: Node) -> str:
    if any(mark["type"] == "deletion" for mark in node.get("marks", ())):
        return ""
    match node["type"]:
        case "text":
            return str(node["text"])
        case "hard_break":
            return "\n"
        case _:
            return f" ({inline_words(children(node))})"


def validate(tree: Any) -> Node:
    """The same tree, or Misshapen."""
    if not isinstance(tree, dict) or tree.get("type") != SCHEMA["topNode"]:
        raise Misshapen("A paper must be a document.")
    _check(tree, "doc", seen=set(), left=[MOST_NODES], depth=0)
    return tree


def _check(node: Any, where: str, *, seen: set[str], left: list[int], depth: int) -> None:
    left[0] -= 1
    if left[0] < 0:
        raise Misshapen(f"A paper may have no more than {MOST_NODES} parts.")
    if depth > DEEPEST:
        raise Misshapen(f"{where}: nested more than {DEEPEST} levels deep.")

    kind = node["type"]
    _check_attrs(node.get("attrs"), _attrs_of(kind), where)
    if kind in BLOCKS:
        _check_id(node["attrs"]["id"], where, seen)
    _check_marks(node, where)
    if kind == "text":
        _check_text(node, where)
        return

    _no_other_keys(node, where, {"type", "attrs", "content", "marks"})
    content = node.get("content", [])
    if not isinstance(content, list):
        raise Misshapen(f"{where}: the content must be a list.")
    places = [f"{where}/{_kind(child, where)}[{n}]" for n, child in enumerate(content, start=1)]
    shape = "".join(f"{child['type']} " for child in content)
    if not _pattern(NODES[kind].get("content", "")).fullmatch(shape):
        expected = NODES[kind].get("content") or "nothing"
        raise Misshapen(f"{where}: holds “{shape.strip() or 'nothing'}”, expected {expected}.")
    for child, place in zip(content, places, strict=True):
        _check(child, place, seen=seen, left=left, depth=depth + 1)


def _kind(node: Any, where: str) -> str:
    kind = node.get("type") if isinstance(node, dict) else node
    if not isinstance(node, dict) or not isinstance(kind, str) or kind not in NODES:
        raise Misshapen(f"{where}: there is no such part as {str(kind)[:40]!r}.")
    return kind


@cache
def _attrs_of(kind: str) -> dict[str, Any]:
    own: dict[str, Any] = NODES[kind].get("attrs", {})
    return {**SCHEMA["blockAttrs"], **own} if kind in BLOCKS else own


def _check_attrs(attrs: Any, specs: dict[str, Any], where: str) -> None:
    attrs = {} if attrs is None else attrs
    if not isinstance(attrs, dict):
        raise Misshapen(f"{where}: the attributes must be an object.")
    _no_other_keys(attrs, where, set(specs))
    for name, spec in specs.items():
        if name not in attrs:
            raise Misshapen(f"{where}: {name} is missing.")
        value = attrs[name]
        if not any(_TYPES[kind](value) for kind in spec["validate"].split("|")):
            raise Misshapen(f"{where}: {name} must be a {spec['validate']}, not {value!r:.40}.")
        if "values" in spec and value not in spec["values"]:
            allowed = ", ".join(map(str, spec["values"]))
            raise Misshapen(f"{where}: {name} must be one of {allowed}, not {value!r:.40}.")


def _check_id(block_id: str, where: str, seen: set[str]) -> None:
    if not re.fullmatch(r"[a-z0-9]{8}", block_id):
        raise Misshapen(f"{where}: the id must be eight small letters or digits.")
    if block_id in seen:
        raise Misshapen(f"{where}: the id {block_id} is used twice.")
    seen.add(block_id)


def _check_marks(node: Node, where: str) -> None:
    if "marks" not in node:
        return
    if node["type"] not in INLINE or not isinstance(node["marks"], list):
        raise Misshapen(f"{where}: only text, breaks and footnotes carry marks.")
    kinds = []
    for mark in node["marks"]:
        if not isinstance(mark, dict) or str(mark.get("type")) not in MARKS:
            raise Misshapen(f"{where}: there is no such mark as {str(mark)[:40]}.")
        _no_other_keys(mark, where, {"type", "attrs"})
        _check_attrs(mark.get("attrs"), MARKS[mark["type"]].get("attrs", {}), where)
        if mark["type"] == "link" and not is_safe_url(mark["attrs"]["href"]):
            raise Misshapen(f"{where}: a link must begin with http, https or mailto.")
        kinds.append(mark["type"])
    if kinds != [kind for kind in MARKS if kind in kinds] or {"sup", "sub"} <= set(kinds):
        raise Misshapen(f"{where}: the marks stand twice, exclude one another or are unsorted.")


def _check_text(node: Node, where: str) -> None:
    _no_other_keys(node, where, {"type", "text", "marks"})
    if not isinstance(node.get("text"), str) or not node["text"]:
        raise Misshapen(f"{where}: text must not be empty.")


def _no_other_keys(given: dict[str, Any], where: str, known: set[str]) -> None:
    if unknown := set(given) - known:
        raise Misshapen(f"{where}: {', '.join(sorted(map(str, unknown)))[:40]} is not known here.")


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    """A content expression as a pattern over the children's names, each followed by a blank."""

    def alternatives(found: re.Match[str]) -> str:
        name = found[0]
        members = [kind for kind, spec in NODES.items() if name in (kind, spec.get("group"))]
        return "(?:" + "|".join(f"{kind} " for kind in members) + ")" if members else ""

    return re.compile(re.sub(r"\w+|\s+", alternatives, expression))
