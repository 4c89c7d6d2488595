"""Blocks that were there before keep their ids, so that what points at them still finds them."""

from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from wgcop.paper.tree import TEXTBLOCKS, Node, children, plain

_LOOK_AHEAD = 20


def keep_unchanged(new: list[Node], old: list[Node], *, typed: Callable[[Node], str]) -> list[Node]:
    """The new blocks, each replaced by the old one if it is typed alike, else with the id of the
    old one it resembles; so on inside it."""
    kept: list[Node] = []
    before, after = [typed(block) for block in old], [typed(block) for block in new]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for same, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if same == "equal":
            kept += old[old_start:old_end]
        else:
            kept += _keep_ids(new[new_start:new_end], old[old_start:old_end], typed)
    return kept


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
