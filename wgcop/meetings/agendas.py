"""An agenda with all that its lines say: numbers, times, and the documents that its readers may see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import selectinload

from wgcop import clock
from wgcop.bodies.models import Meeting, Moment
from wgcop.contributions.models import Contribution
from wgcop.meetings.models import AgendaClause, AgendaDocument, AgendaItem, Decision
from wgcop.meetings.outline import Outline
from wgcop.meetings.queries import ON_THE_AGENDA, items_of, outline_of
from wgcop.meetings.schedule import Slot, Timing, schedule
from wgcop.resolutions.models import Clause, Wording


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


def agenda_of(meeting: Meeting, audiences: frozenset[str]) -> Agenda:
    """The whole agenda in seven statements."""
    items = items_of(
        meeting,
        selectinload(AgendaItem.clause_links)
        .joinedload(AgendaClause.clause)
        .selectinload(Clause.wordings)
        .joinedload(Wording.section),
        selectinload(AgendaItem.document_links).joinedload(AgendaDocument.contribution),
        selectinload(AgendaItem.decisions),
    )
    outline = outline_of(items)
    numbers = outline.numbers()
    timings = {item.id: Timing(item.minutes, item.fixed) for item in items.values()}
    slots = schedule(meeting.opens, outline, timings)
    days = _days_begun(meeting, {item: slots[item] for item, _ in outline.walk()})

    def rows_below(parent: int | None) -> tuple[Row, ...]:
        return tuple(
            Row(
                item=items[item],
                number=numbers[item],
                slot=slots[item],
                day=days.get(item),
                clauses=tuple(clause.wording for clause in items[item].clauses),
                documents=_seen(items[item], audiences),
                decision=items[item].decision,
                children=rows_below(item),
            )
            for item in outline.below(parent)
        )

    return Agenda(meeting, rows_below(None), _on_the_floor(meeting, outline, items, slots))


def _seen(item: AgendaItem, audiences: frozenset[str]) -> tuple[Contribution, ...]:
    return tuple(
        link.contribution
        for link in item.document_links
        if link.contribution.is_numbered and link.contribution.audience & audiences & ON_THE_AGENDA
    )


def _days_begun(meeting: Meeting, slots: Mapping[int, Slot]) -> dict[int, date]:
    """The items with which a day begins; a meeting of one day need not say it."""
    days: dict[int, date] = {}
    current = meeting.starts_on if meeting.starts_on == meeting.ends_on else None
    for item, slot in slots.items():
        day = slot.start.astimezone(meeting.time_zone).date()
        if day != current:
            days[item] = current = day
    return days


def _on_the_floor(
    meeting: Meeting, outline: Outline, items: Mapping[int, AgendaItem], slots: Mapping[int, Slot]
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
