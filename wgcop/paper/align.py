"""Alignment of a new version of a paper with the old one, so that unchanged blocks keep their ids,
and links to them still work.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from wgcop.paper.cells import CELLS, keep_headers, keep_paragraphs
from wgcop.paper.comparison.sequences import Run, runs
from wgcop.paper.comparison.words import words, words_alike
from wgcop.paper.signatures import keep_signatures
from wgcop.paper.tree import TEXTBLOCKS, Node, children, plain

NOT_TYPED = ("clause", "change", "border")
"""The attributes of a block that typed text does not hold. A block whose text was changed keeps
them.
"""
_LOOK_AHEAD = 20


def keep_unchanged(
    new: list[Node],
    old: list[Node],
    *,
    typed: Callable[[Node], str],
    read: Sequence[str] | None = None,
) -> list[Node]:
    """Return the new blocks with the ids of the old ones. A block typed like an old one is replaced
    by it, wherever it is now; one that resembles an old block takes its id, and their contents are
    compared in the same way.

    `read` holds the typed form of each old block after it was typed and read once. A block that
    disappears in this way, such as an empty paragraph, does not count as removed, because nobody
    who types could see it.
    """
    blocks: list[Node] = []
    after = [typed(block) for block in new]
    before = [typed(block) for block in old] if read is None else list(read)
    stretches = runs(before, after)
    moved = {} if _is_of_table(old) else _moved(stretches, before, after)
    for run in stretches:
        if run.same or (not run.new and not any(before[n] for n in run.old)):
            blocks += (old[n] for n in run.old)
        else:
            there = {n: old[moved[n]] for n in run.new if n in moved}
            left = [old[n] for n in run.old if n not in moved.values()]
            blocks += _keep_ids([(new[n], there.get(n)) for n in run.new], left, typed)
    return blocks


def _is_of_table(blocks: list[Node]) -> bool:
    """Return whether these are rows or cells, which cannot be moved because some span others."""
    return any(block["type"] in {"table_row", *CELLS} for block in blocks)


def _moved(stretches: Sequence[Run], before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """Return, for each new place, the old place of a block that is now elsewhere, with the same
    words.
    """
    changed = [run for run in stretches if not run.same]
    gone: dict[str, list[int]] = {}
    for n in (n for run in changed for n in run.old if before[n]):
        gone.setdefault(before[n], []).append(n)
    come = (n for run in changed for n in run.new)
    return {n: gone[after[n]].pop(0) for n in come if gone.get(after[n])}


def _keep_ids(
    new: list[tuple[Node, Node | None]], old: list[Node], typed: Callable[[Node], str]
) -> Iterator[Node]:
    """Yield the new blocks, each replaced by the one that was moved there, or with the id of an old
    block that it resembles.
    """
    at = 0
    for block, moved in new:
        if moved is not None:
            yield moved
            continue
        nearby = range(at, min(at + _LOOK_AHEAD, len(old)))
        similar = next((n for n in nearby if _alike(block, old[n])), None)
        if similar is None:
            yield block
            continue
        at = similar + 1
        yield _with_id_of(old[similar], block, typed)


def _with_id_of(old: Node, block: Node, typed: Callable[[Node], str]) -> Node:
    if block["type"] == "table":
        block = keep_headers(block, old)
    kept = {name: old["attrs"][name] for name in NOT_TYPED if name in old["attrs"]}
    renamed = {**block, "attrs": {**block["attrs"], **kept, "id": old["attrs"]["id"]}}
    if block["type"] in TEXTBLOCKS:
        if content := keep_signatures(children(block), children(old)):
            renamed["content"] = content
    else:
        parts = children(keep_paragraphs(block, old))
        renamed["content"] = keep_unchanged(parts, children(old), typed=typed)
    return renamed


def _alike(one: Node, other: Node) -> bool:
    """Return whether the blocks are of one kind and share more than half of their words."""
    if one["type"] != other["type"]:
        return False
    return words_alike(Counter(words(plain(one))), Counter(words(plain(other)))) > 0.5
