"""The rescue of text that one writer adds where another deletes: it stays, regardless of who comes
first.

ProseMirror drops a step whose place has been deleted in the meantime, and a deletion takes what has
been written between its ends in the meantime. Here words whose place is gone find another one, and
a deletion spares words that its writer has not seen. `frontend/src/rescue.js` makes the same steps
from the same text: change both together.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from prosemirror.model import Fragment, Slice
from prosemirror.model import Node as PaperNode
from prosemirror.transform import Mapping, Step, StepMap

from wgcop.paper.steps.kinds import Replace, Replacement, Together, applied
from wgcop.paper.steps.trees import PAPERS

Stretch = tuple[int, int]

CELLS = {"table_cell", "table_header"}
"""The cells of tables. If one of them is missing, the table has a hole."""

ID = "rescued0"
"""The id of a paragraph that is made here, which is the same on every page. If a text has it
already, `repairs` gives another.
"""


@dataclass
class Redone:
    """A person's step as it is applied to a text that others changed: several steps, one, or none."""

    text: PaperNode
    steps: list[Step] = field(default_factory=list)
    twin: int | None = None
    """The index of the step that mirrors the undoing of the original one, so that places in what
    that wrote or deleted are found again. None if there is no such step.
    """

    def do(self, step: Step) -> bool:
        """Apply a step, and return whether it fitted."""
        after = applied(self.text, step)
        if after is None:
            return False
        self.text = after
        self.steps.append(step)
        return True

    def write(self, place: int, words: Slice) -> bool:
        fits = self.do(Replace(place, place, words))
        if fits:
            self.twin = len(self.steps) - 1
        return fits

    def write_at_one_of(self, places: list[int], words: Slice) -> bool:
        return any(self.write(place, words) for place in places)


def redo(text: PaperNode, step: Step, mapping: Mapping, unseen: Sequence[Stretch]) -> Redone:
    """Apply a step again. `mapping` leads from the text of the step to this one; `unseen` are the
    parts that its writer has not seen.
    """
    redone = Redone(text)
    moved = step.map(mapping)
    if isinstance(moved, Replace):
        spared = [each for each in unseen if _holds_words(text, moved.from_, moved.to, each)]
        if spared:
            _delete_around(redone, moved, spared)
            return redone
    if moved and redone.do(moved):
        redone.twin = 0
    elif isinstance(step, Replace):
        places = [mapping.map(step.from_, 1), mapping.map(step.to, -1)]
        if _has_words(step.slice.content):
            _find_place(redone, step.slice, places)
        elif moved and step.slice.size:
            redone.write_at_one_of(places, step.slice)
    return redone


def move(text: PaperNode, step: Step, mapping: Mapping) -> Redone:
    """Apply a step as ProseMirror does: at its mapped place, or not at all."""
    redone = Redone(text)
    moved = step.map(mapping)
    if moved and redone.do(moved):
        redone.twin = 0
    return redone


def written(steps: Iterable[Step]) -> list[Stretch]:
    """Return the places, in the text after these steps, of the words that the steps wrote."""
    stretches: list[Stretch] = []
    for step in steps:
        change = step.get_map()
        stretches = [*moved_over(change, stretches), *_put_in(change)]
    return stretches


def _put_in(change: StepMap) -> list[Stretch]:
    stretches: list[Stretch] = []
    change.for_each(lambda _start, _end, start, end: stretches.append((start, end)))
    return [(start, end) for start, end in stretches if start < end]


def moved_over(change: StepMap, stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the positions of these stretches after a change, leaving out those that became empty."""
    moved = ((change.map(start, 1), change.map(end, -1)) for start, end in stretches)
    return [(start, end) for start, end in moved if start < end]


def _delete_around(redone: Redone, step: Replace, spared: list[Stretch]) -> None:
    """Delete what the step deletes except the spared words, as one step that can be undone, and
    then write what it writes after them.
    """
    text = redone.text
    cleared = Redone(text)
    pieces = reversed(list(_delete(cleared, text, 0, step.from_, step.to, spared)))
    gone = [Replacement(*piece, text.slice(*piece), Slice.empty) for piece in pieces]
    places = [step.to, step.from_]
    if gone:
        deletion = Together(gone)
        redone.do(deletion)
        places = [deletion.get_map().map(place, 1) for place in places]
    if _has_words(step.slice.content):
        _find_place(redone, step.slice, places)
    if gone:
        redone.twin = 0


def _delete(
    cleared: Redone, node: PaperNode, inside: int, start: int, end: int, spared: list[Stretch]
) -> Iterator[Stretch]:
    """Delete what lies between start and end from `cleared`, except the spared words and the blocks
    that contain them, and yield each stretch that is deleted. `inside` is where the node's content
    begins.

    The last stretch comes first, so that no deletion moves another.
    """
    behind = inside + node.content.size
    for child in reversed(node.content.content):
        before = behind - child.node_size
        if before < end and start < behind:
            kept = [each for each in spared if each[0] < behind and before < each[1]]
            is_whole = start <= before and behind <= end and not kept
            if (
                is_whole
                and child.type.name not in CELLS
                and cleared.do(Replace(before, behind, Slice.empty))
            ):
                yield before, behind
            elif child.is_text:
                for gap in _gaps(max(start, before), min(end, behind), kept):
                    if cleared.do(Replace(*gap, Slice.empty)):
                        yield gap
            else:
                yield from _delete(cleared, child, before + 1, start, end, spared)
        behind = before


def _gaps(start: int, end: int, kept: list[Stretch]) -> Iterator[Stretch]:
    """Yield the stretches between `start` and `end` that are not in `kept`, last one first."""
    for first, last in sorted(kept, reverse=True):
        if last < end:
            yield max(start, last), end
        end = min(end, first)
    if start < end:
        yield start, end


def _find_place(redone: Redone, words: Slice, places: list[int]) -> None:
    """Write the words where they fit as they are, or else in paragraphs of their own."""
    if redone.write_at_one_of(places, words):
        return
    place = places[0]
    is_inline = words.content.first_child is not None and words.content.first_child.is_inline
    for line in [words.content] if is_inline else list(_lines(words.content)):
        spot = _add_paragraph(redone, place)
        if spot is None:
            return
        redone.write(spot, Slice(line, 0, 0))
        place = spot + line.size + 1
    if not is_inline:
        redone.twin = None


def _add_paragraph(redone: Redone, place: int) -> int | None:
    """Add a paragraph at the place, or after the block that contains it, and return the place
    inside it, or None if it fits nowhere.
    """
    around = redone.text.resolve(place)
    paragraph = Slice(Fragment.from_(PAPERS.nodes["paragraph"].create({"id": ID})), 0, 0)
    for depth in range(around.depth, -1, -1):
        spot = place if depth == around.depth else around.after(depth + 1)
        if redone.do(Replace(spot, spot, paragraph)):
            return spot + 1
    return None


def _lines(content: Fragment) -> Iterator[Fragment]:
    for node in content.content:
        if node.inline_content:
            if _has_words(node.content):
                yield node.content
        else:
            yield from _lines(node.content)


def _has_words(content: Fragment) -> bool:
    return any(child.is_leaf or _has_words(child.content) for child in content.content)


def _holds_words(text: PaperNode, start: int, end: int, stretch: Stretch) -> bool:
    """Return whether something that was written lies in the stretch and between start and end."""
    first, last = max(start, stretch[0]), min(end, stretch[1])
    if first >= last:
        return False
    leaves: list[PaperNode] = []
    text.nodes_between(first, last, lambda node, *_: leaves.append(node) if node.is_leaf else None)
    return bool(leaves)
