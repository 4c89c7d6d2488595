"""Where the words stand that comments quote, while the text around them is written: kept with its version, moved with its steps."""

from collections.abc import Mapping, Sequence

from wgcop.contributions.writing.models import Places
from wgcop.paper import Node
from wgcop.paper.steps import (
    PaperNode,
    Step,
    TextPlace,
    WordsOfBlock,
    tree_of,
    words_of_blocks,
    written_by,
)
from wgcop.threads.comments import anchor
from wgcop.threads.comments.anchor import Anchor, BlockPlace, Passages, QuotePlace
from wgcop.threads.comments.quotes import Quote

ENOUGH = 0.75
"""How well what stands around the same words must fit, from 0 to 1, that they are those that were quoted."""
THERE = 0.25
"""Less will do where they stood."""


def moved(places: Places, steps: Sequence[Step]) -> Places:
    """A place is where each step leaves it."""
    after = {}
    for comment, (start, end) in places.items():
        place = TextPlace(start, end)
        for step in steps:
            place = place.after(step)
        after[comment] = [place.start, place.end]
    return after


def some_are_gone(places: Places) -> bool:
    return any(start >= end for start, end in places.values())


def by_words(quotes: Sequence[Quote], tree: Node) -> Places:
    """Of quotes that have no place yet; those whose words are nowhere stay without one."""
    blocks = {each.id: each for each in words_of_blocks(tree)}
    found = {str(each.comment_id): _place_in(blocks, each.block, each.anchor) for each in quotes}
    return {comment: [place.start, place.end] for comment, place in found.items() if place}


def with_those_back(
    places: Places, quotes: Sequence[Quote], text: PaperNode, steps: Sequence[Step]
) -> Places:
    """Words that were deleted stand again in what these steps wrote: somebody took that back. The same words elsewhere do not count."""
    new = written_by(steps)
    blocks = [
        block
        for block in words_of_blocks(tree_of(text))
        if any(start < block.end and block.start < end for start, end in new)
    ]
    # Of those that were retracted nothing is kept: they would be looked for with each step.
    standing = {str(quote.comment_id) for quote in quotes}
    kept = {comment: place for comment, place in places.items() if comment in standing}
    back = {}
    for quote in quotes:
        start, end = kept.get(str(quote.comment_id), (0, 1))
        if start < end:
            continue
        best = 0.0
        for block in blocks:
            found = anchor.find_same(block.words, quote.anchor)
            place = found and block.place(found.start, found.end)
            if not found or not place or not _is_touched(place, new):
                continue
            fit = anchor.surroundings(block.words, found, quote.anchor)
            if place.start <= start <= place.end or any(begin == start for begin, _ in new):
                fit += THERE
            if fit >= ENOUGH and fit > best:
                best, back[str(quote.comment_id)] = fit, [place.start, place.end]
    return {**kept, **back}


def _is_touched(place: TextPlace, written: Sequence[tuple[int, int]]) -> bool:
    return any(start < place.end and place.start < end for start, end in written)


def place_of(block: str, words: Anchor, tree: Node) -> TextPlace | None:
    """Where quoted words stand in a text."""
    return _place_in({each.id: each for each in words_of_blocks(tree)}, block, words)


def _place_in(blocks: Mapping[str, WordsOfBlock], block: str, words: Anchor) -> TextPlace | None:
    found = anchor.find_among({key: each.words for key, each in blocks.items()}, block, words)
    if found is None or found.words is None:
        return None
    return blocks[found.block].place(found.words.start, found.words.end)


def passages(
    tree: Node, places: Mapping[str, Sequence[int]] | None = None, version: int | None = None
) -> Passages:
    """What can be quoted of a text, and where words that are quoted already stand in it."""
    blocks = list(words_of_blocks(tree))
    spots = {int(comment): (start, end) for comment, (start, end) in (places or {}).items()}
    return Passages(
        {block.id: block.words for block in blocks},
        places={comment: _stands(blocks, TextPlace(*spot)) for comment, spot in spots.items()},
        spots=spots,
        version=version,
    )


def _stands(blocks: Sequence[WordsOfBlock], place: TextPlace) -> BlockPlace | None:
    """In the first block that has some of the words. Words that are marked as deleted are still in their block."""
    if place.is_gone:
        return None
    touched = [block for block in blocks if block.start < place.end and place.start < block.end]
    for block in touched:
        if letters := block.letters(place):
            return BlockPlace(block.id, QuotePlace(*letters))
    return BlockPlace(touched[0].id, None) if touched else None
