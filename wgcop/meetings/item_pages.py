"""The page of one agenda item: its line on the agenda, where that stands, and what the item points to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wgcop import clock
from wgcop.meetings import policy
from wgcop.meetings.agendas import Agenda, AgendaRow, agenda_of
from wgcop.meetings.kinds import ItemKind
from wgcop.meetings.models import AgendaItem
from wgcop.meetings.notes.showing import ShownNotes, notes_for
from wgcop.meetings.outcomes.action_points import ActionPoint
from wgcop.meetings.outcomes.queries import ItemOutcome, deferred_to, outcome_of, still_due
from wgcop.meetings.room.queries import ItemSpeakers, speakers_of


@dataclass(frozen=True)
class ItemPage:
    agenda: Agenda
    row: AgendaRow
    above: tuple[AgendaRow, ...]
    """The items that it stands below, outermost first."""
    previous: AgendaRow | None
    following: AgendaRow | None
    note: str
    notes: ShownNotes | None
    """None for those who read no notes at all."""
    may_write_notes: bool
    outcome: ItemOutcome | None
    """None for guests: it is for members."""
    still_due: Sequence[ActionPoint]
    """Action points of earlier meetings, for members, where these are the matters arising."""
    continues: tuple[AgendaItem, ...]
    """The deferred items of earlier meetings that are taken up again here."""
    speakers: ItemSpeakers | None
    """None for those who may not be in the room."""

    @property
    def now(self) -> datetime:
        return clock.now()

    @property
    def item(self) -> AgendaItem:
        return self.row.item

    @property
    def is_on_the_floor(self) -> bool:
        return self.agenda.current == self.item.id


def item_page(
    item: AgendaItem, audiences: frozenset[str], *, may_write_notes: bool = False
) -> ItemPage:
    agenda = agenda_of(item.meeting, audiences)
    may_read = policy.can_read_outcomes(audiences)
    rows = list(agenda)
    at = next(place for place, row in enumerate(rows) if row.item.id == item.id)
    by_id = {row.item.id: row for row in rows}
    above: list[AgendaRow] = []
    parent = item.parent_id
    while parent is not None:
        above.insert(0, by_id[parent])
        parent = by_id[parent].item.parent_id
    return ItemPage(
        agenda,
        rows[at],
        tuple(above),
        previous=rows[at - 1] if at else None,
        following=rows[at + 1] if at + 1 < len(rows) else None,
        note=item.note_read_by(audiences),
        notes=notes_for(item.id, audiences, may_write=may_write_notes),
        may_write_notes=may_write_notes,
        outcome=outcome_of(item) if may_read else None,
        still_due=still_due(item.meeting) if may_read and item.kind == ItemKind.APPROVAL else (),
        continues=tuple(
            each for each in deferred_to(item) if each.meeting.agenda_audience in audiences
        ),
        speakers=speakers_of(item) if policy.can_join(audiences) else None,
    )
