"""An agenda as it is shown: with numbers, times, and the documents that its readers may see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from wgcop import clock
from wgcop.agenda.floor import Floor, before_the_opening, floor_of, matter_of
from wgcop.agenda.kinds import ItemKind
from wgcop.agenda.models import AGREEING, AgendaClause, AgendaDocument, AgendaItem
from wgcop.agenda.outline import AgendaOutline
from wgcop.agenda.publication.lines import AgendaLine, lines_of
from wgcop.agenda.publication.models import PublishedAgenda
from wgcop.agenda.publication.queries import latest
from wgcop.agenda.queries import ON_THE_AGENDA, items_for_floor, items_to_show, outline_of
from wgcop.agenda.rows import AgendaPaper, AgendaRow
from wgcop.agenda.schedule import SlotTiming, TimeSlot, schedule
from wgcop.agenda.sessions import opening_of, sessions_begun, spans_of
from wgcop.agenda.sitting import Sitting, sitting_of
from wgcop.bodies.models import Meeting, Moment
from wgcop.contributions.models import Contribution
from wgcop.resolutions.models import Wording


@dataclass(frozen=True)
class Agenda:
    meeting: Meeting
    rows: tuple[AgendaRow, ...]
    floor: Floor
    for_members: bool
    sitting: Sitting | None = None
    """The state of the sitting, or None outside the days of the meeting."""

    @cached_property
    def published(self) -> PublishedAgenda | None:
        """The last publication of the agenda, or None. It is read in a statement of its own, and
        only when it is shown.
        """
        return latest(self.meeting)

    @cached_property
    def lines(self) -> list[AgendaLine]:
        """The lines as they would be published now for these readers."""
        return self.lines_for(members=self.for_members)

    def lines_for(self, *, members: bool) -> list[AgendaLine]:
        """Return the lines as they would be published for members or for everybody. An agenda for
        members contains both, one for guests does not.
        """
        itself = self.published.revision.contribution_id if self.published else None
        zone = self.meeting.time_zone
        return lines_of(self.rows, zone, besides=itself, for_members=members)

    @property
    def is_adopted(self) -> bool:
        """Whether the meeting has agreed to the agenda under the item for its adoption. Until then
        it is a draft agenda.
        """
        return any(
            row.item.kind == ItemKind.ADOPTION
            and any(conclusion.outcome in AGREEING for conclusion in row.conclusions)
            for row in self
        )

    @property
    def has_changed(self) -> bool:
        """Whether the agenda differs from its last publication."""
        if self.published is None:
            return False
        before = self.published.lines(for_members=self.for_members)
        return self.lines != before or self.is_adopted != self.published.adopted

    @property
    def current(self) -> int | None:
        """The id of the item on the floor, or None."""
        return self.floor.current

    @property
    def on_the_floor(self) -> AgendaRow | None:
        return next((row for row in self if row.item.id == self.floor.current), None)

    @property
    def next_up(self) -> AgendaRow | None:
        return next((row for row in self if row.item.id == self.floor.next), None)

    def row_of(self, item_id: int) -> AgendaRow | None:
        return next((row for row in self if row.item.id == item_id), None)

    @property
    def changes_in(self) -> int | None:
        """Seconds until an open page changes without an event, or None."""
        return clock.seconds_to_next(self.meeting.turning_points)

    @property
    def ends(self) -> datetime:
        return max(row.slot.end for row in self.rows)

    @property
    def over(self) -> int:
        """The number of minutes by which the agenda exceeds the last session."""
        return max((row.slot.beyond for row in self), default=0)

    def __iter__(self) -> Iterator[AgendaRow]:
        """Iterate over all rows in reading order."""

        def walk(rows: Sequence[AgendaRow]) -> Iterator[AgendaRow]:
            for row in rows:
                yield row
                yield from walk(row.children)

        return walk(self.rows)


def agenda_of(meeting: Meeting, audiences: frozenset[str]) -> Agenda:
    """Return the agenda as these audiences see it. It takes three SQL statements, one more for the
    sessions unless they were read with the meeting, and one more for the state of the sitting on
    days on which it is held.
    """
    items = items_to_show(meeting)
    outline = outline_of(items)
    numbers = outline.numbers()
    slots = _slots(meeting, outline, items)
    in_order = [(item, slots[item]) for item, _ in outline.walk()]
    days = _days_begun(meeting, dict(in_order))
    sitting = _sitting(meeting)
    sessions = sessions_begun(meeting, in_order)

    def rows_below(parent: int | None) -> tuple[AgendaRow, ...]:
        return tuple(
            AgendaRow(
                item=items[item],
                number=numbers[item],
                slot=slots[item],
                day=days.get(item),
                session=sessions.get(item),
                clauses=tuple(clause.wording for clause in items[item].clauses),
                papers=_visible_papers(items[item], audiences),
                note=items[item].note_read_by(audiences & ON_THE_AGENDA),
                conclusions=tuple(items[item].conclusions),
                matter=_matter(items[item], audiences),
                children=rows_below(item),
            )
            for item in outline.below(parent)
        )

    return Agenda(
        meeting,
        rows_below(None),
        _floor(sitting, outline, items),
        for_members="members" in audiences,
        sitting=sitting,
    )


def floor_now(meeting: Meeting) -> Floor:
    """Return only the floor of the meeting, for actions, without the lines of the agenda."""
    items = items_for_floor(meeting)
    return _floor(_sitting(meeting), outline_of(items), items)


def _sitting(meeting: Meeting) -> Sitting | None:
    return sitting_of(meeting) if meeting.moment == Moment.NOW else None


def _slots(
    meeting: Meeting, outline: AgendaOutline, items: Mapping[int, AgendaItem]
) -> dict[int, TimeSlot]:
    timings = {item.id: SlotTiming(item.planned_minutes, item.fixed) for item in items.values()}
    return schedule(opening_of(meeting), outline, timings, spans_of(meeting))


def _visible_papers(item: AgendaItem, audiences: frozenset[str]) -> tuple[AgendaPaper, ...]:
    """Return the documents of an item that these audiences may see, in the order of their numbers."""
    papers = (
        AgendaPaper.of(link)
        for link in item.document_links
        if _may_be_seen(link.contribution, audiences)
    )
    return tuple(sorted(papers, key=lambda paper: paper.contribution.symbol_order))


def _may_be_seen(document: Contribution, audiences: frozenset[str]) -> bool:
    return document.is_numbered and bool(document.audience & audiences & ON_THE_AGENDA)


def _matter(item: AgendaItem, audiences: frozenset[str]) -> Wording | AgendaPaper | None:
    clauses = item.clause_links
    documents = [link for link in item.document_links if _may_be_seen(link.contribution, audiences)]
    links: list[AgendaClause | AgendaDocument] = [*clauses, *documents]
    called = next((link for link in links if link.taken_up_at), None)
    match matter_of(clauses, documents, called=called):
        case AgendaClause() as link:
            return link.clause.wording
        case AgendaDocument() as link:
            return AgendaPaper.of(link)
        case _:
            return None


def _days_begun(meeting: Meeting, slots: Mapping[int, TimeSlot]) -> dict[int, date]:
    """Return the first item of each day; none for a meeting of one day."""
    days: dict[int, date] = {}
    current = meeting.starts_on if meeting.starts_on == meeting.ends_on else None
    for item, slot in slots.items():
        day = slot.start.astimezone(meeting.time_zone).date()
        if day != current:
            days[item] = current = day
    return days


def _floor(
    sitting: Sitting | None, outline: AgendaOutline, items: Mapping[int, AgendaItem]
) -> Floor:
    if sitting in (None, Sitting.CLOSED):
        return Floor()
    order = [
        item for item, _ in outline.walk() if items[item].has_matter or not outline.below(item)
    ]
    closed = {item.id for item in items.values() if item.closed}
    if sitting == Sitting.NOT_OPENED:
        return before_the_opening(order, closed=closed)
    taken_up = next((item.id for item in items.values() if item.taken_up_at), None)
    return floor_of(order, closed=closed, taken_up=taken_up)
