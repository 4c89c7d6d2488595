"""The time management plan of a meeting: days, the slots of each day, and the items that fall into
them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from flask_babel import gettext as _

from wgcop.agenda.agendas import Agenda
from wgcop.agenda.rows import AgendaRow
from wgcop.bodies.models import Meeting
from wgcop.i18n import in_hours

NOON = time(13, 0)
"""The line between morning and afternoon, for a meeting whose sessions are not set."""


@dataclass(frozen=True)
class PlanSlot:
    """A column of the plan. Sessions with the same hours on several days share one."""

    starts: time
    ends: time | None
    name: str

    @property
    def hours(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}" if self.ends else ""


@dataclass(frozen=True)
class PlanEntry:
    row: AgendaRow
    starts: datetime
    """The start, by the clock of the meeting's place."""

    @property
    def at(self) -> str:
        return f"{self.starts:%H:%M}"

    @property
    def overrun(self) -> str:
        """A sentence on how much of the item is left when the session in which it begins is over."""
        slot = self.row.slot
        if not slot.fits:
            return _("Does not fit: %(time)s beyond the last session", time=in_hours(slot.beyond))
        if slot.after_break:
            return _("%(time)s after the break", time=in_hours(slot.after_break))
        return ""


@dataclass(frozen=True)
class PlanDay:
    """A day of the plan. `cells` are in the order of the slots; a cell is None if the day has no
    such session.
    """

    day: date
    cells: tuple[tuple[PlanEntry, ...] | None, ...]


@dataclass(frozen=True)
class Plan:
    meeting: Meeting
    slots: tuple[PlanSlot, ...]
    days: tuple[PlanDay, ...]


def plan_of(agenda: Agenda) -> Plan:
    """Return the plan of an agenda, with what its readers may see. It takes one SQL statement in
    addition to those of the agenda.
    """
    meeting = agenda.meeting
    sessions = [
        (session.day, session.starts_at, session.ends_at, session.name)
        for session in meeting.sessions
    ]
    slots = slots_of((starts, ends, name) for _, starts, ends, name in sessions)
    entries = [
        PlanEntry(row, row.slot.start.astimezone(meeting.time_zone))
        for row in agenda
        if row.item.has_matter or not row.children
    ]
    on_day = {
        day: list(group)
        for day, group in groupby(
            sorted(entries, key=lambda entry: entry.starts), key=lambda entry: entry.starts.date()
        )
    }
    held = {(day, starts, ends) for day, starts, ends, _ in sessions}
    return Plan(
        meeting,
        slots,
        tuple(
            PlanDay(day, _cells(day, on_day.get(day, []), slots, held))
            for day in _days(meeting, on_day.keys(), {day for day, *_ in sessions})
        ),
    )


def slots_of(sessions: Iterable[tuple[time, time, str]]) -> tuple[PlanSlot, ...]:
    """Return the slots of the sessions or, without sessions, the two halves of a day."""
    names: dict[tuple[time, time], str] = {}
    for starts, ends, name in sessions:
        names[starts, ends] = names.get((starts, ends)) or name
    if not names:
        return (
            PlanSlot(time(0), None, _("Morning")),
            PlanSlot(NOON, None, _("Afternoon")),
        )
    return tuple(PlanSlot(starts, ends, names[starts, ends]) for starts, ends in sorted(names))


def slot_at(at: time, starts: Sequence[time]) -> int:
    """Return the position of the last slot that has begun at that time; a time before the first
    slot belongs to the first.
    """
    return max((n for n, begins in enumerate(starts) if begins <= at), default=0)


def _cells(
    day: date,
    entries: Sequence[PlanEntry],
    slots: Sequence[PlanSlot],
    held: set[tuple[date, time, time]],
) -> tuple[tuple[PlanEntry, ...] | None, ...]:
    """Return the cells of a day. Items on a day without any session are shown nevertheless, in the
    slot of their hour.
    """
    open_here = [
        n for n, slot in enumerate(slots) if slot.ends and (day, slot.starts, slot.ends) in held
    ] or list(range(len(slots)))
    cells: dict[int, list[PlanEntry]] = {n: [] for n in open_here}
    starts = [slots[n].starts for n in open_here]
    for entry in entries:
        cells[open_here[slot_at(entry.starts.time(), starts)]].append(entry)
    return tuple(tuple(cells[n]) if n in cells else None for n in range(len(slots)))


def _days(meeting: Meeting, with_items: Iterable[date], with_sessions: set[date]) -> list[date]:
    """Return the days with sessions or items; without sessions, all days of the meeting."""
    length = (meeting.ends_on - meeting.starts_on).days + 1
    of_meeting = {meeting.starts_on + timedelta(days=n) for n in range(length)}
    return sorted({*with_items, *(with_sessions or of_meeting)})
