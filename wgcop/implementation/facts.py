"""The facts of an action: the fields that people write, and the statements of its progress, current
or as approved.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from wgcop import clock
from wgcop.implementation.states import PROGRESS_NAMES, Period, ProgressState, is_late

if TYPE_CHECKING:
    from wgcop.implementation.models import ImplementationAction

DAYS = ("starts_on", "due_on", "progress_on")


@dataclass(frozen=True, kw_only=True)
class ImplementationFacts:
    """The facts of an action. Each field has the name of the action's column."""

    what: str
    lead: str
    asked: str = ""
    delegation_id: int | None = None
    partners: tuple[str, ...] = ()
    outputs: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    progress: ProgressState = ProgressState.NOT_STARTED
    progress_on: date | None = None
    progress_words: str = ""
    progress_capacity: str = ""

    @classmethod
    def of(cls, action: ImplementationAction) -> ImplementationFacts:
        values = {field.name: getattr(action, field.name) for field in fields(cls)}
        return cls(**{**values, "partners": tuple(action.partners)})

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> ImplementationFacts:
        days = {name: date.fromisoformat(stored[name]) for name in DAYS if stored[name]}
        others = {
            "partners": tuple(stored["partners"]),
            "progress": ProgressState(stored["progress"]),
        }
        return cls(**{**stored, **days, **others})

    def as_json(self) -> dict[str, Any]:
        days = {name: day.isoformat() for name in DAYS if (day := getattr(self, name))}
        return {**asdict(self), **days, "partners": list(self.partners)}

    @property
    def progress_name(self) -> str:
        return str(PROGRESS_NAMES[self.progress])

    @property
    def is_late(self) -> bool:
        return self.is_late_on(clock.now().date())

    def is_late_on(self, today: date) -> bool:
        return is_late(self.progress, self.due_on, today)

    def falls_into(self, period: Period, *, known_since: date) -> bool:
        """Return whether the action falls into the period. An action without a first day counts
        from `known_since`, the time at which it was entered.
        """
        is_over = self.progress in (ProgressState.DONE, ProgressState.DROPPED)
        return period.meets(self.starts_on or known_since, self.progress_on if is_over else None)
