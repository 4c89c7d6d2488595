"""The verbs of meetings and agendas: each change reaches everybody who has the agenda open."""

from wgcop.meetings.actions.action_points import (
    add_action_point,
    change_action_point,
    complete_action_point,
    drop_action_point,
    reopen_action_point,
)
from wgcop.meetings.actions.calendars import open_calendar, withdraw_calendar
from wgcop.meetings.actions.changes import undo, why_not
from wgcop.meetings.actions.copying import copy_agenda
from wgcop.meetings.actions.documents import (
    add_to_items,
    attach_document,
    choose_items,
    choose_revision,
    detach_document,
    tell_of_change,
)
from wgcop.meetings.actions.groups import (
    change_group,
    close_group,
    create_group,
    reopen_group,
    set_up_on_item,
)
from wgcop.meetings.actions.items import (
    add_item,
    change_item,
    move_item,
    obstacle_to_removal,
    place_item,
    remove_item,
)
from wgcop.meetings.actions.listing import issue_participants
from wgcop.meetings.actions.meetings import change_meeting, create_meeting, set_sessions
from wgcop.meetings.actions.outcomes import continue_item, record_outcome, withdraw_outcome
from wgcop.meetings.actions.proposed import (
    accept_proposed,
    decline_proposed,
    propose,
    withdraw_proposed,
)
from wgcop.meetings.actions.publishing import publish_agenda
from wgcop.meetings.actions.registrations import (
    change_attendance,
    mark_attendance,
    register,
    register_other,
    register_person,
    remove_registration,
    take_back,
)
from wgcop.meetings.actions.silences import (
    ask_for_time,
    circulate,
    decline_time,
    grant_time,
    object_to,
    record_silence,
    withdraw_text,
)
from wgcop.meetings.actions.statements import deliver_statement, withdraw_statement
from wgcop.meetings.actions.taking_up import close_item, put_on_floor, reopen_item, take_up_item
from wgcop.meetings.actions.wordings import agree_wording, withdraw_wording

__all__ = [
    "accept_proposed",
    "add_action_point",
    "add_item",
    "add_to_items",
    "agree_wording",
    "ask_for_time",
    "attach_document",
    "change_action_point",
    "change_attendance",
    "change_group",
    "change_item",
    "change_meeting",
    "choose_items",
    "choose_revision",
    "circulate",
    "close_group",
    "close_item",
    "complete_action_point",
    "continue_item",
    "copy_agenda",
    "create_group",
    "create_meeting",
    "decline_proposed",
    "decline_time",
    "deliver_statement",
    "detach_document",
    "drop_action_point",
    "grant_time",
    "issue_participants",
    "mark_attendance",
    "move_item",
    "object_to",
    "obstacle_to_removal",
    "open_calendar",
    "place_item",
    "propose",
    "publish_agenda",
    "put_on_floor",
    "record_outcome",
    "record_silence",
    "register",
    "register_other",
    "register_person",
    "remove_item",
    "remove_registration",
    "reopen_action_point",
    "reopen_group",
    "reopen_item",
    "set_sessions",
    "set_up_on_item",
    "take_back",
    "take_up_item",
    "tell_of_change",
    "undo",
    "why_not",
    "withdraw_calendar",
    "withdraw_outcome",
    "withdraw_proposed",
    "withdraw_statement",
    "withdraw_text",
    "withdraw_wording",
]
