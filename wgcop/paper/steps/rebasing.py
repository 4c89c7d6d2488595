"""Steps that were made on an older version, moved over what changed meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass

from prosemirror.model import Node as PaperNode
from prosemirror.transform import Mapping, Step, StepMap


@dataclass(frozen=True)
class Rebased:
    """The text afterwards, and the steps that led to it; those that fit nowhere any more are left out."""

    text: PaperNode
    steps: list[Step]


def rebase(text: PaperNode, mine: Sequence[Step], over: Sequence[Step] = ()) -> Rebased:
    """Apply `mine`, made before `over`, to the text that has `over` already.

    As `rebaseSteps` of `prosemirror-collab` does: undo mine, do the others', and do mine again where they are now.
    The browser does the same with the same steps, and so both come to the same text. With nothing to move them over it
    moves none, which matters: what stands beside words that are undone and done again may get lost on the way.
    """
    if not over:
        return _done(text, mine)
    mapping = Mapping([*_undone(mine), *(step.get_map() for step in over)])
    unmapped = len(mine)
    fitting: list[Step] = []
    for step in mine:
        moved = step.map(mapping.slice(unmapped))
        unmapped -= 1
        after = moved and applied(text, moved)
        if moved and after:
            text = after
            mapping.append_map(moved.get_map(), unmapped)
            fitting.append(moved)
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


def applied(text: PaperNode, step: Step) -> PaperNode | None:
    """The text after the step, or None if it does not fit. The port raises where the browser throws."""
    try:
        result = step.apply(text)
    except (ValueError, IndexError, AttributeError, TypeError, AssertionError, RecursionError):
        return None
    return None if result.failed else result.doc
