"""The pages of groups and meetings: the list, a meeting with its agenda and participants, forms, and calendars for programs."""

from flask import Blueprint

bp = Blueprint("meetings", __name__, url_prefix="/meetings")

from wgcop.meetings.views import (
    action_points,
    agenda,
    calendars,
    changes,
    groups,
    items,
    meetings,
    notes,
    outcomes,
    plan,
    publication,
    registrations,
    reports,
    silences,
    statements,
    wordings,
)

__all__ = [
    "action_points",
    "agenda",
    "bp",
    "calendars",
    "changes",
    "groups",
    "items",
    "meetings",
    "notes",
    "outcomes",
    "plan",
    "publication",
    "registrations",
    "reports",
    "silences",
    "statements",
    "wordings",
]
