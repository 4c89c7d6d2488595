"""The pages of groups and meetings: lists, a meeting with its agenda and participants, forms, and
calendar files.
"""

from flask import Blueprint

bp = Blueprint("meetings", __name__, url_prefix="/meetings")

from wgcop.meetings.views import (
    action_points,
    agenda,
    calendars,
    changes,
    copying,
    groups,
    items,
    listing,
    meetings,
    notes,
    outcomes,
    plan,
    proposed,
    publication,
    recording,
    registrations,
    reports,
    sessions,
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
    "copying",
    "groups",
    "items",
    "listing",
    "meetings",
    "notes",
    "outcomes",
    "plan",
    "proposed",
    "publication",
    "recording",
    "registrations",
    "reports",
    "sessions",
    "silences",
    "statements",
    "wordings",
]
