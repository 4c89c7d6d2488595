"""The pages of groups and meetings: lists, a meeting, an item, and their forms."""

from wgcop.meetings.views import groups, items, meetings, sessions

__all__ = [
    "groups",
    "items",
    "meetings",
    "sessions",
]
