"""Blocks that were there before keep their ids, so that what points at them still finds them."""

from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from wgcop.paper.tree import TEXTBLOCKS, Node, children, plain

_LOOK_AHEAD = 20
_MOST_PAIRS = 1_000_000


def keep_unchanged(new: list[Node], old: list[Node], *, typed: Callable[[Node], str]) -> list[Node]:
    """The new blocks, each replaced by the old one if it is typed alike, else with the id of the
    old one it resembles; so on inside it."""
    kept: list[Node] = []
    before, after = [typed(block) for block in old], [typed(block) for block in new]
    for same, old_start, old_end, new_start, new_end in _opcodes(before, after):
        if same == "equal":
            kept += old[old_start:old_end]
        else:
            kept += _keep_ids(new[new_start:new_end], old[old_start:old_end], typed)
    return kept


def _opcodes(before: list[str], after: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """As difflib's. Each pair of equal blocks costs time, so where there are very many of them those
    that stand everywhere are no place to begin from."""
    start = _alike_for(before, after)
    rest = _alike_for(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - rest], after[start : len(after) - rest]
    counts = Counter(old)
    pairs = sum(counts[block] for block in new)
    matcher = SequenceMatcher(None, old, new, autojunk=pairs > _MOST_PAIRS)
    yield "equal", 0, start, 0, start
    for same, *places in matcher.get_opcodes():
        yield same, *(place + start for place in places)  # type: ignore[misc]
    yield "equal", len(before) - rest, len(before), len(after) - rest, len(after)


def _alike_for(before: list[str], after: list[str]) -> int:
    """How many they have in common at their beginning."""
    return next(
        (at for at, (old, new) in enumerate(zip(before, after, strict=False)) if old != new),
        min(len(before), len(after)),
    )


def _keep_ids(new: list[Node], old: list[Node], typed: Callable[[Node], str]) -> Iterator[Node]:
    at = 0
    for block in new:
        found = next(
            (n for n in range(at, min(at + _LOOK_AHEAD, len(old))) if _alike(block, old[n])), None
        )
        if found is None:
            yield block
            continue
        at = found + 1
        yield _with_id_of(old[found], block, typed)


def _with_id_of(old: Node, block: Node, typed: Callable[[Node], str]) -> Node:
    kept = {**block, "attrs": {**block["attrs"], "id": old["attrs"]["id"]}}
    if block["type"] not in TEXTBLOCKS:
        kept["content"] = keep_unchanged(children(block), children(old), typed=typed)
    return kept


def _alike(one: Node, other: Node) -> bool:
    """Of one kind, with more than half of the words the same."""
    if one["type"] != other["type"]:
        return False
    words, others = Counter(_words(one)), Counter(_words(other))
    return 2 * (words & others).total() > max(words.total(), others.total())


def _words(block: Node) -> list[str]:
    words = plain(block).split()
    # Scripts that do not part words are compared by letters.
    return words if len(words) > 2 else list("".join(words))
