"""Rights in the room: who may enter, ask for the floor, and lead the meeting."""

from wgcop.accounts.models import Person
from wgcop.agenda.policy import (
    Reader,
    can_edit_agenda,
    can_join,
    can_preside,
    can_take_chair,
    edits_by_chair,
)
from wgcop.bodies.models import Meeting
from wgcop.floor.models import FloorRequest


def can_enter(audiences: frozenset[str]) -> bool:
    return can_join(audiences)


def can_ask_for_floor(reader: Reader) -> bool:
    """Return whether the reader may ask for the floor. Everybody who takes part in some capacity
    may, including observers; the chair decides when they speak.
    """
    return isinstance(reader, Person) and bool(reader.capacities)


def can_withdraw(reader: Reader, asked: FloorRequest) -> bool:
    """Return whether the reader may withdraw the request. The person who asked may, anybody of
    their delegation, and those who lead the meeting.
    """
    return isinstance(reader, Person) and (
        asked.person_id == reader.id
        or reader.belongs_to(asked.delegation)
        or can_lead(reader, asked.item.meeting)
    )


def can_lead(reader: Reader, meeting: Meeting) -> bool:
    """Return whether the reader may give the floor, call for items and announce. Everybody who may
    edit the agenda may.
    """
    return can_edit_agenda(reader, meeting)


def can_strike_gavel(reader: Reader, meeting: Meeting) -> bool:
    """Return whether the reader may open, suspend, adjourn and close the meeting."""
    return can_preside(reader, meeting)


def leads_by_chair(reader: Reader, meeting: Meeting) -> bool:
    """Return whether the reader leads only while they are in the chair."""
    return edits_by_chair(reader, meeting)


def may_preside(reader: Reader, meeting: Meeting) -> bool:
    """Return whether the reader may take the chair and give it back."""
    return can_take_chair(reader, meeting)
