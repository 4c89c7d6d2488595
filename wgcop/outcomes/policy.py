"""Permissions on the records of meetings: action points, agreed wordings, statements, and texts
under silence.
"""

from wgcop.accounts.models import Capacity, Person
from wgcop.agenda.policy import Reader, can_edit_agenda
from wgcop.bodies.models import Meeting
from wgcop.outcomes.action_points import ActionPoint
from wgcop.outcomes.statements import DeliveredStatement, StatementKind


def can_see_silence(audiences: frozenset[str]) -> bool:
    """Return whether these readers may see silence procedures and the answers to them. Only members
    may.
    """
    return "members" in audiences


def can_circulate(reader: Reader, meeting: Meeting) -> bool:
    """Return whether the reader may circulate a text under silence, grant more time and withdraw
    the text. The editors of the agenda may.
    """
    return can_edit_agenda(reader, meeting)


def can_read_outcomes(audiences: frozenset[str]) -> bool:
    """Return whether these readers may see action points, agreed wordings and statements. These
    name people and delegations, and are therefore for members.
    """
    return "members" in audiences


def can_report_on(reader: Reader, point: ActionPoint) -> bool:
    """Return whether the reader may report on the action point. Its owner may, and the editors of
    the meeting's agenda.
    """
    return can_edit_agenda(reader, point.item.meeting) or (
        isinstance(reader, Person) and point.is_owned_by(reader)
    )


def kinds_to_deliver(reader: Reader, capacity: Capacity | None) -> list[StatementKind]:
    """Return the kinds of statements that the reader may deliver. A delegation delivers statements,
    and also reservations unless it is an observer.

    The secretariat puts both on record on behalf of delegations.
    """
    if reader.is_secretariat:
        return list(StatementKind)
    if capacity is None or capacity.delegation is None:
        return []
    return [StatementKind.STATEMENT] if capacity.is_observer else list(StatementKind)


def can_deliver(reader: Reader, capacity: Capacity | None) -> bool:
    return bool(kinds_to_deliver(reader, capacity))


def can_take_back(reader: Reader, capacity: Capacity | None, statement: DeliveredStatement) -> bool:
    """Return whether the reader may correct or withdraw the statement: those who speak for its
    delegation may, and the secretariat on its behalf.
    """
    if reader.is_secretariat:
        return True
    speaks_for = capacity.delegation if capacity else None
    return speaks_for is not None and speaks_for.id == statement.delegation_id
