"""The actions of registration and of the list of participants."""

from wgcop.registration.actions.listing import issue_participants
from wgcop.registration.actions.registrations import (
    change_attendance,
    mark_attendance,
    register,
    register_other,
    register_person,
    remove_registration,
    take_back,
)

__all__ = [
    "change_attendance",
    "issue_participants",
    "mark_attendance",
    "register",
    "register_other",
    "register_person",
    "remove_registration",
    "take_back",
]
