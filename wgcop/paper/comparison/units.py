"""A text as its units in reading order: paragraphs, headings and tables, each with the lists around
it (pure).

Programs split one list into several and join them again. Therefore units are compared, and not
lists. The frames (lists, items and quotations) only say where a unit is.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wgcop.paper.comparison.inline import key_of
from wgcop.paper.comparison.words import words
from wgcop.paper.tree import TEXTBLOCKS, Node, children, labels

LISTS = frozenset({"bullet_list", "ordered_list"})
FRAMES = LISTS | {"list_item", "blockquote"}


@dataclass(eq=False)
class Frame:
    node: Node
    path: tuple["Frame", ...]
    """The frames around this one, the outermost first."""
    label: str = ""

    @property
    def family(self) -> str:
        return "list" if self.node["type"] in LISTS else self.node["type"]


@dataclass(eq=False)
class Unit:
    node: Node
    path: tuple[Frame, ...]
    place: int

    @property
    def id(self) -> str | None:
        return (self.node.get("attrs") or {}).get("id")

    @property
    def family(self) -> str:
        return "words" if self.node["type"] in TEXTBLOCKS else self.node["type"]

    @cached_property
    def key(self) -> str:
        """A text that is equal for units of the same words."""
        return self.family + _key(self.node)

    @cached_property
    def bag(self) -> Counter[str]:
        return Counter(self.words)

    @cached_property
    def words(self) -> list[str]:
        return [word for word in words(self.key[len(self.family) :]) if word.strip()]

    @property
    def setting(self) -> tuple[Any, ...]:
        """The formatting of the unit: the kind of its block, and the kinds of lists around it."""
        attrs = self.node.get("attrs") or {}
        own = (
            attrs.get("level") if self.node["type"] == "heading" else None,
            bool(attrs.get("numbered")),
        )
        return (self.node["type"], *own, *(_kind(frame) for frame in self.path))

    @property
    def setting_in_words(self) -> dict[str, Any]:
        """The same as `setting`, in words for the summary of changes."""
        kind, level, numbered, *_frames = self.setting
        depth = sum(frame.family == "list" for frame in self.path)
        return {
            "kind": kind,
            "level": level,
            "numbered": numbered,
            "label": self.label,
            "depth": depth,
        }

    def is_numbered_otherwise(self, other: "Unit") -> bool:
        """Return whether the number of an item changed. Only the first item of a list counts,
        because it numbers the others.
        """
        return self._begins_list and other._begins_list and self.label != other.label

    @property
    def _begins_list(self) -> bool:
        frames = self.path[-2:]
        return (
            len(frames) == 2 and children(frames[0].node)[0] is frames[1].node and bool(self.label)
        )

    @property
    def label(self) -> str:
        """The label of the unit's item, if the unit begins one; otherwise empty."""
        item = self.path[-1] if self.path else None
        return item.label if item and children(item.node)[0] is self.node else ""


def units(blocks: list[Node]) -> list[Unit]:
    leaves: list[Unit] = []
    for node, path in _leaves(blocks, ()):
        leaves.append(Unit(node, path, len(leaves)))
    return leaves


def _leaves(
    blocks: list[Node], path: tuple[Frame, ...]
) -> Iterator[tuple[Node, tuple[Frame, ...]]]:
    for block in blocks:
        yield from _leaves_of(Frame(block, path), path)


def _leaves_of(frame: Frame, path: tuple[Frame, ...]) -> Iterator[tuple[Node, tuple[Frame, ...]]]:
    node = frame.node
    if node["type"] not in FRAMES or not children(node):
        yield node, path
    elif node["type"] == "ordered_list":
        for label, item in labels(node):
            yield from _leaves_of(Frame(item, (*path, frame), label), (*path, frame))
    else:
        yield from _leaves(children(node), (*path, frame))


def _kind(frame: Frame) -> tuple[Any, ...]:
    attrs = frame.node.get("attrs") or {}
    match frame.node["type"]:
        case "ordered_list":
            return ("ordered_list", attrs.get("style", "1"), attrs.get("delim", "."))
        case "blockquote":
            return ("blockquote", attrs.get("clause"))
    return (frame.node["type"],)


def _key(node: Node) -> str:
    if node["type"] in TEXTBLOCKS:
        return key_of(children(node))
    return "\n".join(_key(child) for child in children(node))
