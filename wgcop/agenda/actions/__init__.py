"""The actions on agendas. Each change reaches everybody who has the agenda open."""

from wgcop.agenda.actions.copying import copy_agenda
from wgcop.agenda.actions.documents import (
    add_to_items,
    attach_document,
    choose_items,
    choose_revision,
    detach_document,
    tell_of_change,
)
from wgcop.agenda.actions.items import (
    add_item,
    add_items,
    change_item,
    move_item,
    obstacle_to_removal,
    place_item,
    remove_item,
)
from wgcop.agenda.actions.proposed import (
    accept_proposed,
    decline_proposed,
    propose,
    withdraw_proposed,
)
from wgcop.agenda.actions.publishing import publish_agenda
from wgcop.agenda.actions.undoing import undo, why_not

__all__ = [
    "accept_proposed",
    "add_item",
    "add_items",
    "add_to_items",
    "attach_document",
    "change_item",
    "choose_items",
    "choose_revision",
    "copy_agenda",
    "decline_proposed",
    "detach_document",
    "move_item",
    "obstacle_to_removal",
    "place_item",
    "propose",
    "publish_agenda",
    "remove_item",
    "tell_of_change",
    "undo",
    "why_not",
    "withdraw_proposed",
]
