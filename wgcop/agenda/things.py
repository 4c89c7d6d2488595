"""Meetings and items as the audit trail names them: by number, with the title of the meeting."""

from wgcop.agenda.models import AgendaItem
from wgcop.audit.actions import Thing
from wgcop.bodies.models import Meeting


def thing_of_meeting(meeting: Meeting) -> Thing:
    return Thing("meeting", meeting.id, meeting.title)


def thing_of_item(item: AgendaItem) -> Thing:
    return Thing("item", item.id, item.meeting.title)
