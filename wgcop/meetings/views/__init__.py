"""The pages of meetings: the list, a meeting with its agenda and participants, forms, and calendars for programs."""

from flask import Blueprint

bp = Blueprint("meetings", __name__, url_prefix="/meetings")

from wgcop.meetings.views import (
    agenda,
    calendars,
    changes,
    items,
    meetings,
    notes,
    publication,
    registrations,
    sessions,
)

__all__ = [
    "agenda",
    "bp",
    "calendars",
    "changes",
    "items",
    "meetings",
    "notes",
    "publication",
    "registrations",
    "sessions",
]
