"""The kinds of steps for papers, and how each is mapped over an earlier change.

The Python port of ProseMirror maps and applies some steps differently from `prosemirror-transform`
1.12.0 and `prosemirror-model` 1.25.13 in the browser. The classes here do as the browser does,
because a step that is mapped differently leads to a different text.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from prosemirror.model import Fragment, Mark, Slice
from prosemirror.model import Node as PaperNode
from prosemirror.transform import (
    AddMarkStep,
    AttrStep,
    RemoveMarkStep,
    ReplaceAroundStep,
    ReplaceStep,
    Step,
    StepMap,
)
from prosemirror.transform.map import Mappable
from prosemirror.transform.replace_step import content_between
from prosemirror.transform.step import StepResult

from wgcop.paper.schema import SCHEMA
from wgcop.paper.steps.trees import PAPERS

DEEPEST_SLICE = 100
_ATTRS = frozenset(SCHEMA["blockAttrs"]).union(
    *(spec.get("attrs", {}) for spec in SCHEMA["nodes"].values())
)


class BadStep(ValueError):
    """Raised when a client sent something that is not a step of a paper."""


class Replace(ReplaceStep):
    def map(self, mapping: Mappable) -> "Replace | None":
        start, end = mapping.map_result(self.from_, 1), mapping.map_result(self.to, -1)
        if start.deleted_across and end.deleted_across:
            return None
        return Replace(start.pos, max(start.pos, end.pos), self.slice, self.structure)


class ReplaceAround(ReplaceAroundStep):
    def map(self, mapping: Mappable) -> "ReplaceAround | None":
        start, end = mapping.map_result(self.from_, 1), mapping.map_result(self.to, -1)
        gap_from = start.pos if self.from_ == self.gap_from else mapping.map(self.gap_from, -1)
        gap_to = end.pos if self.to == self.gap_to else mapping.map(self.gap_to, 1)
        is_gone = start.deleted_across and end.deleted_across
        if is_gone or gap_from < start.pos or gap_to > end.pos:
            return None
        return ReplaceAround(
            start.pos, end.pos, gap_from, gap_to, self.slice, self.insert, self.structure
        )

    def apply(self, doc: PaperNode) -> StepResult:
        """Apply the step. Unlike the port, it does not check the content of nodes that are still
        open at the edge.
        """
        if not self.from_ <= self.gap_from <= self.gap_to <= self.to:  # moved past each other
            return StepResult.fail("Its places are not in order")
        if self.structure and (
            content_between(doc, self.from_, self.gap_from)
            or content_between(doc, self.gap_to, self.to)
        ):
            return StepResult.fail("Structure gap-replace would overwrite content")
        gap = doc.slice(self.gap_from, self.gap_to)
        if gap.open_start or gap.open_end:
            return StepResult.fail("Gap is not a flat range")
        words = self.slice
        filled = _insert_into(
            words.content,
            self.insert + words.open_start,
            gap.content,
            words.open_start + 1,
            words.open_end + 1,
            None,
        )
        if filled is None:
            return StepResult.fail("Content does not fit in gap")
        whole = Slice(filled, words.open_start, words.open_end)
        return StepResult.from_replace(doc, self.from_, self.to, whole)


def _insert_into(
    content: Fragment,
    at: int,
    inserted: Fragment,
    open_start: int,
    open_end: int,
    parent: PaperNode | None,
) -> Fragment | None:
    """Insert content, as `insertInto` of prosemirror-model 1.25.13 does. Return None if it does not
    fit.
    """
    place = content.find_index(at)
    index, offset = place["index"], place["offset"]
    child = content.maybe_child(index)
    if offset == at or child is None or child.is_text:
        is_closed = open_start <= 0 and open_end <= 0
        if parent and is_closed and not parent.can_replace(index, index, inserted):
            return None
        return content.cut(0, at).append(inserted).append(content.cut(at))
    inner = _insert_into(
        child.content,
        at - offset - 1,
        inserted,
        open_start - 1 if index == 0 else 0,
        open_end - 1 if index == content.child_count - 1 else 0,
        child,
    )
    return None if inner is None else content.replace_child(index, child.copy(inner))


@dataclass(frozen=True)
class Replacement:
    start: int
    end: int
    was: Slice
    words: Slice


class Together(Step):
    """Several replacements that are made together or not at all. Each is made only if what it
    removes is still there.

    They are in the order of the text, with their positions before any of them is made.
    `together.js` does the same in the browser.
    """

    json_id = "together"

    def __init__(self, replacements: list[Replacement]) -> None:
        self.replacements = replacements

    def apply(self, doc: PaperNode) -> StepResult:
        now, end = doc, doc.content.size
        for replacement in reversed(self.replacements):
            is_there = replacement.start <= replacement.end <= end
            if not is_there or not doc.slice(replacement.start, replacement.end).eq(
                replacement.was
            ):
                return StepResult.fail("Something else stands there now")
            result = StepResult.from_replace(
                now, replacement.start, replacement.end, replacement.words
            )
            if result.doc is None:
                return result
            now, end = result.doc, replacement.start
        return StepResult.ok(now)

    def get_map(self) -> StepMap:
        return StepMap(
            [
                number
                for replacement in self.replacements
                for number in (
                    replacement.start,
                    replacement.end - replacement.start,
                    replacement.words.size,
                )
            ]
        )

    def invert(self, doc: PaperNode) -> "Together":
        moved = 0
        inverted = []
        for replacement in self.replacements:
            start, size = replacement.start + moved, replacement.words.size
            moved += size - (replacement.end - replacement.start)
            inverted.append(Replacement(start, start + size, replacement.words, replacement.was))
        return Together(inverted)

    def map(self, mapping: Mappable) -> "Together":
        return Together(
            [
                replace(
                    replacement,
                    start=mapping.map(replacement.start, 1),
                    end=mapping.map(
                        replacement.end, -1 if replacement.start < replacement.end else 1
                    ),
                )
                for replacement in self.replacements
            ]
        )

    def to_json(self) -> dict[str, Any]:
        replacements = [
            {
                "from": replacement.start,
                "to": replacement.end,
                "was": replacement.was.to_json(),
                "slice": replacement.words.to_json(),
            }
            for replacement in self.replacements
        ]
        return {"stepType": self.json_id, "replacements": replacements}


class AddMark(AddMarkStep):
    def map(self, mapping: Mappable) -> "AddMark | None":
        stretch = _stretch(self.from_, self.to, mapping)
        return AddMark(*stretch, self.mark) if stretch else None


class RemoveMark(RemoveMarkStep):
    def map(self, mapping: Mappable) -> "RemoveMark | None":
        stretch = _stretch(self.from_, self.to, mapping)
        return RemoveMark(*stretch, self.mark) if stretch else None


def _stretch(start: int, end: int, mapping: Mappable) -> tuple[int, int] | None:
    """Return the new place of a mark, or None if no letters are left under it; the port would keep
    such a mark.
    """
    first, last = mapping.map_result(start, 1), mapping.map_result(end, -1)
    is_gone = (first.deleted and last.deleted) or first.pos >= last.pos
    return None if is_gone else (first.pos, last.pos)


def read_step(written: Any) -> Step:
    """Read a step as a client sent it, or raise `BadStep`. Only applying it shows whether it fits
    the text.
    """
    if not isinstance(written, dict):
        raise BadStep("A step must be an object.")
    read = _KINDS.get(str(written.get("stepType")))
    if read is None:
        raise BadStep(f"There is no step of the kind {str(written.get('stepType'))[:40]!r}.")
    try:
        return read(written)
    except BadStep:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadStep(str(error)[:200]) from error


def _read_replace(written: Mapping[str, Any]) -> Step:
    start, end = _places(written, "from", "to")
    return Replace(start, end, _slice(written), _flag(written, "structure"))


def _read_replace_around(written: Mapping[str, Any]) -> Step:
    start, gap_from, gap_to, end = _places(written, "from", "gapFrom", "gapTo", "to")
    [insert] = _places(written, "insert")
    words = _slice(written)
    if insert > words.size:
        raise BadStep("The gap lies outside of what is inserted.")
    return ReplaceAround(start, end, gap_from, gap_to, words, insert, _flag(written, "structure"))


def _read_together(written: Mapping[str, Any]) -> Step:
    replacements = [_replacement(replacement) for replacement in written["replacements"]]
    places = [
        place for replacement in replacements for place in (replacement.start, replacement.end)
    ]
    if not replacements or places != sorted(places):
        raise BadStep("Replacements must be in the order of the text.")
    return Together(replacements)


def _replacement(written: Mapping[str, Any]) -> Replacement:
    start, end = _places(written, "from", "to")
    return Replacement(start, end, _slice(written, "was"), _slice(written))


MarkStep = TypeVar("MarkStep", AddMark, RemoveMark)


def _mark_reader(kind: Callable[[int, int, Mark], MarkStep]) -> Callable[[Mapping[str, Any]], Step]:
    def read(written: Mapping[str, Any]) -> Step:
        start, end = _places(written, "from", "to")
        return kind(start, end, PAPERS.mark_from_json(written["mark"]))

    return read


def _read_attr(written: Mapping[str, Any]) -> Step:
    [place] = _places(written, "pos")
    if written["attr"] not in _ATTRS:
        raise BadStep(f"There is no attribute {str(written['attr'])[:40]!r}.")
    kinds = list | float if written["attr"] == "border" else dict | list | float
    if isinstance(written.get("value"), kinds):
        raise BadStep("An attribute must be a word, a whole number or nothing.")
    return AttrStep(place, written["attr"], written.get("value"))


_KINDS: dict[str, Callable[[Mapping[str, Any]], Step]] = {
    "replace": _read_replace,
    "replaceAround": _read_replace_around,
    "together": _read_together,
    "addMark": _mark_reader(AddMark),
    "removeMark": _mark_reader(RemoveMark),
    "attr": _read_attr,
}


def _places(written: Mapping[str, Any], *names: str) -> list[int]:
    """Return positions, which must be in the order of their names."""
    places = [written[name] for name in names]
    if any(type(place) is not int for place in places) or places != sorted(places) or places[0] < 0:
        raise BadStep(f"{', '.join(names)} must be whole numbers in this order.")
    return places


def _flag(written: Mapping[str, Any], name: str) -> bool:
    return written.get(name) is True


def _slice(written: Mapping[str, Any], name: str = "slice") -> Slice:
    words = Slice.from_json(PAPERS, written.get(name))
    if min(words.open_start, words.open_end, words.size) < 0:
        raise BadStep("What is inserted cannot be open on more levels than it has.")
    if max(words.open_start, words.open_end) > DEEPEST_SLICE:
        raise BadStep("What is inserted is nested too deep.")
    return words


def applied(text: PaperNode, step: Step) -> PaperNode | None:
    """Return the text after the step, or None if the step does not fit. Also catch the Python
    errors that ProseMirror's port raises where the browser would report a failed step.
    """
    try:
        result = step.apply(text)
    except (ValueError, IndexError, AttributeError, TypeError, AssertionError, RecursionError):
        return None
    return None if result.failed else result.doc
