"""The pages of meetings: the list, a meeting with its agenda and participants, forms, and calendars for programs."""

from flask import Blueprint

bp = Blueprint("meetings", __name__, url_prefix="/meetings")

from wgcop.meetings.views import (
    HEAD,
    action_points,
    agenda,
    calendars,
    changes,
    items,
    meetings,
    notes,
    outcome,
    outcomes,
    registrations,
    reports,
    statements,
    wordings,
    wt,
)

__all__ = [
    "HEAD",
    "action_points",
    "agenda",
    "bp",
    "calendars",
    "changes",
    "items",
    "meetings",
    "notes",
    "outcome",
    "outcomes",
    "registrations",
    "reports",
    "statements",
    "wordings",
    "wt",
]
