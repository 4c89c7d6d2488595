"""What people do with meetings and agendas. Whoever has an agenda open sees every change of it."""

from wgcop.meetings.actions.documents import (
    add_to_items,
    attach_document,
    choose_items,
    detach_document,
    tell_of_change,
)
from wgcop.meetings.actions.items import add_item, change_item, move_item, place_item, remove_item
from wgcop.meetings.actions.meetings import change_meeting, create_meeting, publish_agenda
from wgcop.meetings.actions.outcomes import (
    close_item,
    record_outcome,
    reopen_item,
    take_up_item,
    withdraw_outcome,
)

__all__ = [
    "add_item",
    "add_to_items",
    "attach_document",
    "change_item",
    "change_meeting",
    "choose_items",
    "close_item",
    "create_meeting",
    "detach_document",
    "move_item",
    "place_item",
    "publish_agenda",
    "record_outcome",
    "remove_item",
    "reopen_item",
    "take_up_item",
    "tell_of_change",
    "withdraw_outcome",
]
