"""Which proposals change the same words of a clause (pure)."""

from collections.abc import Iterator
from typing import NamedTuple

from wgcop.paper.tree import Node, children


class ChangedSpan(NamedTuple):
    """A stretch of the base by the places of its letters; empty where something is only inserted."""

    start: int
    end: int

    def meets(self, other: "ChangedSpan") -> bool:
        """Return whether both change the same words: they share a letter, insert at the same place,
        or one inserts within what the other deletes.
        """
        if self == other:
            return True
        return self.start < other.end and other.start < self.end


def changed_spans(text: Node) -> list[ChangedSpan]:
    """Return the stretches of the base that marked changes delete or at which they insert."""
    spans: list[ChangedSpan] = []
    for change, start, end in _pieces(text):
        if change is None:
            continue
        last = spans[-1] if spans else None
        if last and last.end == start:  # what is put in place of deleted words is one change
            spans[-1] = ChangedSpan(last.start, end)
        else:
            spans.append(ChangedSpan(start, end))
    return spans


def change_the_same(one: Node, other: Node) -> bool:
    """Return whether two texts with marked changes to the same base change the same words."""
    others = changed_spans(other)
    return any(span.meets(each) for span in changed_spans(one) for each in others)


def _pieces(text: Node) -> Iterator[tuple[str | None, int, int]]:
    """Yield the pieces of text with the change to each, and where they begin and end in the base."""
    at = 0
    for paragraph in children(text):
        whole = (paragraph.get("attrs") or {}).get("change")
        for node in children(paragraph):
            kinds = {mark["type"] for mark in node.get("marks", ())}
            length = len(node["text"])
            if "insertion" in kinds:
                yield "inserted", at, at
            else:
                yield ("deleted" if "deletion" in kinds else None), at, at + length
                at += length
        if whole != "inserted":
            at += 1
