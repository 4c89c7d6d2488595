"""Steps that were made on an older version, moved over what changed meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass

from prosemirror.model import Node as PaperNode
from prosemirror.transform import Mapping, Step, StepMap

from wgcop.paper.steps.kinds import applied
from wgcop.paper.steps.rescue import move, moved_over, redo, written


@dataclass(frozen=True)
class Rebased:
    """The text afterwards, and the steps that led to it. What fits nowhere any more is left out, unless it holds words."""

    text: PaperNode
    steps: list[Step]


def rebase(
    text: PaperNode, mine: Sequence[Step], over: Sequence[Step] = (), *, rescues: bool = True
) -> Rebased:
    """Apply `mine`, made before `over`, to the text that has `over` already.

    Undo mine, do the others', and do mine again where they are now. `frontend/src/collab.js` does the same with the same
    steps, and so both come to the same text. With nothing to move them over it moves none, which matters: what stands
    beside words that are undone and done again may get lost on the way.

    Without `rescues` a step whose place is gone is let go: for whoever asks a person what to do then.
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


def _done(text: PaperNode, steps: Sequence[Step]) -> Rebased:
    fitting = []
    for step in steps:
        if (after := applied(text, step)) is not None:
            text = after
            fitting.append(step)
    return Rebased(text, fitting)


def _undone(steps: Sequence[Step]) -> list[StepMap]:
    return [step.get_map().invert() for step in reversed(steps)]
