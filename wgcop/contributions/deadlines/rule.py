"""The rule for when a paper is on time, delayed or late (pure)."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l

from wgcop.contributions.deadlines.working_days import WORKING_WEEK, working_days_after
from wgcop.contributions.kinds import DocumentKind

LAST_MINUTE = time(23, 59)
"""A last day ends with it, unless the group says another time. A paper that arrives at 23:59:00 is in time, one that arrives later is not."""


class Timing(enum.StrEnum):
    """What a paper was at the moment when it was submitted. `free` are those that nobody has to wait for."""

    ON_TIME = "on-time"
    DELAYED = "delayed"
    LATE = "late"
    FREE = "free"


TIMING_NAMES = {
    Timing.ON_TIME: _l("On time"),
    Timing.DELAYED: _l("Delayed"),
    Timing.LATE: _l("Late"),
    Timing.FREE: _l("Without a deadline"),
}

EXEMPT: Mapping[DocumentKind, int | None] = MappingProxyType(
    {
        DocumentKind.ADMINISTRATIVE: None,
        DocumentKind.TEMPORARY: None,
        DocumentKind.REPORT: 2,
    }
)
"""Administrative documents and compilations by the chair or the secretariat; reports on recent events."""


@dataclass(frozen=True)
class DeadlineRule:
    """Days are calendar days before the first day of the meeting, until the `last_minute` of that day.

    Papers received `translated_days` before are translated; with None none are. Until `action_days` before they are
    on time, until `delayed_days` before delayed, and later they are late. Delayed papers are posted within
    `posting_days` working days. The agenda and what came in time can be read `available_days` before, if the group
    promises that. `exempt` names kinds with a deadline of their own, or None for none at all.
    """

    translated_days: int | None = None
    action_days: int = 12
    delayed_days: int = 2
    posting_days: int = 3
    available_days: int | None = None
    exempt: Mapping[DocumentKind, int | None] = field(default_factory=lambda: EXEMPT)
    last_minute: time = LAST_MINUTE
    zone: str = ""
    """That of the secretariat; empty for that of each meeting."""
    working_week: frozenset[int] = WORKING_WEEK
    holidays: frozenset[date] = frozenset()

    def zone_for(self, meeting_zone: str) -> ZoneInfo:
        return ZoneInfo(self.zone or meeting_zone)

    def due(self, starts_on: date, meeting_zone: str) -> datetime:
        """Until when a paper for action is on time."""
        return self._end_of(starts_on - timedelta(days=self.action_days), meeting_zone)

    def available_by(self, starts_on: date, meeting_zone: str) -> datetime | None:
        """Until when the agenda is published, and every document that came in time is posted."""
        if self.available_days is None:
            return None
        return self._end_of(starts_on - timedelta(days=self.available_days), meeting_zone)

    def _end_of(self, day: date, meeting_zone: str) -> datetime:
        """Its last minute that counts. Where a clock is set back and shows it twice, the second one."""
        return datetime.combine(day, self.last_minute, self.zone_for(meeting_zone)).replace(fold=1)

    def deadlines(
        self,
        starts_on: date,
        meeting_zone: str,
        kind: DocumentKind,
        *,
        ends_on: date,
        due: datetime | None = None,
    ) -> "Deadlines":
        """`due` is the meeting's own deadline, if it is not the rule's. The window for delayed papers moves with it.

        It closes with the meeting at the latest.
        """
        if kind == DocumentKind.INFORMATION or self.exempt.get(kind, 0) is None:
            return Deadlines()
        days = self.exempt.get(kind)
        if days is not None:
            own = self._end_of(starts_on - timedelta(days=days), meeting_zone)
            return Deadlines(due=own, delayed_until=own)
        zone = self.zone_for(meeting_zone)
        last = (due or self.due(starts_on, meeting_zone)).astimezone(zone)
        window = timedelta(days=max(self.action_days - self.delayed_days, 0))
        closes = min(last + window, _end_of_meeting(ends_on, meeting_zone), key=_utc)
        return Deadlines(
            translated_until=None
            if self.translated_days is None
            else self._end_of(starts_on - timedelta(days=self.translated_days), meeting_zone),
            due=last,
            delayed_until=max(last, closes, key=_utc),
        )

    def post_by(self, received: datetime, meeting_zone: str, *, ends_on: date) -> datetime:
        """By when a paper that was received at this moment must be posted: while the meeting lasts."""
        day = received.astimezone(self.zone_for(meeting_zone)).date()
        last = working_days_after(day, self.posting_days, self.working_week, self.holidays)
        end = _end_of_meeting(ends_on, meeting_zone)
        return min(self._end_of(last, meeting_zone), end, key=_utc)


@dataclass(frozen=True)
class Deadlines:
    """Of one paper for one meeting; without any it can come at any time. The moments themselves are still in time."""

    translated_until: datetime | None = None
    due: datetime | None = None
    delayed_until: datetime | None = None

    def timing(self, moment: datetime) -> Timing:
        if self.due is None or self.delayed_until is None:
            return Timing.FREE
        if _utc(moment) <= _utc(self.due):
            return Timing.ON_TIME
        return Timing.DELAYED if _utc(moment) <= _utc(self.delayed_until) else Timing.LATE

    def is_translated(self, moment: datetime) -> bool:
        """Whether a paper that arrives at this moment will be translated."""
        until = self.translated_until
        return until is not None and _utc(moment) <= _utc(until)

    @property
    def has_window(self) -> bool:
        """Whether there is a time in which papers are delayed."""
        return self.due is not None and self.delayed_until != self.due


def _end_of_meeting(ends_on: date, meeting_zone: str) -> datetime:
    """By the clocks at its place, whatever zone the deadlines go by."""
    return datetime.combine(ends_on, LAST_MINUTE, ZoneInfo(meeting_zone)).replace(fold=1)


def _utc(moment: datetime) -> datetime:
    """Two moments of one zone would be compared by what its clocks show."""
    return moment.astimezone(UTC)
