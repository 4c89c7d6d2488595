"""Rebasing of steps that were made on an older version over later changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from prosemirror.model import Node as PaperNode
from prosemirror.transform import Mapping, Step, StepMap

from wgcop.paper.steps.kinds import applied
from wgcop.paper.steps.rescue import move, moved_over, redo, written


@dataclass(frozen=True)
class Rebased:
    """The text afterwards, and the steps that led to it. A step that no longer fits anywhere is
    left out, unless it contains text.
    """

    text: PaperNode
    steps: list[Step]


def rebase(
    text: PaperNode, mine: Sequence[Step], over: Sequence[Step] = (), *, rescues: bool = True
) -> Rebased:
    """Apply `mine`, made before `over`, to the text that already has `over`.

    Undo mine, apply the others', and apply mine again where they are now. `frontend/src/collab.js`
    does the same with the same steps, so that both come to the same text. If there is nothing to
    rebase over, nothing is undone, which matters: content next to words that are undone and done
    again may get lost on the way.

    Without `rescues`, a step whose place is gone is dropped, for callers who then ask a person what
    to do.
    """
    if not over:
        return _done(text, mine)
    mapping = Mapping([*_undone(mine), *(step.get_map() for step in over)])
    unseen = written(over)
    fitting: list[Step] = []
    for undone, step in zip(reversed(range(len(mine))), mine, strict=True):
        way = mapping.slice(undone + 1)
        redone = redo(text, step, way, unseen) if rescues else move(text, step, way)
        for number, each in enumerate(redone.steps):
            mapping.append_map(each.get_map(), undone if number == redone.twin else None)
            unseen = moved_over(each.get_map(), unseen)
        text = redone.text
        fitting += redone.steps
    return Rebased(text, fitting)


class OtherSteps(ValueError):
    """Raised when the steps stored in the name of a page differ from those that the page claims."""


def still_missing(
    text: PaperNode, mine: Sequence[Step], stored: Sequence[tuple[Step, bool]]
) -> Sequence[Step]:
    """Return those of `mine`, made on `text`, that are not among the steps stored since, moved to
    where they are after these.

    `stored` pairs each step with whether it is one of mine. The result is found as the page itself
    would find it: in the stored order, the steps of others move mine, and those of mine that are
    stored are applied and no longer missing.
    """
    left = mine
    for is_mine, run in groupby(stored, lambda each: each[1]):
        steps = [step for step, _ in run]
        if is_mine:  # steps that fitted nowhere were dropped when the others were stored
            left = _after(_done(text, left).steps, steps)
        text = _done(text, steps).text
        if not is_mine:
            left = rebase(text, left, steps).steps
    return left


def _after(mine: Sequence[Step], stored: Sequence[Step]) -> Sequence[Step]:
    """Return those of mine that come after the stored ones. Nothing is guessed: a page that made
    something else keeps its text.
    """
    if any(one.to_json() != other.to_json() for one, other in zip(mine, stored, strict=False)):
        raise OtherSteps
    return mine[len(stored) :]


def _done(text: PaperNode, steps: Sequence[Step]) -> Rebased:
    fitting = []
    for step in steps:
        if (after := applied(text, step)) is not None:
            text = after
            fitting.append(step)
    return Rebased(text, fitting)


def _undone(steps: Sequence[Step]) -> list[StepMap]:
    return [step.get_map().invert() for step in reversed(steps)]
