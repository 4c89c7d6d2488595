"""A new version of a paper: blocks that were there before keep their ids, so that links to them still lead there."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from wgcop.paper.tree import TEXTBLOCKS, Node, children, plain

_LOOK_AHEAD = 20
_MOST_PAIRS = 1_000_000


def keep_unchanged(new: list[Node], old: list[Node], *, typed: Callable[[Node], str]) -> list[Node]:
    """The new blocks. One that is typed like an old block is replaced by it; one that resembles an old
    block takes its id, and what stands in the two is compared in the same way."""
    blocks: list[Node] = []
    before, after = [typed(block) for block in old], [typed(block) for block in new]
    for same, old_start, old_end, new_start, new_end in _opcodes(before, after):
        if same == "equal":
            blocks += old[old_start:old_end]
        else:
            blocks += _keep_ids(new[new_start:new_end], old[old_start:old_end], typed)
    return blocks


def common_start(one: Sequence[str], other: Sequence[str]) -> int:
    """How many pieces the two begin with in common."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _opcodes(before: list[str], after: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """As difflib's. Each pair of equal blocks costs time. Where there are very many pairs, blocks that
    stand everywhere (`autojunk`) are not compared."""
    start = common_start(before, after)
    rest = common_start(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - rest], after[start : len(after) - rest]
    counts = Counter(old)
    pairs = sum(counts[block] for block in new)
    matcher = SequenceMatcher(None, old, new, autojunk=pairs > _MOST_PAIRS)
    yield "equal", 0, start, 0, start
    for same, *places in matcher.get_opcodes():
        yield same, *(place + start for place in places)  # type: ignore[misc]
    yield "equal", len(before) - rest, len(before), len(after) - rest, len(after)


def _keep_ids(new: list[Node], old: list[Node], typed: Callable[[Node], str]) -> Iterator[Node]:
    at = 0
    for block in new:
        nearby = range(at, min(at + _LOOK_AHEAD, len(old)))
        similar = next((n for n in nearby if _alike(block, old[n])), None)
        if similar is None:
            yield block
            continue
        at = similar + 1
        yield _with_id_of(old[similar], block, typed)


def _with_id_of(old: Node, block: Node, typed: Callable[[Node], str]) -> Node:
    renamed = {**block, "attrs": {**block["attrs"], "id": old["attrs"]["id"]}}
    if block["type"] not in TEXTBLOCKS:
        renamed["content"] = keep_unchanged(children(block), children(old), typed=typed)
    return renamed


def _alike(one: Node, other: Node) -> bool:
    """Blocks of one kind that share more than half of their words."""
    if one["type"] != other["type"]:
        return False
    words, others = Counter(_words(one)), Counter(_words(other))
    return 2 * (words & others).total() > max(words.total(), others.total())


def _words(block: Node) -> list[str]:
    words = plain(block).split()
    # Scripts that do not part words are compared by letters.
    return words if len(words) > 2 else list("".join(words))
