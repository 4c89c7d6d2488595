"""Joining two people's changes to the same text, block by block, without losing a word of either."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from prosemirror.model import Node as PaperNode
from prosemirror.transform import Step

from wgcop.paper.steps.between import BlockStep, block_steps
from wgcop.paper.steps.rebasing import rebase
from wgcop.paper.steps.repairs import blocks


@dataclass(frozen=True)
class JoinedText:
    """The text with the changes of both people. Where both changed the same block in different ways
    it has mine.

    `steps` lead from the other's text to it if nothing is `contested`; otherwise a person has to
    choose.
    """

    text: PaperNode
    steps: list[Step]
    contested: frozenset[str]


def join(base: PaperNode, mine: PaperNode, theirs: PaperNode) -> JoinedText:
    """Join two texts that were both made from `base`."""
    if mine.eq(theirs):
        return JoinedText(theirs, [], frozenset())
    before, one, other = _faces(base), _faces(mine), _faces(theirs)
    all_mine, their_steps = block_steps(base, mine), block_steps(base, theirs)
    contested = frozenset(
        block_id
        for block_id, face in before.items()
        if face not in (one.get(block_id), other.get(block_id))
        and one.get(block_id) != other.get(block_id)
    )
    if not contested:
        my_steps = [each for each in all_mine if not _is_done(each, before, one, other)]
        result = rebase(theirs, _plain(my_steps), _plain(their_steps), rescues=False)
        here = _faces(result.text)
        lost = _lost(before, one, here) | _lost(before, other, here) | _doubled(result.text)
        if not lost:
            return JoinedText(result.text, result.steps, frozenset())
        contested = lost | (_touched(all_mine) & _touched(their_steps))
    uncontested = [
        step
        for step in their_steps
        if not step.touched & contested and not _is_done(step, before, other, one)
    ]
    return JoinedText(
        rebase(mine, _plain(uncontested), _plain(all_mine), rescues=False).text, [], contested
    )


Faces = Mapping[str, Any]
"""The content of each block, without the blocks in it, by its id."""


def _faces(text: PaperNode) -> Faces:
    return {
        str(block.attrs["id"]): (
            block.type.name,
            block.attrs,
            block.to_json().get("content") if block.inline_content else None,
        )
        for block, _place in blocks(text)
    }


def _is_done(step: BlockStep, before: Faces, wanted: Faces, there: Faces) -> bool:
    """Return whether the other person made exactly the same change. A moved block is both removed
    and added, and counts as not done.
    """
    return (
        all(there.get(key) == wanted.get(key) for key in step.changed)
        and not step.removed & there.keys()
        and not step.added & before.keys()
        and all(there.get(key) == wanted.get(key) for key in step.added)
    )


def _lost(before: Faces, wanted: Faces, here: Faces) -> frozenset[str]:
    """Return the blocks whose change, addition or removal is missing in the result."""
    changed = {key for key, face in wanted.items() if face != before.get(key)}
    removed = before.keys() - wanted.keys()
    return frozenset(
        {key for key in changed if wanted[key] != here.get(key)} | (removed & here.keys())
    )


def _doubled(text: PaperNode) -> frozenset[str]:
    """Return the blocks that are in the result twice, because both people moved them to different
    places.
    """
    places = Counter(str(block.attrs["id"]) for block, _place in blocks(text))
    return frozenset(key for key, count in places.items() if count > 1)


def _plain(steps: Sequence[BlockStep]) -> list[Step]:
    return [step.step for step in steps]


def _touched(steps: Sequence[BlockStep]) -> frozenset[str]:
    return frozenset[str]().union(*(step.touched for step in steps))
