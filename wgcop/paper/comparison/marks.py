"""How a marked tree says what changed, and how either text is taken out of it again (pure).

A marked tree is a paper like any other: words that were removed or added carry the marks `deletion`
and `insertion`, and blocks that were removed or added as a whole the attribute `change`. All else
stands in `compared`, a key beside `attrs` that no paper has itself, so that a paper may contain
marked changes of its own.

For words, `compared` holds `change`; `was`, the marks they had; and `moved` if they were added or
removed only with their block. For blocks it holds:

- `change`, and the `own` attributes beneath it;
- `was`, the type and attributes they had;
- `moved`, the name of a move;
- `label`, that of the item in the old text;
- `number`, that of the change;
- `by` and `at`, who changed it and when, if it was signed;
- `shell`, for what neither text has;
- `unit`, their place in the old text;
- `structure`, the frame of the old text, if marks alone do not show it (a list that was cut in two).
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from wgcop.paper.schema import INLINE, MARKS
from wgcop.paper.tree import Node, children

Change = Literal["inserted", "deleted"]

_MARK_OF: dict[Any, str] = {"inserted": "insertion", "deleted": "deletion"}
_ORDER: list[str] = list(MARKS)


def compared(node: Node) -> dict[str, Any]:
    return node.get("compared") or {}


def change_of(node: Node) -> Change | None:
    """Return the change that the comparison found, not one that the paper marks itself."""
    return compared(node).get("change")


def own_changes(marks: list[Any]) -> list[str]:
    """Return those of the marks with which the paper itself marks words as inserted or deleted."""
    return [mark["type"] for mark in marks if mark["type"] in _MARK_OF.values()]


def own_attrs(node: Node) -> dict[str, Any] | None:
    """Return the attributes of the block itself, without those that the comparison added."""
    return compared(node)["own"] if "own" in compared(node) else node.get("attrs")


def without_change(node: Node) -> Node:
    """Return words with the marks of their paper only."""
    if change_of(node) is None:
        return node
    return {**node, "marks": _own_marks(node.get("marks") or [], compared(node), "deleted")}


def accept(marked: Node) -> Node:
    """Return the new text, exactly."""
    return _resolved(marked, "deleted")


def reject(marked: Node) -> Node:
    """Return the old text, exactly."""
    return _resolved(marked, "inserted")


def signed(marked: Node, *, by: str, at: str) -> Node:
    """Return the marked tree in which all changes found by the comparison carry a person and a
    time.
    """
    node = dict(marked)
    change = change_of(node)
    if change is None and "was" in compared(node):
        node = noted(node, by=by, at=at)
    elif change is not None and node["type"] in INLINE:
        marks = list(node["marks"])
        place = _place_of_change(marks, change)
        marks[place] = {**marks[place], "attrs": {"by": by or None, "at": at or None}}
        node["marks"] = marks
    elif change is not None:
        node = noted(node, by=by, at=at)
    if children(marked):
        node["content"] = [signed(child, by=by, at=at) for child in children(marked)]
    return node


def tracked(marked: Node) -> Node:
    """Return the marked tree as a paper that marks all changes found by the comparison itself. Words
    that are only formatted differently are marked as deleted and inserted.

    The papers that were compared must not have marked changes of their own.
    """
    node = {key: value for key, value in marked.items() if key != "compared"}
    if children(marked):
        node["content"] = [each for child in children(marked) for each in _tracked(child)]
    return node


def _tracked(node: Node) -> Iterator[Node]:
    if node["type"] not in INLINE:
        yield tracked(node)
        return
    about = compared(node)
    if change_of(node) is not None or "was" not in about:
        yield {key: value for key, value in node.items() if key != "compared"}
        return
    signature = {"by": about.get("by"), "at": about.get("at")}
    sides: tuple[tuple[Change, list[Any]], ...] = (
        ("deleted", about["was"]),
        ("inserted", node.get("marks") or []),
    )
    for change, marks in sides:
        whole = marked_whole({**node, "marks": marks, "compared": {}}, change)
        place = _place_of_change(whole["marks"], change)
        own = [*whole["marks"]]
        own[place] = {**own[place], "attrs": signature}
        yield {key: value for key, value in whole.items() if key != "compared"} | {"marks": own}


def told_apart(marked: Node) -> Node:
    """Return the marked tree for print. The changes that the paper marks itself, including those of
    whole blocks, become the marks `own_insertion` and `own_deletion` of words.

    Everything else that is marked changed between the two texts.
    """
    return _told_apart(marked, "", "")


def canonical(node: Node) -> Node:
    """Return the node in the normal form of the editor: neighbours with the same marks joined,
    nothing empty.
    """
    node = {key: value for key, value in node.items() if value != []}
    if "content" in node:
        node["content"] = joined(canonical(child) for child in node["content"])
    return node


def joined(nodes: Iterator[Node] | Sequence[Node]) -> list[Node]:
    """Join neighbouring texts with the same marks."""
    out: list[Node] = []
    for node in nodes:
        last = out[-1] if out else {}
        if node["type"] == last.get("type") == "text" and _same_but_words(node, last):
            out[-1] = {**last, "text": last["text"] + node["text"]}
        else:
            out.append(node)
    return out


def marked_whole(node: Node, change: Change, **more: Any) -> Node:
    """Mark the node and everything in it as inserted or deleted."""
    content = [marked_whole(child, change) for child in children(node)]
    out = {**node, **({"content": content} if content else {})}
    if node["type"] in INLINE:
        return out | {
            "marks": _with_mark(node.get("marks") or [], change),
            "compared": {"change": change, **more},
        }
    return framed(out, change, **more)


def framed(node: Node, change: Change, **more: Any) -> Node:
    """Mark only the block itself as inserted or deleted; its content has marks of its own."""
    attrs = node.get("attrs")
    return {
        **node,
        "attrs": {**(attrs or {}), "change": change},
        "compared": {"change": change, "own": attrs, **more},
    }


def with_former(node: Node, old: Node) -> Node:
    """Note the block's former type and attributes, if these changed."""
    if (node["type"], node.get("attrs")) == (old["type"], old.get("attrs")):
        return node
    return noted(node, was={"type": old["type"], "attrs": old.get("attrs")})


