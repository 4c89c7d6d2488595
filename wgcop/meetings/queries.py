"""Meetings and agendas as pages need them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from wgcop import clock, received
from wgcop.bodies.models import Group, Meeting, Moment
from wgcop.contributions.models import Contribution
from wgcop.db import db
from wgcop.meetings.models import AgendaClause, AgendaDocument, AgendaItem, Decision, MeetingChange
from wgcop.meetings.outline import Outline
from wgcop.meetings.schedule import Slot, Timing, schedule
from wgcop.resolutions.models import Clause, Wording

ON_THE_AGENDA = frozenset({"public", "members"})
"""Drafts and papers in the queue are not on an agenda yet, not even for those who may read them."""


@dataclass(frozen=True)
class Meetings:
    now: Sequence[Meeting]
    coming: Sequence[Meeting]
    past: Sequence[Meeting]


@dataclass(frozen=True)
class Row:
    """An item with all that its line of the agenda says."""

    item: AgendaItem
    number: str
    slot: Slot
    day: date | None
    """Said where a day of the meeting begins."""
    clauses: tuple[Wording, ...]
    documents: tuple[Contribution, ...]
    decision: Decision | None
    children: tuple["Row", ...]


@dataclass(frozen=True)
class Agenda:
    meeting: Meeting
    rows: tuple[Row, ...]
    current: int | None
    """The item on the floor."""

    @property
    def on_the_floor(self) -> Row | None:
        return next((row for row in self if row.item.id == self.current), None)

    @property
    def next_up(self) -> Row | None:
        """What follows the item on the floor or, while there is none, what begins next."""
        leaves = [row for row in self if not row.children]
        floor = next((at for at, row in enumerate(leaves) if row.item.id == self.current), None)
        if floor is None:
            ahead = [row for row in leaves if row.slot.start > clock.now()]
        else:
            ahead = leaves[floor + 1 :]
        return next((row for row in ahead if not row.item.closed), None)

    @property
    def ends(self) -> datetime:
        return max(row.slot.end for row in self.rows)

    def __iter__(self) -> Iterator[Row]:
        """All rows in reading order."""

        def walk(rows: Sequence[Row]) -> Iterator[Row]:
            for row in rows:
                yield row
                yield from walk(row.children)

        return walk(self.rows)


def meetings() -> Meetings:
    """What is on, what comes next and what was last, each in the order in which people look for it."""
    found = db.session.scalars(
        select(Meeting).options(joinedload(Meeting.group)).order_by(Meeting.starts_on, Meeting.id)
    ).all()
    return Meetings(
        now=[meeting for meeting in found if meeting.moment == Moment.NOW],
        coming=[meeting for meeting in found if meeting.moment == Moment.COMING],
        past=[meeting for meeting in reversed(found) if meeting.moment == Moment.PAST],
    )


def groups() -> Sequence[Group]:
    return db.session.scalars(select(Group).order_by(Group.id)).all()


def meeting_by_slug(slug: str) -> Meeting | None:
    return db.session.scalar(
        select(Meeting).where(Meeting.slug == slug).options(joinedload(Meeting.group))
    )


@dataclass(frozen=True)
class Head:
    """What stands on top of a meeting's page."""

    meeting: Meeting
    change: MeetingChange | None
    for_members: bool


def head(meeting: Meeting, audiences: frozenset[str]) -> Head:
    return Head(meeting, last_change(meeting), "members" in audiences)


def last_change(meeting: Meeting) -> MeetingChange | None:
    """How time and place were before they were last changed."""
    return db.session.scalar(
        select(MeetingChange)
        .where(MeetingChange.meeting_id == meeting.id)
        .order_by(MeetingChange.id.desc())
        .limit(1)
    )


def item_of(meeting: Meeting, item_id: int) -> AgendaItem | None:
    return db.session.scalar(
        select(AgendaItem)
        .where(AgendaItem.id == item_id, AgendaItem.meeting_id == meeting.id)
        .options(
            joinedload(AgendaItem.meeting),
            selectinload(AgendaItem.clause_links).joinedload(AgendaClause.clause),
            selectinload(AgendaItem.document_links).joinedload(AgendaDocument.contribution),
            selectinload(AgendaItem.decisions).joinedload(Decision.recorded_by),
        )
    )


