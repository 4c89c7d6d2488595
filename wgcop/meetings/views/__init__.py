"""The pages of groups and meetings: the list, a meeting with its agenda and participants, forms, and calendars for programs."""

from flask import Blueprint

bp = Blueprint("meetings", __name__, url_prefix="/meetings")

from wgcop.meetings.views import (
    agenda,
    calendars,
    changes,
    groups,
    items,
    meetings,
    notes,
    publication,
    registrations,
    sessions,
    silences,
)

__all__ = [
    "agenda",
    "bp",
    "calendars",
    "changes",
    "groups",
    "items",
    "meetings",
    "notes",
    "publication",
    "registrations",
    "sessions",
    "silences",
]
