"""The page of one agenda item: its line, its place on the agenda, and everything that it refers to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wgcop import clock
from wgcop.accounts.identity import Guest
from wgcop.accounts.models import Person
from wgcop.agenda import policy
from wgcop.agenda.agendas import Agenda, agenda_of
from wgcop.agenda.fields import FIELDS
from wgcop.agenda.kinds import ItemKind
from wgcop.agenda.missing import MissingPiece, missing_in_item
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.rows import AgendaRow
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.contributions.queries import documents_about
from wgcop.events.queries import seqs_for
from wgcop.fields.showing import ShownFact, shown_facts
from wgcop.floor.queries import ItemSpeakers, over_since, speakers_of
from wgcop.outcomes.action_points import ActionPoint
from wgcop.outcomes.policy import can_read_outcomes
from wgcop.outcomes.queries import (
    ItemOutcome,
    deferred_to,
    outcome_of,
    resolutions_at,
    still_due,
)
from wgcop.outcomes.wordings import ItemWording
from wgcop.proposals.models import Proposal
from wgcop.proposals.queries import standing_on
from wgcop.records.notes.showing import ShownNotes, notes_for
from wgcop.resolutions.models import Clause, Wording
from wgcop.resolutions.queries import topics_of_resolutions
from wgcop.threads.chairing.queries import NEVER_SET, StandingNow, standings_now
from wgcop.threads.policy import can_read_threads
from wgcop.threads.queries import NO_COUNTS, counts_below


@dataclass(frozen=True)
class ItemClause:
    """A clause that the item is about. `standing` is None for readers who may not read threads."""

    wording: Wording
    standing: StandingNow | None
    comments: int
    has_news: bool
    papers: tuple[Contribution, ...]
    """The documents of this meeting about the clause."""
    proposals: Sequence[Proposal] = ()
    """The proposals on it that stand, for members."""
    seq: int | None = None
    """The last number of its topic, for readers who hear what happens to it."""

    @property
    def clause(self) -> Clause:
        return self.wording.clause


@dataclass(frozen=True)
class ItemPage:
    agenda: Agenda
    row: AgendaRow
    above: tuple[AgendaRow, ...]
    """The items above it in the outline, outermost first."""
    previous: AgendaRow | None
    following: AgendaRow | None
    note: str
    clauses: tuple[ItemClause, ...]
    notes: ShownNotes | None
    """The notes of the item, or None for readers who may not read them."""
    may_write_notes: bool
    outcome: ItemOutcome | None
    """The action points, agreed wordings and statements of the item. None for guests, because these
    are for members.
    """
    still_due: Sequence[ActionPoint]
    """Open action points of earlier meetings, for members, on the item for the matters arising."""
    continues: tuple[AgendaItem, ...]
    """The deferred items of earlier meetings that are taken up again here."""
    speakers: ItemSpeakers | None
    """The speakers of the item, or None for readers who may not be in the room."""
    editions: Mapping[str, int]
    """The topics of the editions whose words the page shows, and the last number of each: another
    edition changes its clauses, and may end the agreement on words.
    """

    @property
    def now(self) -> datetime:
        return over_since(self.item.meeting) or clock.now()

    @property
    def item(self) -> AgendaItem:
        return self.row.item

    @property
    def is_on_the_floor(self) -> bool:
        return self.agenda.current == self.item.id

    @property
    def wordings_in_force(self) -> list[ItemWording]:
        """The agreed wordings that are still in force and may be withdrawn."""
        shown = self.outcome.wordings if self.outcome else ()
        return [each for each in shown if not each.is_withdrawn]

    @property
    def facts(self) -> list[ShownFact]:
        return shown_facts(self.item, FIELDS)

    @property
    def missing(self) -> list[MissingPiece]:
        return missing_in_item(self.item, self.row.lacks)


def item_page(item: AgendaItem, reader: Person | Guest) -> ItemPage:
    audiences = reader.audiences
    editions = topics_of_resolutions(resolutions_at(item))
    # Before what is shown is read: a change in between is then sent again instead of being missed.
    seqs = seqs_for(editions, audiences)
    may_write_notes = policy.can_write_notes(reader, item.meeting)
    agenda = agenda_of(item.meeting, audiences)
    may_read = can_read_outcomes(audiences)
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
        clauses=_clauses(rows[at].clauses, item.meeting, reader, editions),
        notes=notes_for(item.id, audiences, may_write=may_write_notes),
        may_write_notes=may_write_notes,
        outcome=outcome_of(item) if may_read else None,
        still_due=still_due(item.meeting) if may_read and item.kind == ItemKind.APPROVAL else (),
        continues=tuple(
            each for each in deferred_to(item) if each.meeting.agenda_audience in audiences
        ),
        speakers=speakers_of(item) if policy.can_join(audiences) else None,
        editions=seqs,
    )


def _clauses(
    wordings: Sequence[Wording],
    meeting: Meeting,
    reader: Person | Guest,
    editions: Sequence[str],
) -> tuple[ItemClause, ...]:
    """Return the clauses with their standing, comments and proposals, in eight SQL statements,
    however many there are. `editions` are the topics of their editions.
    """
    clauses = [wording.clause for wording in wordings]
    ids, audiences = [clause.id for clause in clauses], reader.audiences
    may_read = bool(ids) and can_read_threads(audiences)
    # Before what is shown is read, as above.
    seqs = seqs_for([clause.topic for clause in clauses], audiences) if may_read else {}
    proposals = standing_on(ids) if may_read else {}
    standings = standings_now(ids) if may_read else {}
    counts = NO_COUNTS
    if may_read and isinstance(reader, Person):
        counts = counts_below(editions, reader, audiences)
    papers = documents_about(ids, audiences, Contribution.meeting_id == meeting.id)
    return tuple(
        ItemClause(
            wording,
            standings.get(clause.id, NEVER_SET) if may_read else None,
            counts.count_of(clause.topic),
            counts.is_new(clause.topic),
            tuple(papers.get(clause.id, ())),
            proposals.get(clause.id, ()),
            seqs.get(clause.topic),
        )
        for wording, clause in zip(wordings, clauses, strict=True)
    )