def noted(node: Node, **notes: Any) -> Node:
    return {**node, "compared": compared(node) | notes}


def _told_apart(node: Node, own: str, was_own: str) -> Node:
    """Do the work of `told_apart` below a node. `own` and `was_own` are the paper's own marks on
    the block around it, now and in the old text.
    """
    told, about = dict(node), compared(node)
    change = change_of(node)
    if node["type"] in INLINE:
        marks: list[Any] = node.get("marks") or []
        place = _place_of_change(marks, change) if change else len(marks)
        rest = [*marks[:place], *marks[place + 1 :]]
        named = _with_own_named(rest, was_own if change == "deleted" else own)
        told["marks"] = [*marks[place : place + 1], *named]
        was = _with_own_named(about.get("was", marks), was_own)
        if change is None and was != named:
            told = noted(told, was=was)
    else:
        mine = (own_attrs(node) or {}).get("change")
        former = about["was"]["attrs"] if "was" in about else own_attrs(node)
        own = _MARK_OF.get(mine, own)
        was_own = _MARK_OF.get((former or {}).get("change"), was_own)
        if mine:
            told["attrs"] = {**node["attrs"], "change": change}
        if (told.get("attrs") or {}).get("border"):
            # nothing changed there between the two texts
            told["attrs"] = {**told["attrs"], "border": None}
    if children(node):
        told["content"] = [_told_apart(child, own, was_own) for child in children(node)]
    return told


def _with_own_named(marks: list[Any], own: str) -> list[Any]:
    kinds = own_changes(marks)
    named = [{"type": f"own_{m['type']}"} if m["type"] in kinds else m for m in marks]
    return [{"type": f"own_{own}"}, *named] if own and not kinds else named


def _resolved(node: Node, dropped: Change) -> Node:
    about = compared(node)
    resolved = {key: value for key, value in node.items() if key != "compared"}
    if node["type"] in INLINE:
        marks = _own_marks(resolved.get("marks") or [], about, dropped)
        resolved.pop("marks", None)
        if marks:
            resolved["marks"] = marks
    else:
        _put_back(resolved, about, dropped)
    if "structure" in about and dropped == "inserted":
        content = list(_rebuilt(about["structure"], units_of(node)))
    else:
        kept = (child for child in children(node) if not _goes(child, dropped))
        content = joined(_resolved(child, dropped) for child in kept)
    resolved.pop("content", None)
    if content:
        resolved["content"] = content
    return resolved


def _goes(node: Node, dropped: Change) -> bool:
    return change_of(node) == dropped or "shell" in compared(node)


def _own_marks(marks: list[Any], about: dict[str, Any], dropped: Change) -> list[Any]:
    if "was" in about and dropped == "inserted":
        was: list[Any] = about["was"]
        return was
    if "change" in about:
        at = _place_of_change(marks, about["change"])
        return [*marks[:at], *marks[at + 1 :]]
    return marks


def _place_of_change(marks: list[Any], change: Change) -> int:
    """Return the place of the mark that the comparison put first, before one of the same kind that
    the paper has itself.
    """
    return next(n for n, mark in enumerate(marks) if mark["type"] == _MARK_OF[change])


def _put_back(block: Node, about: dict[str, Any], dropped: Change) -> None:
    attrs = block.get("attrs")
    if "change" in about:
        attrs = about["own"]
    if "was" in about and dropped == "inserted":
        block["type"], attrs = about["was"]["type"], about["was"]["attrs"]
    block.pop("attrs", None)
    if attrs is not None:
        block["attrs"] = attrs


def units_of(node: Node) -> dict[int, Node]:
    """Return the parts of the old text in a marked block, by their place in it."""
    units: dict[int, Node] = {}
    for child in children(node):
        if "unit" in compared(child):
            units[compared(child)["unit"]] = child
        elif child["type"] not in INLINE:
            units |= units_of(child)
    return units


def _rebuilt(structure: list[Any], units: dict[int, Node]) -> Iterator[Node]:
    for part in structure:
        if isinstance(part, int):
            yield _resolved(units[part], "inserted")
        else:
            yield {**part, "content": list(_rebuilt(part["content"], units))}


def _with_mark(marks: list[Any], change: Change) -> list[Any]:
    mark = {"type": _MARK_OF[change], "attrs": {"by": None, "at": None}}
    place = _ORDER.index(_MARK_OF[change])
    before = [mark for mark in marks if _ORDER.index(mark["type"]) < place]
    return [*before, mark, *marks[len(before) :]]


def _same_but_words(one: Node, other: Node) -> bool:
    return (one.get("marks") or []) == (other.get("marks") or []) and compared(one) == compared(
        other
    )
