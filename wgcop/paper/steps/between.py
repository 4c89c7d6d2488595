"""The steps that lead from one text to another, block by block: unchanged blocks are not touched,
so that others can keep writing there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from prosemirror.model import Fragment, Slice
from prosemirror.model import Node as PaperNode
from prosemirror.transform import AttrStep, Step

from wgcop.paper.steps.kinds import Replace, applied
from wgcop.paper.tree import utf16


@dataclass(frozen=True)
class BlockStep:
    """A step, and the ids of the blocks that it changes, removes and adds."""

    step: Step
    changed: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()

    @property
    def touched(self) -> frozenset[str]:
        """The ids of the existing blocks that the step changes."""
        return self.changed | self.removed


def steps_between(old: PaperNode, new: PaperNode) -> list[Step]:
    return [step.step for step in block_steps(old, new)]


def block_steps(old: PaperNode, new: PaperNode) -> list[BlockStep]:
    """Return the steps from the end to the beginning of the text, so that none moves another.
    Blocks are the same if they have the same id.
    """
    steps = list(_inside(old, new, 0))
    text: PaperNode | None = old
    for step in steps:
        text = text and applied(text, step.step)
    if text is not None and text.eq(new):
        return steps
    # One of the steps would have left a node without content that it must have.
    whole = Replace(0, old.content.size, Slice(new.content, 0, 0))
    return [BlockStep(whole, removed=_all_ids([old]), added=_all_ids([new]))]


def _inside(old: PaperNode, new: PaperNode, start: int) -> Iterator[BlockStep]:
    """Yield the steps for the content of a block. `start` is where the content of the old block
    begins.
    """
    if old.inline_content or new.inline_content:
        yield from _words(old, new, start)
        return
    before, after = old.content.content, new.content.content
    places = [start]
    for child in before:
        places.append(places[-1] + child.node_size)
    matcher = SequenceMatcher(None, [_key(b) for b in before], [_key(b) for b in after], False)
    for same, i, j, k, m in reversed(matcher.get_opcodes()):
        if same == "equal":
            for one, other, place in reversed(
                list(zip(before[i:j], after[k:m], places[i:j], strict=True))
            ):
                yield from _block(one, other, place)
        else:
            words = Slice(Fragment.from_array(after[k:m]), 0, 0)
            step = Replace(places[i], places[j], words)
            yield BlockStep(step, removed=_all_ids(before[i:j]), added=_all_ids(after[k:m]))


def _block(old: PaperNode, new: PaperNode, place: int) -> Iterator[BlockStep]:
    if old.eq(new):
        return
    yield from _inside(old, new, place + 1)
    for name, value in new.attrs.items():
        if old.attrs.get(name) != value:
            yield BlockStep(AttrStep(place, name, value), frozenset({str(old.attrs["id"])}))


def _words(old: PaperNode, new: PaperNode, start: int) -> Iterator[BlockStep]:
    """Yield the step that changes the text of a block, leaving out the common beginning and end of
    the two.
    """
    before, after = _letters(old), _letters(new)
    most = min(len(before), len(after))
    head = 0
    while head < most and _is_same(before[head], after[head]):
        head += 1
    tail = 0
    while tail < most - head and _is_same(before[-1 - tail], after[-1 - tail]):
        tail += 1
    if head == len(before) == len(after):
        return
    first = sum(letter.size for letter in before[:head])
    last = sum(letter.size for letter in before[len(before) - tail :])
    words = new.content.cut(first, new.content.size - last)
    yield BlockStep(
        Replace(start + first, start + old.content.size - last, Slice(words, 0, 0)),
        frozenset({str(old.attrs["id"])}),
    )


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter, or a break, picture or note, with its marks."""

    what: str | PaperNode
    marks: Any
    size: int


def _letters(block: PaperNode) -> list[_Letter]:
    letters: list[_Letter] = []
    for node in block.content.content:
        if node.text:
            letters += [_Letter(sign, node.marks, utf16(sign)) for sign in node.text]
        else:
            letters.append(_Letter(node, node.marks, node.node_size))
    return letters


def _is_same(one: _Letter, other: _Letter) -> bool:
    if isinstance(one.what, str) or isinstance(other.what, str):
        if one.what != other.what:
            return False
    elif not one.what.eq(other.what):
        return False
    return one.marks is other.marks or [m.to_json() for m in one.marks] == [
        m.to_json() for m in other.marks
    ]


def _key(block: PaperNode) -> tuple[str, str]:
    return (str(block.attrs["id"]), block.type.name)


def _all_ids(blocks: Iterable[PaperNode]) -> frozenset[str]:
    return frozenset(block_id for block in blocks for block_id in _ids(block))


def _ids(block: PaperNode) -> Iterator[str]:
    if "id" in block.attrs:
        yield str(block.attrs["id"])
    if not block.inline_content:
        for child in block.content.content:
            yield from _ids(child)
