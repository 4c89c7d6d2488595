"""Meetings and items as the audit trail names them: by number, with the title of the meeting."""

from wgcop.audit.actions import Thing
from wgcop.bodies.models import Meeting
from wgcop.meetings.models import AgendaItem


def thing_of_meeting(meeting: Meeting) -> Thing:
    return Thing("meeting", meeting.id, meeting.title)


def thing_of_item(item: AgendaItem) -> Thing:
    return Thing("item", item.id, item.meeting.title)
