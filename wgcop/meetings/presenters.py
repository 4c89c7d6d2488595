"""How a meeting and its agenda look to everybody in the room of the public topic, and of the members' one."""

from flask import render_template

from wgcop.bodies.models import Meeting
from wgcop.db import db
from wgcop.history.presenters import Presentation, presents
from wgcop.meetings import queries

PUBLIC = frozenset({"public"})
MEMBERS = frozenset({"public", "members"})


@presents("agenda")
def present_agenda(meeting_id: str, _: str) -> Presentation | None:
    """Only what is public, even before the agenda is: who comes into this room later hears no more than that."""
    return _agenda(meeting_id, PUBLIC)


@presents("members-agenda")
def present_members_agenda(meeting_id: str, _: str) -> Presentation | None:
    return _agenda(meeting_id, MEMBERS)


@presents("meeting")
def present_meeting(meeting_id: str, _: str) -> Presentation | None:
    return _head(meeting_id, PUBLIC)


@presents("members-meeting")
def present_members_meeting(meeting_id: str, _: str) -> Presentation | None:
    return _head(meeting_id, MEMBERS)


def _agenda(meeting_id: str, audiences: frozenset[str]) -> Presentation | None:
    meeting = db.session.get(Meeting, int(meeting_id))
    if meeting is None:
        return None
    html = render_template("meetings/_agenda.html", agenda=queries.agenda(meeting, audiences))
    return Presentation("replace", "agenda", html)


def _head(meeting_id: str, audiences: frozenset[str]) -> Presentation | None:
    meeting = db.session.get(Meeting, int(meeting_id))
    if meeting is None:
        return None
    html = render_template("meetings/_head.html", head=queries.head(meeting, audiences))
    return Presentation("replace", "meeting-head", html)
