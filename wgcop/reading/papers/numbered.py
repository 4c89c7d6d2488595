"""Recognition of the list in a Word file that numbers the paragraphs of the paper, continuing from
heading to heading (pure).

Each list would begin again at its first number, whereas the numbers of paragraphs run through the
whole paper. As separate lists, people would have to correct them after each change. `numbered.js`
of the editor has the same rule for what is pasted.
"""

from collections import defaultdict
from itertools import pairwise

from wgcop.reading.papers.placing import Placed

_FEWEST = 2


def number_paragraphs(placed: list[Placed]) -> None:
    """Turn the items of such a list into numbered paragraphs, if there is other text between them
    and the numbers continue. Only the longest such list counts.
    """
    if any(paragraph.node["attrs"].get("numbered") for paragraph in placed):
        return
    lists: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(placed):
        if each.item and each.item.level == 0 and each.item.kind[0] == "1" and each.path is None:
            lists[each.item.list_id].append(place)
    for places in sorted(lists.values(), key=len, reverse=True):
        if _runs_on(placed, places):
            for place in places:
                placed[place].item = None
                placed[place].path = ()
                placed[place].node["attrs"]["numbered"] = True
            return


def _runs_on(placed: list[Placed], places: list[int]) -> bool:
    values = [item.value for place in places if (item := placed[place].item)]
    counts_on = len(values) >= _FEWEST and values == list(range(1, len(values) + 1))
    return counts_on and any(
        _is_between(placed[one + 1 : other]) for one, other in pairwise(places)
    )


def _is_between(between: list[Placed]) -> bool:
    """Return whether something that belongs to no item is between two items."""
    return any(
        paragraph.node["type"] == "heading"
        or (paragraph.item is None and not paragraph.indent and not paragraph.continues_item)
        for paragraph in between
    )
