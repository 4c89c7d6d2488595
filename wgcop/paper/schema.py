"""The schema of a paper: which parts and marks exist, and what each may contain.

`schema.json` defines it once, for this module and for an editor in the browser. Trees made from
typed text conform to it by construction, which the tests check with `validate`. A tree from outside
must be validated first.
"""

import hashlib
import json
import re
from collections.abc import Callable, Container, Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeGuard

from wgcop.markup import is_safe_url
from wgcop.paper.tree import Node

_WRITTEN = Path(__file__).with_name("schema.json").read_bytes()
SCHEMA: dict[str, Any] = json.loads(_WRITTEN)
SCHEMA_HASH = hashlib.sha256(_WRITTEN).hexdigest()[:16]
"""The digest of the schema. An editor built for another schema must not write."""
NODES: dict[str, Any] = SCHEMA["nodes"]
MARKS: dict[str, Any] = SCHEMA["marks"]
INLINE = frozenset(kind for kind, spec in NODES.items() if spec.get("group") == "inline")
BLOCKS = frozenset(NODES) - INLINE - {"doc"}
CHANGES = ("insertion", "deletion")
"""The marks of insertions and deletions. The `border` of a paragraph or heading is such a mark too.
"""

DEEPEST = 16
MOST_NODES = 50_000

_TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "number": lambda value: type(value) is int and 0 <= value <= 99_999,
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "object": lambda value: isinstance(value, dict),
}


class Misshapen(ValueError):
    """Raised when a tree is not a paper; the message tells the place and what was expected."""


class TooLong(Misshapen):
    """Raised when a tree would be a paper if it were smaller."""


def validate(tree: Any) -> Node:
    """Return the same tree, or raise `Misshapen`."""
    if not isinstance(tree, dict) or tree.get("type") != SCHEMA["topNode"]:
        raise Misshapen("A paper must be a document.")
    _Validation().check(tree, "doc", depth=0)
    return tree


def validate_block(block: Any) -> int:
    """Check a top-level block of a paper, and return the number of its parts. Raise `Misshapen` if
    it is not one.
    """
    validation = _Validation()
    validation.check(block, _kind(block, "doc"), depth=1)
    return validation.parts


def is_block_id(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and re.fullmatch(r"[a-z0-9]{8}", value) is not None


def attribute(node: Node, name: str) -> Any:
    """Return the value of an attribute, or its default if it is missing."""
    spec = _attrs_of(node["type"])[name]
    return (node.get("attrs") or {}).get(name, spec.get("default"))


def completed(node: Node) -> Node:
    """Return the same tree with every attribute written out, as an editor writes it."""
    specs = _attrs_of(node["type"])
    whole = dict(node)
    if specs:
        attrs = node.get("attrs") or {}
        whole["attrs"] = {
            name: attrs.get(name, spec.get("default")) for name, spec in specs.items()
        }
    if "content" in node:
        whole["content"] = [completed(child) for child in node["content"]]
    return whole


class _Validation:
    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.parts = 0

    def check(self, node: Any, where: str, depth: int) -> None:
        self.parts += 1
        if self.parts > MOST_NODES:
            raise TooLong(f"A paper may have no more than {MOST_NODES} parts.")
        if depth > DEEPEST:
            raise TooLong(f"{where}: nested more than {DEEPEST} levels deep.")

        kind = node["type"]
        _check_attrs(node.get("attrs"), _attrs_of(kind), where)
        if kind in BLOCKS:
            self.check_id((node.get("attrs") or {}).get("id"), where)
        _check_marks(node, where)
        if kind == "text":
            _check_text(node, where)
        else:
            self.check_content(node, where, depth)

    def check_content(self, node: Node, where: str, depth: int) -> None:
        _no_other_keys(node, where, {"type", "attrs", "content", "marks"})
        content = node.get("content", [])
        if not isinstance(content, list):
            raise Misshapen(f"{where}: the content must be a list.")
        places = [f"{where}/{_kind(child, where)}[{n}]" for n, child in enumerate(content, start=1)]
        sequence = "".join(f"{child['type']} " for child in content)
        expected = NODES[node["type"]].get("content", "")
        if not _pattern(expected).fullmatch(sequence):
            actual = sequence.strip() or "nothing"
            raise Misshapen(f"{where}: holds “{actual}”, expected {expected or 'nothing'}.")
        for child, place in zip(content, places, strict=True):
            self.check(child, place, depth + 1)

    def check_id(self, block_id: str | None, where: str) -> None:
        if not is_block_id(block_id):
            raise Misshapen(f"{where}: the id must be eight small letters or digits.")
        if block_id in self.ids:
            raise Misshapen(f"{where}: the id {block_id} is used twice.")
        self.ids.add(block_id)


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
    if (border := attrs.get("border")) is not None:
        _check_mark(border, where, of=CHANGES)
        if set(border.get("attrs") or ()) != {"by", "at"}:
            raise Misshapen(f"{where}: the border does not say who changed it, and when.")
    for name, spec in specs.items():
        if name not in attrs and "default" not in spec:
            raise Misshapen(f"{where}: {name} is missing.")
        value = attrs.get(name, spec.get("default"))
        if not any(_TYPES[kind](value) for kind in spec["validate"].split("|")):
            raise Misshapen(f"{where}: {name} must be a {spec['validate']}, not {value!r:.40}.")
        if "values" in spec and value not in spec["values"]:
            allowed = ", ".join(str(each) for each in spec["values"] if each is not None)
            raise Misshapen(f"{where}: {name} must be one of {allowed}, not {value!r:.40}.")


def _check_marks(node: Node, where: str) -> None:
    if "marks" not in node:
        return
    if node["type"] not in INLINE or not isinstance(node["marks"], list):
        raise Misshapen(f"{where}: only text, breaks and footnotes carry marks.")
    kinds = []
    for mark in node["marks"]:
        _check_mark(mark, where, of=MARKS)
        if mark["type"] == "link" and not is_safe_url(mark["attrs"]["href"]):
            raise Misshapen(f"{where}: a link must begin with http, https or mailto.")
        kinds.append(mark["type"])
    if kinds != [kind for kind in MARKS if kind in kinds] or {"sup", "sub"} <= set(kinds):
        raise Misshapen(f"{where}: the marks stand twice, exclude one another or are unsorted.")


def _check_mark(mark: Any, where: str, *, of: Container[str]) -> None:
    if not isinstance(mark, dict) or str(mark.get("type")) not in of:
        raise Misshapen(f"{where}: there is no such mark as {str(mark)[:40]}.")
    _no_other_keys(mark, where, {"type", "attrs"})
    _check_attrs(mark.get("attrs"), MARKS[mark["type"]].get("attrs", {}), where)


def _check_text(node: Node, where: str) -> None:
    _no_other_keys(node, where, {"type", "text", "marks"})
    if not isinstance(node.get("text"), str) or not node["text"]:
        raise Misshapen(f"{where}: text must not be empty.")


def _no_other_keys(keys: Iterable[str], where: str, allowed: set[str]) -> None:
    if unknown := set(keys) - allowed:
        raise Misshapen(f"{where}: {', '.join(sorted(map(str, unknown)))[:40]} is not known here.")


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    """Return a content expression as a pattern over the names of the children, each followed by a
    space.
    """

    def alternatives(match: re.Match[str]) -> str:
        name = match[0]
        members = [kind for kind, spec in NODES.items() if name in (kind, spec.get("group"))]
        return "(?:" + "|".join(f"{kind} " for kind in members) + ")" if members else ""

    return re.compile(re.sub(r"\w+|\s+", alternatives, expression))
