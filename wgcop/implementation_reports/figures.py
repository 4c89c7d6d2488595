"""The figures of a report: counted once, printed as sentences, and compared between two reports
(pure).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flask_babel import lazy_gettext as _l


class Figure(NamedTuple):
    """A figure of a report. `name` is a key of `FIGURE_NAMES`."""

    name: str
    value: int

    @property
    def label(self) -> str:
        return str(FIGURE_NAMES[self.name])


Figures = tuple[Figure, ...]

FIGURE_NAMES = {
    "clauses": _l("Operative clauses"),
    "without_evidence": _l("Clauses without evidence"),
    "actions": _l("Actions"),
    "done": _l("Actions done"),
    "late": _l("Actions that are late"),
    "evidence": _l("Pieces of evidence"),
    "initiatives": _l("Initiatives that serve the clause"),
    "asked": _l("Members asked for information"),
    "replied": _l("Members that replied"),
    "entries": _l("Entries in the registry"),
    "national": _l("National initiatives"),
    "regional": _l("Regional initiatives"),
    "international": _l("International initiatives"),
    "projects": _l("Regional projects"),
    "partnerships": _l("Partnerships"),
}
"""The names of the figures, in the order in which they are printed."""


class ComparedFigure(NamedTuple):
    """A figure in two reports; None where a report does not have it."""

    name: str
    old: int | None
    new: int | None

    @property
    def label(self) -> str:
        return str(FIGURE_NAMES.get(self.name, self.name))

    @property
    def difference(self) -> str:
        """The difference as it is printed: `+2`, `−1`, or nothing."""
        if self.old is None or self.new is None or self.old == self.new:
            return ""
        return f"+{self.new - self.old}" if self.new > self.old else f"−{self.old - self.new}"


def figures(**values: int) -> Figures:
    return tuple(Figure(name, values[name]) for name in FIGURE_NAMES if name in values)


def value_of(figures: Iterable[Figure], name: str) -> int:
    return next((figure.value for figure in figures if figure.name == name), 0)


def side_by_side(old: Figures, new: Figures) -> list[ComparedFigure]:
    before, now = dict(old), dict(new)
    names = [name for name in FIGURE_NAMES if name in before or name in now]
    return [ComparedFigure(name, before.get(name), now.get(name)) for name in names]


def changed(old: Figures, new: Figures) -> Iterator[ComparedFigure]:
    return (pair for pair in side_by_side(old, new) if pair.old != pair.new)
