"""The rule that decides whether a paper is on time, delayed or late (pure)."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from wgcop.numbering.deadlines.working_days import WORKING_WEEK, working_days_after
from wgcop.numbering.kinds import DocumentKind

LAST_MINUTE = time(23, 59)
"""The usual end of a last day, if the group sets no other time. A paper that arrives at 23:59:00 is
in time, a later one is not.
"""


class Timing(enum.StrEnum):
    """The timing of a paper at the moment of its submission. `free` papers have no deadline."""

    ON_TIME = "on-time"
    DELAYED = "delayed"
    LATE = "late"
    FREE = "free"


TIMING_NAMES = {
    Timing.ON_TIME: _l("On time"),
    Timing.DELAYED: _l("Delayed"),
    Timing.LATE: lazy_pgettext("a paper", "Late"),
    Timing.FREE: _l("Without a deadline"),
}

EXEMPT: Mapping[DocumentKind, int | None] = MappingProxyType(
    {
        DocumentKind.ADMINISTRATIVE: None,
        DocumentKind.TEMPORARY: None,
        DocumentKind.REPORT: 2,
    }
)
"""The kinds with a deadline of their own in days, or None for no deadline: administrative
documents, compilations by the chair or the secretariat, and reports on recent events.
"""


@dataclass(frozen=True)
class DeadlineRule:
    """The deadlines of a group, in calendar days before the first day of the meeting, each until
    the `last_minute` of its day.

    Papers received `translated_days` before the meeting are translated; with None no paper is.
    Until `action_days` before it papers are on time, until `delayed_days` before it delayed, and
    afterwards late. Delayed papers are posted within `posting_days` working days. The agenda and
    the papers that came in time can be read `available_days` before the meeting, if the group
    promises that. `exempt` maps kinds of document to a deadline of their own in days, or to None
    for no deadline.
    """

    translated_days: int | None = None
    action_days: int = 12
    delayed_days: int = 2
    posting_days: int = 3
    available_days: int | None = None
    exempt: Mapping[DocumentKind, int | None] = field(default_factory=lambda: EXEMPT)
    last_minute: time = LAST_MINUTE
    zone: str = ""
    """The time zone of the secretariat; empty if the zone of each meeting counts."""
    working_week: frozenset[int] = WORKING_WEEK
    holidays: frozenset[date] = frozenset()

    def zone_for(self, meeting_zone: str) -> ZoneInfo:
        return ZoneInfo(self.zone or meeting_zone)

    def due(self, starts_on: date, meeting_zone: str) -> datetime:
        """Return the moment until which a paper for action is on time."""
        return self._end_of(starts_on - timedelta(days=self.action_days), meeting_zone)

    def available_by(self, starts_on: date, meeting_zone: str) -> datetime | None:
        """Return the moment by which the agenda is published and every document that came in time
        is posted, or None if the group promises none.
        """
        if self.available_days is None:
            return None
        return self._end_of(starts_on - timedelta(days=self.available_days), meeting_zone)

    def _end_of(self, day: date, meeting_zone: str) -> datetime:
        """Return the last minute of a day. If clocks are set back and show it twice, return the
        second one.
        """
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
        """Return the deadlines of a paper of this kind. `due` is the meeting's own deadline, if it
        differs from the rule's.

        The window for delayed papers moves with the deadline and closes with the meeting at the
        latest.
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
        """Return the moment by which a paper received at `received` must be posted, at the latest
        the end of the meeting.
        """
        day = received.astimezone(self.zone_for(meeting_zone)).date()
        last = working_days_after(day, self.posting_days, self.working_week, self.holidays)
        end = _end_of_meeting(ends_on, meeting_zone)
        return min(self._end_of(last, meeting_zone), end, key=_utc)


@dataclass(frozen=True)
class Deadlines:
    """The deadlines of one paper for one meeting. If there are none, it can come at any time. A
    paper that arrives exactly at a deadline is still in time.
    """

    translated_until: datetime | None = None
    due: datetime | None = None
    delayed_until: datetime | None = None

    @property
    def moments(self) -> list[datetime]:
        return [m for m in (self.translated_until, self.due, self.delayed_until) if m is not None]

    def timing(self, moment: datetime) -> Timing:
        if self.due is None or self.delayed_until is None:
            return Timing.FREE
        if _utc(moment) <= _utc(self.due):
            return Timing.ON_TIME
        return Timing.DELAYED if _utc(moment) <= _utc(self.delayed_until) else Timing.LATE

    def is_translated(self, moment: datetime) -> bool:
        """Return whether a paper that arrives at this moment will be translated."""
        until = self.translated_until
        return until is not None and _utc(moment) <= _utc(until)

    @property
    def has_window(self) -> bool:
        """Whether there is a time after the deadline in which papers count as delayed."""
        return self.due is not None and self.delayed_until != self.due


def _end_of_meeting(ends_on: date, meeting_zone: str) -> datetime:
    """Return the end of the meeting's last day by the clocks at its place, regardless of the zone
    of the deadlines.
    """
    return datetime.combine(ends_on, LAST_MINUTE, ZoneInfo(meeting_zone)).replace(fold=1)


def _utc(moment: datetime) -> datetime:
    """Convert to UTC before comparing: Python compares two moments of one zone by what its clocks
    show.
    """
    return moment.astimezone(UTC)
