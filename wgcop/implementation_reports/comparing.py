"""Compares two reports: section by section, the figures side by side, and the registry by its
entries (pure).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from wgcop import paper
from wgcop.implementation_reports.figures import ComparedFigure, Figures, side_by_side
from wgcop.implementation_reports.reported import ReportContent, ReportedEntry, ReportSection
from wgcop.paper import Node
from wgcop.paper.comparison import Comparison, compare

LISTED = ("region:", "picture:", "registry", "coverage", "heading:")
"""The beginnings of the keys of sections that list the registry: the registry is compared entry by
entry.
"""


@dataclass(frozen=True)
class ComparedSection:
    """A section in both reports; None on the side of a report that does not have it."""

    key: str
    old: ReportSection | None
    new: ReportSection | None

    @property
    def _either(self) -> ReportSection:
        section = self.new or self.old
        assert section
        return section

    @property
    def title(self) -> str:
        return self._either.title

    @property
    def level(self) -> int:
        return self._either.level

    @cached_property
    def comparison(self) -> Comparison:
        return compare(_text(self.old), _text(self.new))

    @property
    def is_same(self) -> bool:
        return paper.plain(_text(self.old)) == paper.plain(_text(self.new))

    @property
    def figures(self) -> list[ComparedFigure]:
        return side_by_side(_figures(self.old), _figures(self.new))


@dataclass(frozen=True)
class ComparedReports:
    old: ReportContent
    new: ReportContent

    @cached_property
    def sections(self) -> list[ComparedSection]:
        """The sections in the order of the later report. Sections that only the earlier one has
        come at their former places.
        """
        before = [section for section in self.old if not section.key.startswith(LISTED)]
        now = [section for section in self.new if not section.key.startswith(LISTED)]
        old = {section.key: section for section in before}
        new = {section.key: section for section in now}
        return [
            ComparedSection(key, old.get(key), new.get(key))
            for key in _in_order(
                [section.key for section in before], [section.key for section in now]
            )
        ]

    @property
    def totals(self) -> list[ComparedFigure]:
        return side_by_side(self.old.totals, self.new.totals)

    @property
    def joined(self) -> list[ReportedEntry]:
        """Entries of the registry that only the later report has."""
        return _missing(self.new.registry, self.old.registry)

    @property
    def left(self) -> list[ReportedEntry]:
        return _missing(self.old.registry, self.new.registry)


def _text(section: ReportSection | None) -> Node:
    blocks = section.blocks if section else []
    return {"type": "doc", "content": blocks} if blocks else paper.empty()


def _figures(section: ReportSection | None) -> Figures:
    return section.figures if section else ()


def _in_order(before: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    """Yield each key once: those of `now`, and each key that is gone before the key that used to
    follow it.
    """
    gone = [key for key in before if key not in set(now)]
    following = {key: before[at + 1 :] for at, key in enumerate(before)}
    for key in now:
        for lost in [each for each in gone if following[each][:1] == [key]]:
            gone.remove(lost)
            yield lost
        yield key
    yield from gone


def _missing(
    entries: Sequence[ReportedEntry], there: Sequence[ReportedEntry]
) -> list[ReportedEntry]:
    known = {entry.reference or entry.url for entry in there}
    return [entry for entry in entries if (entry.reference or entry.url) not in known]
