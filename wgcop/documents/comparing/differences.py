"""The differences between two wordings: on the cover, and in the text."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from flask_babel import ngettext

from wgcop.documents.comparing.changes_in_words import in_words
from wgcop.documents.comparing.wordings import ComparedWording
from wgcop.meaning import MeaningFinding, differences
from wgcop.paper import Node, plain
from wgcop.paper.comparison import (
    Change,
    Comparison,
    accept,
    compare,
    reject,
    summary,
)
from wgcop.paper.comparison.sides import pairs, slices


class CoverChange(NamedTuple):
    anchor: str
    label: str
    old: str
    new: str


class Place(NamedTuple):
    """A part of the text that a line of the summary links to."""

    anchor: str
    words: str


class ChangedMeaning(NamedTuple):
    """What changed in the meaning of one paragraph."""

    place: Place
    findings: list[MeaningFinding]


class ChangesLine(NamedTuple):
    """One line of the summary: the kind of change, the number of parts, and their places."""

    words: str
    places: list[Place]


@dataclass(frozen=True)
class Difference:
    old: ComparedWording
    new: ComparedWording

    @cached_property
    def comparison(self) -> Comparison:
        return compare(self.old.text, self.new.text)

    @cached_property
    def cover(self) -> list[CoverChange]:
        return cover_changes(self.old, self.new)

    @cached_property
    def summary(self) -> list[ChangesLine]:
        return summary_lines(self.cover, self.comparison.changes)

    @cached_property
    def meanings(self) -> list[ChangedMeaning]:
        """What changed in meaning, paragraph by paragraph; nothing for texts in two languages."""
        if self.old.language != self.new.language:
            return []
        return [
            ChangedMeaning(Place(f"change-{pair.changes[0]}", after), findings)
            for pair in pairs(slices(self.comparison.marked))
            if pair.old and pair.new and pair.changes and not pair.is_same
            for before, after in [(_words(reject, pair.old), _words(accept, pair.new))]
            if (findings := differences(before, after, self.new.language))
        ]

    @property
    def anchors(self) -> list[str]:
        numbers = dict.fromkeys(change.number for change in self.comparison.changes)
        return [*(each.anchor for each in self.cover), *(f"change-{number}" for number in numbers)]


def _words(resolved: Callable[[Node], Node], paragraph: Node) -> str:
    return plain(resolved({"type": "doc", "content": [paragraph]}))


def cover_changes(old: ComparedWording, new: ComparedWording) -> list[CoverChange]:
    if old.cover is None or new.cover is None:
        return []
    changed = [
        (label, old.cover.get(label, ""), words)
        for label, words in new.cover.items()
        if words.strip() != old.cover.get(label, "").strip()
    ]
    return [
        CoverChange(f"change-cover-{n}", label, before, now)
        for n, (label, before, now) in enumerate(changed, start=1)
    ]


def summary_lines(cover: list[CoverChange], changes: tuple[Change, ...]) -> list[ChangesLine]:
    lines = [
        ChangesLine(
            in_words(line.part, line.how, len(line.changes)),
            [Place(f"change-{change.number}", change.words) for change in line.changes],
        )
        for line in summary(changes)
    ]
    if not cover:
        return lines
    words = ngettext(
        "%(num)d field of the cover changed", "%(num)d fields of the cover changed", len(cover)
    )
    return [ChangesLine(words, [Place(each.anchor, each.label) for each in cover]), *lines]


def brief(old: ComparedWording, new: ComparedWording) -> list[ChangesLine]:
    """Return only the lines of the summary. The comparison of two issued wordings is cached, since
    many people open their page.
    """
    return summary_lines(cover_changes(old, new), _changes(old, new))


_remembered: OrderedDict[tuple[str, str], tuple[Change, ...]] = OrderedDict()
"""The changes by the digests of both texts: a redaction changes the text of an issued wording."""
_MOST_REMEMBERED = 500


def _changes(old: ComparedWording, new: ComparedWording) -> tuple[Change, ...]:
    if not (old.is_submitted and new.is_submitted):
        return compare(old.text, new.text).changes
    key = (_digest(old.text), _digest(new.text))
    changes = _remembered.get(key)
    if changes is None:
        changes = _remembered[key] = compare(old.text, new.text).changes
        while len(_remembered) > _MOST_REMEMBERED:
            _remembered.popitem(last=False)
    return changes


def _digest(text: Node) -> str:
    return hashlib.sha256(json.dumps(text, sort_keys=True).encode()).hexdigest()
