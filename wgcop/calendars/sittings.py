"""The days and hours on which meetings sit, as far as the reader may read their agendas."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from wgcop.agenda import policy
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.queries import outline_of
from wgcop.agenda.schedule import SlotTiming, schedule
from wgcop.agenda.sessions import opening_of, spans_of
from wgcop.bodies.models import Meeting
from wgcop.calendars.days import AgendaTimes, MeetingDay, PlannedTime, days_of
from wgcop.database import db


def days_of_meeting(meeting: Meeting, agenda: AgendaTimes | None) -> list[MeetingDay]:
    return days_of(
        meeting.starts_on,
        meeting.ends_on,
        meeting.opens_at,
        meeting.time_zone,
        agenda,
        [(session.start, session.end) for session in meeting.sessions],
    )


def agenda_times(meetings: Iterable[Meeting], audiences: frozenset[str]) -> dict[int, AgendaTimes]:
    """Return the planned times of each agenda that the reader may read, by meeting id, in one SQL
    statement.
    """
    readable = [each for each in meetings if policy.can_read_agenda(audiences, each)]
    items: dict[int, dict[int, AgendaItem]] = {meeting.id: {} for meeting in readable}
    for item in db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id.in_(items))):
        items[item.meeting_id][item.id] = item
    return {meeting.id: _times_of(meeting, items[meeting.id]) for meeting in readable}


def _times_of(meeting: Meeting, items: Mapping[int, AgendaItem]) -> AgendaTimes:
    outline = outline_of(items)
    timings = {item.id: SlotTiming(item.planned_minutes, item.fixed) for item in items.values()}
    slots = schedule(opening_of(meeting), outline, timings, spans_of(meeting))
    return AgendaTimes(
        tuple(
            PlannedTime(slot.start, slot.end)
            for item, slot in slots.items()
            if not outline.below(item)
        ),
        tuple(slot.start for slot in slots.values() if slot.is_fixed),
    )
