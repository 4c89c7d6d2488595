"""Repairs by the server after steps of several writers were combined: every block needs an id of
its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from prosemirror.model import Node as PaperNode
from prosemirror.model import Slice
from prosemirror.transform import AttrStep, Mapping, Step

from wgcop.markup import unseen
from wgcop.paper.schema import is_block_id
from wgcop.paper.steps.kinds import Replace
from wgcop.paper.steps.sheets import is_in_order
from wgcop.paper.tree import new_id, utf16


def repairs(
    text: PaperNode, *, before: PaperNode, steps: Sequence[Step], draw: Callable[[], str] = new_id
) -> list[Step]:
    """Return steps that give an id to blocks without one, or with one that another block has too,
    and that remove invisible letters.

    If two blocks have the same id, the one that had it before the `steps` keeps it, because
    comments and links lead there.
    """
    if is_in_order(text):
        return []
    return [*_new_ids(text, before, steps, draw), *_without_unseen(text)]


def _new_ids(
    text: PaperNode, before: PaperNode, steps: Sequence[Step], draw: Callable[[], str]
) -> Iterator[Step]:
    places: dict[str | None, list[int]] = defaultdict(list)
    for block, place in blocks(text):
        block_id = block.attrs["id"]
        places[block_id if is_block_id(block_id) else None].append(place)
    without = places.pop(None, [])
    shared = {block_id: where for block_id, where in places.items() if len(where) > 1}
    if shared:
        stays = _owners(shared, before, steps)
        without += [
            at for block_id, where in shared.items() for at in where if at != stays[block_id]
        ]
    for place in sorted(without):
        block_id = draw()
        while block_id in places:
            block_id = draw()
        places[block_id] = [place]
        yield AttrStep(place, "id", block_id)


def _owners(
    shared: dict[str | None, list[int]], before: PaperNode, steps: Sequence[Step]
) -> dict[str | None, int]:
    """Return the block that keeps each id: the one at the place to which the original block has
    moved, or else the first.
    """
    mapping = Mapping([step.get_map() for step in steps])
    stays = {block_id: where[0] for block_id, where in shared.items()}
    for block, place in blocks(before):
        block_id = block.attrs["id"]
        moved = mapping.map_result(place, 1)
        if block_id in shared and not moved.deleted_after and moved.pos in shared[block_id]:
            stays[block_id] = moved.pos
    return stays


def blocks(text: PaperNode) -> Iterator[tuple[PaperNode, int]]:
    """Yield all blocks below the document, each with its position."""
    place = 0
    for child in text.content.content:
        if child.is_block:
            yield child, place
            if not child.inline_content:
                yield from ((block, place + 1 + inner) for block, inner in blocks(child))
        place += child.node_size


def _without_unseen(text: PaperNode) -> Iterator[Step]:
    """Yield steps that remove invisible letters, from the end, so that no step moves the next."""
    stretches: list[tuple[int, int]] = []

    def look(node: PaperNode, place: int, *_: object) -> None:
        if node.text:
            stretches.extend(
                (place + utf16(node.text[: match.start()]), place + utf16(node.text[: match.end()]))
                for match in unseen(node.text)
            )

    text.descendants(look)
    for start, end in reversed(stretches):
        yield Replace(start, end, Slice.empty)
