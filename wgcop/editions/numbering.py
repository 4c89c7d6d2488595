"""The labels of the clauses of a next edition: items that stand as before keep theirs, and a list
with a new, moved or missing item is numbered anew (pure).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from wgcop.resolutions.headings import PREAMBULAR
from wgcop.resolutions.labels import LabelReading, read_label, restore


@dataclass
class ListedClause:
    """A clause of the next edition in its list. `before` is what it had in the last edition: the
    list in which it stood and its place there, or nothing if it was not there.
    """

    key: str
    label: str
    before: tuple[object, int] | None = None
    size_before: int = 0
    """The number of items of that list."""
    items: list["ListedClause"] = field(default_factory=list)


def number(items: Sequence[ListedClause], kind: str, *, goes_on_after: int = 0) -> int:
    """Give the items of a section and those below them their labels. `goes_on_after` is the last
    number of the section before, for texts that number their sections through. Return the last
    number.
    """
    return _number(items, kind, depth=0, above=None, after=goes_on_after)


def _number(
    items: Sequence[ListedClause],
    kind: str,
    *,
    depth: int,
    above: LabelReading | None,
    after: int = 0,
) -> int:
    if not items:
        return after
    style = _style_of(items, kind, depth)
    first = _first_number(items, style, after)
    if not _keeps_labels(items, style, first, above):
        for place, item in enumerate(items):
            item.label = _label(style, first + place, above)
    for item in items:
        reading = _reading(item.label, style) or replace(style, number=1)
        _number(item.items, kind, depth=depth + 1, above=reading)
    last = _reading(items[-1].label, style)
    return last.number if last else after


def _keeps_labels(
    items: Sequence[ListedClause], style: LabelReading, first: int, above: LabelReading | None
) -> bool:
    if not any(item.label for item in items):
        # A paragraph that stands alone has no label, nor have those of a list without labels.
        return len(items) == 1 or any(item.size_before > 1 for item in items)
    begins_with = _reading(items[0].label, style)
    if begins_with is None or not _stands_as_before(items):
        return False
    if begins_with.prefix and above and begins_with.prefix != (*above.prefix, above.number):
        return False
    return begins_with.number == first


def _stands_as_before(items: Sequence[ListedClause]) -> bool:
    """Return whether these are exactly the items of one list of the last edition, in its order."""
    before = items[0].before
    return (
        before is not None
        and len(items) == items[0].size_before
        and all(item.before == (before[0], place) for place, item in enumerate(items))
    )


def _style_of(items: Sequence[ListedClause], kind: str, depth: int) -> LabelReading:
    """Return how the list is numbered: as most of its labels are, or as such lists usually are."""
    labels = [item.label for item in items if item.label]
    families: Counter[tuple[str, str]] = Counter()
    readings = []
    for place, label in enumerate(labels, start=1):
        found = read_label(f"{label} x")
        for reading in found[0].readings if found else ():
            readings.append(reading)
            # i) begins a list of Roman numbers, unless it stands at the ninth place.
            families[reading.family] += 2 if reading.number == place else 1
    if readings:
        most = families.most_common(1)[0][0]
        return next(each for each in readings if each.family == most)
    if depth == 0:
        family = ("letter", ")") if kind == PREAMBULAR else ("number", "")
    else:
        family = ("letter", ")") if depth == 1 else ("roman", ")")
    return LabelReading(family, (), 1, 0)


def _first_number(items: Sequence[ListedClause], style: LabelReading, after: int) -> int:
    """Return the number with which the list begins: 1, unless its first item of the last edition
    went on with the numbers of the section before.
    """
    began = [item for item in items if item.before and item.before[1] == 0]
    number = _read(began[0].label, style) if began else 1
    return after + 1 if number > 1 and after else max(number, 1)


def _label(style: LabelReading, number: int, above: LabelReading | None) -> str:
    if style.prefix and above:
        style = replace(style, prefix=(*above.prefix, above.number))
    text, _reading = restore(style, number)
    return text


def _read(label: str, style: LabelReading) -> int:
    reading = _reading(label, style)
    return reading.number if reading else 1


def _reading(label: str, style: LabelReading) -> LabelReading | None:
    found = read_label(f"{label} x") if label else None
    if found is None:
        return None
    return next((each for each in found[0].readings if each.family == style.family), None)
