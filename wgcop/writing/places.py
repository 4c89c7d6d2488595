"""The places of words that comments quote, while the text around them is written. They are stored
with the version of the text and moved with its steps.
"""

from collections.abc import Callable, Mapping, Sequence

from wgcop.paper import Node, anchor
from wgcop.paper.anchor import Anchor, BlockPlace, Passages, QuotePlace
from wgcop.paper.steps import (
    PaperNode,
    Step,
    TextPlace,
    WordsOfBlock,
    tree_of,
    words_of_blocks,
    written_by,
)
from wgcop.threads.comments.quotes import Quote
from wgcop.writing.models import Places

ENOUGH = 0.75
"""How well the surroundings of the same words must match, from 0 to 1, for these to count as the
quoted ones.
"""
THERE = 0.25
"""The bonus for a passage at the original place of the quotation: its surroundings may match less
well.
"""


def moved(places: Places, steps: Sequence[Step]) -> Places:
    """Return the places after these steps."""
    after = {}
    for comment, stored in places.items():
        place = TextPlace.read(stored)
        for step in steps:
            place = place.after(step)
        after[comment] = place.stored
    return after


def some_may_be_back(places: Places, steps: Sequence[Step]) -> bool:
    """Return whether these steps may have restored a passage that a comment quotes and had lost."""
    new = written_by(steps)
    return bool(new) and any(_may_be_back(TextPlace.read(place), new) for place in places.values())


def _may_be_back(place: TextPlace, written: Sequence[tuple[int, int]]) -> bool:
    """Return whether words that a place lost may have been written again: near it if they were cut
    off at an end. `mayBeBack` of `anchors.js` has the same rule.
    """
    if place.is_gone:
        return True
    near = TextPlace(place.start - anchor.LONGEST, place.end + anchor.LONGEST)
    return place.is_cut and _is_touched(near, written)


def by_words(quotes: Sequence[Quote], tree: Node) -> Places:
    """Find the places of quotes by their words. Quotes whose words are nowhere are left out."""
    blocks = {each.id: each for each in words_of_blocks(tree)}
    found = {
        str(quote.comment_id): _place_in(blocks, quote.block, quote.anchor) for quote in quotes
    }
    return {comment: place.stored for comment, place in found.items() if place}


def with_those_back(
    places: Places, quotes: Sequence[Quote], text: PaperNode, steps: Sequence[Step]
) -> Places:
    """Return the places with those of words that had been deleted and that these steps wrote again,
    as undoing does. The same words elsewhere do not count. If a quote had lost words at an end, all
    of them must be there again, around those that were left.
    """
    new = written_by(steps)
    blocks = [
        block
        for block in words_of_blocks(tree_of(text))
        if any(start < block.end and block.start < end for start, end in new)
    ]
    # Places of retracted comments are dropped, or they would be looked for with each step.
    standing = {str(quote.comment_id) for quote in quotes}
    kept = {comment: place for comment, place in places.items() if comment in standing}
    back = {}
    for quote in quotes:
        left = kept.get(str(quote.comment_id))
        here = left and TextPlace.read(left)
        if not here or not _may_be_back(here, new):
            continue
        start = here.start
        best = 0.0
        for block in blocks:
            found = anchor.find_same(block.words, quote.anchor)
            place = found and block.place(found.start, found.end)
            if not found or not place or not _is_touched(place, new):
                continue
            if not here.is_gone and not (place.start <= start and here.end <= place.end):
                continue
            fit = anchor.surroundings(block.words, found, quote.anchor)
            if place.start <= start <= place.end or any(begin == start for begin, _ in new):
                fit += THERE
            if fit >= ENOUGH and fit > best:
                best, back[str(quote.comment_id)] = fit, place.stored
    return {**kept, **back}


def _is_touched(place: TextPlace, written: Sequence[tuple[int, int]]) -> bool:
    return any(start < place.end and place.start < end for start, end in written)


def place_of(block: str, words: Anchor, tree: Node) -> TextPlace | None:
    """Return the place of quoted words in a text, or None if they are nowhere."""
    return _place_in({each.id: each for each in words_of_blocks(tree)}, block, words)


def _place_in(blocks: Mapping[str, WordsOfBlock], block: str, words: Anchor) -> TextPlace | None:
    found = anchor.find_among({key: each.words for key, each in blocks.items()}, block, words)
    if found is None or found.words is None:
        return None
    return blocks[found.block].place(found.words.start, found.words.end)


def passages(
    tree: Node,
    places: Mapping[str, Sequence[int]] | None = None,
    version: int | None = None,
    *,
    language: Callable[[], str] = str,
) -> Passages:
    """Return the passages of a text that can be quoted, and the places of those already quoted."""
    blocks = list(words_of_blocks(tree))
    spots = {int(comment): stored for comment, stored in (places or {}).items()}
    return Passages(
        {block.id: block.words for block in blocks},
        places={comment: _stands(blocks, TextPlace.read(spot)) for comment, spot in spots.items()},
        spots=spots,
        version=version,
        language=language,
    )


def _stands(blocks: Sequence[WordsOfBlock], place: TextPlace) -> BlockPlace | None:
    """Return the first block that contains some of the words, with their position in it. Words
    marked as deleted are still in their block. Return None if the words are gone.
    """
    if place.is_gone:
        return None
    touched = [block for block in blocks if block.start < place.end and place.start < block.end]
    for block in touched:
        if letters := block.letters(place):
            return BlockPlace(block.id, QuotePlace(*letters))
    return BlockPlace(touched[0].id, None) if touched else None
