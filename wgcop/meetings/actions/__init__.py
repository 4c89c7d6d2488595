"""The actions that arrange meetings and groups."""

from wgcop.meetings.actions.groups import (
    change_group,
    close_group,
    create_group,
    reopen_group,
    set_up_on_item,
)
from wgcop.meetings.actions.meetings import change_meeting, create_meeting, set_sessions

__all__ = [
    "change_group",
    "change_meeting",
    "close_group",
    "create_group",
    "create_meeting",
    "reopen_group",
    "set_sessions",
    "set_up_on_item",
]
