"""The sessions of a meeting as the secretariat sets them, and as the agenda shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from flask_babel import gettext as _

from wgcop.agenda.schedule import SessionSpans, TimeSlot
from wgcop.bodies.models import Meeting, MeetingSession
from wgcop.errors import Invalid
from wgcop.i18n import comma
from wgcop.i18n import day as day_in_words

MORNING, AFTERNOON = (time(9, 30), time(12, 30)), (time(14, 30), time(17, 30))
SATURDAY = 5  # as `date.weekday` counts


@dataclass(frozen=True, order=True)
class SessionTimes:
    """Day, hours and name of a session, by the clock of the meeting's place."""

    day: date
    starts_at: time
    ends_at: time
    name: str = ""


@dataclass(frozen=True)
class ShownSession:
    """A session as shown above its first item. `break_before` is the length of the break before it,
    `over` the time by which its items exceed it, both in minutes.
    """

    session: MeetingSession
    break_before: int
    over: int


@dataclass(frozen=True)
class SittingDays:
    """Consecutive days with the same sessions: the first and the last day, and the sessions of the
    first day.
    """

    days: tuple[date, date]
    sessions: tuple[MeetingSession, ...]

    @property
    def hours(self) -> str:
        return comma().join(
            f"{session.starts_at:%H:%M}–{session.ends_at:%H:%M}" for session in self.sessions
        )


def sitting_days(meeting: Meeting) -> list[SittingDays]:
    by_day: dict[date, list[MeetingSession]] = {}
    for session in meeting.sessions:
        by_day.setdefault(session.day, []).append(session)
    runs: list[SittingDays] = []
    for day, sessions in by_day.items():
        last = runs[-1] if runs else None
        if (
            last
            and day - last.days[1] == timedelta(days=1)
            and [_times_in_a_day(session) for session in last.sessions]
            == [_times_in_a_day(session) for session in sessions]
        ):
            runs[-1] = SittingDays((last.days[0], day), last.sessions)
        else:
            runs.append(SittingDays((day, day), tuple(sessions)))
    return runs


def _times_in_a_day(session: MeetingSession) -> tuple[time, time, str, timedelta | None]:
    """Return hours and name of a session, with its offset from UTC: when the clocks change, readers
    in other places see other hours.
    """
    start = session.start.astimezone(session.meeting.time_zone)
    return session.starts_at, session.ends_at, session.name, start.utcoffset()


def spans_of(meeting: Meeting) -> SessionSpans:
    return SessionSpans.of([(session.start, session.end) for session in meeting.sessions])


def opening_of(meeting: Meeting) -> datetime:
    """Return the start of the first session or, without sessions, the opening of the meeting."""
    return meeting.sessions[0].start if meeting.sessions else meeting.opens


def usual_sessions(meeting: Meeting) -> list[SessionTimes]:
    """Propose sessions: a morning and an afternoon on each day except weekends in the middle,
    beginning with the meeting's opening.
    """
    count = (meeting.ends_on - meeting.starts_on).days + 1
    days = [meeting.starts_on + timedelta(days=number) for number in range(count)]
    sessions = []
    for day in days:
        if day.weekday() >= SATURDAY and meeting.starts_on < day < meeting.ends_on:
            continue
        opening = meeting.opens_at if day == meeting.starts_on else MORNING[0]
        if opening < MORNING[1]:
            sessions.append(SessionTimes(day, opening, MORNING[1], _("Morning")))
        afternoon = max(opening, AFTERNOON[0])
        if afternoon < AFTERNOON[1]:
            sessions.append(SessionTimes(day, afternoon, AFTERNOON[1], _("Afternoon")))
    return sessions


def check_sessions(meeting: Meeting, sessions: Iterable[SessionTimes]) -> list[SessionTimes]:
    """Return the sessions in order. Raise Invalid unless each is on a day of the meeting and ends
    after it starts, and none overlaps another.
    """
    ordered = sorted(sessions)
    for each in ordered:
        if not meeting.starts_on <= each.day <= meeting.ends_on:
            raise Invalid(_("%(day)s is not a day of the meeting.", day=day_in_words(each.day)))
        if each.ends_at <= each.starts_at:
            raise Invalid(
                _(
                    "The session that starts at %(time)s ends before it starts.",
                    time=f"{each.starts_at:%H:%M}",
                )
            )
    for one, other in pairwise(ordered):
        if one.day == other.day and other.starts_at < one.ends_at:
            raise Invalid(
                _(
                    "On %(day)s, the session at %(time)s begins before the one before it ends.",
                    day=day_in_words(other.day),
                    time=f"{other.starts_at:%H:%M}",
                )
            )
    return ordered


def sessions_begun(
    meeting: Meeting, slots: Sequence[tuple[int, TimeSlot]]
) -> dict[int, ShownSession]:
    """Return the items above which a session is shown: the first item that begins in it. `slots`
    are in reading order.
    """
    shown: dict[int, ShownSession] = {}
    begun: set[int] = set()
    before: MeetingSession | None = None
    firsts: dict[int, MeetingSession] = {}
    for item, slot in slots:
        for session in meeting.sessions:
            if session.id not in begun and session.start <= slot.start < session.end:
                begun.add(session.id)
                firsts[item] = session
    for session in meeting.sessions:
        over = max(
            (slot.after_break for _, slot in slots if session.start <= slot.start < session.end),
            default=0,
        )
        rest = 0
        if before and before.day == session.day:
            rest = int((session.start - before.end).total_seconds() // 60)
        for item, first in firsts.items():
            if first is session:
                shown[item] = ShownSession(session, rest, over)
        before = session
    return shown