def agenda(meeting: Meeting, audiences: frozenset[str]) -> Agenda:
    """The whole agenda in seven statements, with the documents that readers of these audiences may read."""
    items = {
        item.id: item
        for item in db.session.scalars(
            select(AgendaItem)
            .where(AgendaItem.meeting_id == meeting.id)
            .options(
                selectinload(AgendaItem.clause_links)
                .joinedload(AgendaClause.clause)
                .selectinload(Clause.wordings)
                .joinedload(Wording.section),
                selectinload(AgendaItem.document_links).joinedload(AgendaDocument.contribution),
                selectinload(AgendaItem.decisions),
            )
            .execution_options(populate_existing=True)
        )
    }
    outline = outline_of(list(items.values()))
    numbers = outline.numbers()
    slots = schedule(
        meeting.opens,
        outline,
        {item.id: Timing(item.minutes, item.fixed) for item in items.values()},
    )
    days = _days_begun(meeting, {item: slots[item] for item, _ in outline.walk()})

    def row(item: AgendaItem) -> Row:
        return Row(
            item=item,
            number=numbers[item.id],
            slot=slots[item.id],
            day=days.get(item.id),
            clauses=tuple(clause.wording for clause in item.clauses),
            documents=tuple(
                link.contribution
                for link in item.document_links
                if link.contribution.audience & audiences & ON_THE_AGENDA
            ),
            decision=item.decision,
            children=tuple(row(items[child]) for child in outline.below(item.id)),
        )

    return Agenda(
        meeting,
        tuple(row(items[top]) for top in outline.below(None)),
        _on_the_floor(meeting, outline, items, slots),
    )


def items_to_choose(meeting: Meeting) -> list[tuple[int, str]]:
    """`(7, "2.1 Clauses of Resolution 67")`, in order, for forms that link to an item."""
    items = {
        item.id: item
        for item in db.session.scalars(
            select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
        )
    }
    outline = outline_of(list(items.values()))
    numbers = outline.numbers()
    return [(item, f"{numbers[item]} {items[item].title}") for item, _ in outline.walk()]


def branch_of(item: AgendaItem) -> list[AgendaItem]:
    """The item and everything below it, in reading order, with what was decided on each."""
    items = {
        each.id: each
        for each in db.session.scalars(
            select(AgendaItem)
            .where(AgendaItem.meeting_id == item.meeting_id)
            .options(selectinload(AgendaItem.decisions))
        )
    }
    return [items[each] for each in outline_of(list(items.values())).branch(item.id)]


def clauses_of_ids(ids: Collection[int]) -> Sequence[Clause]:
    return db.session.scalars(
        select(Clause).where(Clause.id.in_(received.keys(ids))).order_by(Clause.id)
    ).all()


def documents_to_choose(meeting: Meeting, audiences: frozenset[str]) -> list[Contribution]:
    """The meeting's documents that may stand on its agenda, among those that the reader may read."""
    found = db.session.scalars(
        select(Contribution)
        .where(Contribution.meeting_id == meeting.id, Contribution.number.is_not(None))
        .order_by(Contribution.number)
    )
    return [each for each in found if each.audience & audiences & ON_THE_AGENDA]


def outline_of(items: Collection[AgendaItem]) -> Outline:
    return Outline.of((item.id, item.parent_id, item.position) for item in items)


def _days_begun(meeting: Meeting, slots: dict[int, Slot]) -> dict[int, date]:
    """The items with which a day begins; a meeting of one day need not say it."""
    days: dict[int, date] = {}
    current = meeting.starts_on if meeting.starts_on == meeting.ends_on else None
    for item, slot in slots.items():
        day = slot.start.astimezone(meeting.time_zone).date()
        if day != current:
            days[item] = current = day
    return days


def _on_the_floor(
    meeting: Meeting, outline: Outline, items: dict[int, AgendaItem], slots: dict[int, Slot]
) -> int | None:
    """While the meeting is on: the item after the last one that was closed; until one is, what the clock says."""
    if meeting.moment != Moment.NOW:
        return None
    leaves = [item for item, _ in outline.walk() if not outline.below(item)]
    closed = [index for index, item in enumerate(leaves) if items[item].closed]
    if closed:
        behind = [item for item in leaves[closed[-1] + 1 :] if not items[item].closed]
        return behind[0] if behind else None
    now = clock.now()
    return next((item for item in leaves if slots[item].start <= now < slots[item].end), None)
