"""What delegations told those who preside in confidence, by the items of the meeting."""

from collections.abc import Sequence
from dataclasses import dataclass

from wgcop.accounts.models import Person
from wgcop.agenda.rows import AgendaRow
from wgcop.floor.queries import Room
from wgcop.positions.models import ChairNotice
from wgcop.positions.policy import can_read_notices
from wgcop.positions.queries import notices_for_chair


@dataclass(frozen=True)
class Confided:
    """The notices about the clauses of one item."""

    row: AgendaRow
    notices: Sequence[ChairNotice]


def confided_to(reader: Person, room: Room) -> list[Confided]:
    """Return, for a reader who presides over the meeting or is a deputy, what delegations told them
    about the clauses on its agenda, the item on the floor first; nothing for anybody else.
    """
    if not can_read_notices(reader, room.meeting.group):
        return []
    clauses = {row.item.id: [each.clause_id for each in row.clauses] for row in room.agenda}
    listed = {clause_id for ids in clauses.values() for clause_id in ids}
    told = notices_for_chair(listed) if listed else ()
    found = [
        Confided(row, [each for each in told if each.clause_id in clauses[row.item.id]])
        for row in room.agenda
    ]
    told_of = [each for each in found if each.notices]
    return sorted(told_of, key=lambda each: each.row.item.id != room.item_id)
