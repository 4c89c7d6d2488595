"""Meetings and the items of their agendas as pages and actions need them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from wgcop import clock
from wgcop.accounts.models import Delegation, Office
from wgcop.agenda import policy
from wgcop.agenda.models import AgendaClause, AgendaDocument, AgendaItem, Decision
from wgcop.agenda.outline import AgendaOutline
from wgcop.bodies.models import Group, Meeting, Moment
from wgcop.contributions.discussions import AgendaDiscussion, Decided
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.events.models import Topic
from wgcop.numbering.kinds import DocumentKind
from wgcop.resolutions import beside
from wgcop.resolutions.models import Clause, Wording

ON_THE_AGENDA = frozenset({"public", "members"})
"""The audiences of papers that can be on an agenda; drafts and papers in the queue never do."""


@dataclass(frozen=True)
class Meetings:
    now: Sequence[Meeting]
    coming: Sequence[Meeting]
    past: Sequence[Meeting]


def meetings(*options: ORMOption) -> Meetings:
    """Return the meetings held now, the coming ones with the next first, and the past ones with the
    last first.
    """
    by_date = db.session.scalars(
        select(Meeting)
        .options(joinedload(Meeting.group), selectinload(Meeting.sessions), *options)
        .order_by(Meeting.starts_on, Meeting.id)
    ).all()
    return Meetings(
        now=[meeting for meeting in by_date if meeting.moment == Moment.NOW],
        coming=[meeting for meeting in by_date if meeting.moment == Moment.COMING],
        past=[meeting for meeting in reversed(by_date) if meeting.moment == Moment.PAST],
    )


def meetings_on_now() -> list[tuple[Meeting, int]]:
    """Return each meeting held at this moment, with the last number of the topic of its floor.
    Members listen to that topic.

    Days begin in the meeting's own time zone, so the query looks one day further in both
    directions.
    """
    today = clock.now().date()
    near = db.session.execute(
        select(Meeting, func.coalesce(Topic.seq, 0))
        .outerjoin(Topic, Topic.name == Meeting.floor_topic)
        .where(
            Meeting.starts_on <= today + timedelta(days=1),
            Meeting.ends_on >= today - timedelta(days=1),
        )
        .options(joinedload(Meeting.group), joinedload(Meeting.sessions))
        .order_by(Meeting.starts_on, Meeting.id)
    ).unique()
    return [(meeting, seq) for meeting, seq in near if meeting.moment == Moment.NOW]


def groups() -> Sequence[Group]:
    """Return all groups, in the order in which they were set up: a group therefore comes before its
    subgroups.
    """
    return db.session.scalars(select(Group).order_by(Group.id)).all()


def next_number(group: Group) -> int:
    last = db.session.scalar(select(func.max(Meeting.number)).where(Meeting.group_id == group.id))
    return (last or 0) + 1


def is_number_used(group: Group, number: int) -> bool:
    return bool(
        db.session.scalar(
            select(Meeting.id).where(Meeting.group_id == group.id, Meeting.number == number)
        )
    )


def meeting_by_slug(slug: str) -> Meeting | None:
    return (
        db.session.scalars(
            select(Meeting)
            .where(Meeting.slug == slug)
            .options(joinedload(Meeting.group), joinedload(Meeting.sessions))
        )
        .unique()
        .one_or_none()
    )


def meeting_after(meeting: Meeting) -> Meeting | None:
    """Return the next meeting of the same group, or None."""
    return db.session.scalar(
        select(Meeting)
        .where(Meeting.group_id == meeting.group_id, Meeting.starts_on > meeting.ends_on)
        .order_by(Meeting.starts_on, Meeting.id)
        .limit(1)
    )


def items_of(meeting: Meeting, *options: ORMOption) -> dict[int, AgendaItem]:
    """Return the items of the agenda by id, in no order. They are read again, since others may have
    changed them in the meantime.
    """
    items = db.session.scalars(
        _items(meeting).options(*options).execution_options(populate_existing=True)
    )
    return {item.id: item for item in items}


def items_to_show(meeting: Meeting) -> dict[int, AgendaItem]:
    """Return the items by id with everything that their lines show, in three SQL statements.

    What the page has read before, such as clauses, is not read again: the agenda may be one part of
    a page.
    """
    items = db.session.scalars(
        _items(meeting).options(
            selectinload(AgendaItem.clause_links)
            .joinedload(AgendaClause.clause)
            .joinedload(Clause.wordings)
            .joinedload(Wording.section),
            selectinload(AgendaItem.document_links)
            .joinedload(AgendaDocument.contribution)
            .joinedload(Contribution.revisions)
            .options(lazyload(Revision.clause_links), lazyload(Revision.question_links)),
            joinedload(AgendaItem.decisions),
        )
    ).unique()
    return {item.id: item for item in items}


def items_for_floor(meeting: Meeting) -> dict[int, AgendaItem]:
    """Return the items by id, only with what decides which of them is on the floor, in four SQL
    statements.
    """
    items = db.session.scalars(
        _items(meeting).options(
            selectinload(AgendaItem.clause_links),
            selectinload(AgendaItem.document_links),
            selectinload(AgendaItem.decisions),
        )
    )
    return {item.id: item for item in items}


def _items(meeting: Meeting) -> Select[AgendaItem]:
    return select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)


def outline_of(items: Mapping[int, AgendaItem]) -> AgendaOutline:
    return AgendaOutline.of((item.id, item.parent_id, item.position) for item in items.values())


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


def item_alone(meeting: Meeting, item_id: int) -> AgendaItem | None:
    """Return an item without its clauses and documents, for a page that reads the whole agenda
    anyway.
    """
    return db.session.scalar(
        select(AgendaItem).where(AgendaItem.id == item_id, AgendaItem.meeting_id == meeting.id)
    )


def branch_of(item: AgendaItem) -> list[AgendaItem]:
    """Return the item and everything below it, in reading order, with the decisions on each."""
    items = items_of(item.meeting, selectinload(AgendaItem.decisions))
    return [items[each] for each in outline_of(items).branch(item.id)]


def items_to_choose(meeting: Meeting) -> dict[int, str]:
    """Return `{7: "2.1 Clauses of Resolution 67"}`, in order, for forms that link to an item."""
    return items_to_choose_of([meeting])[meeting.id]


def name_of_item(item: AgendaItem) -> str:
    """Return the item's number and title. This reads the whole agenda."""
    return items_to_choose(item.meeting)[item.id]


def items_to_choose_of(meetings: Iterable[Meeting]) -> dict[int, dict[int, str]]:
    """Return the names of items as `items_to_choose` does, for several meetings, by meeting id, in
    one SQL statement.
    """
    items_of: dict[int, dict[int, AgendaItem]] = {meeting.id: {} for meeting in meetings}
    for item in db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id.in_(items_of))):
        items_of[item.meeting_id][item.id] = item
    return {meeting: _named(items) for meeting, items in items_of.items()}


def _named(items: Mapping[int, AgendaItem]) -> dict[int, str]:
    outline = outline_of(items)
    numbers = outline.numbers()
    return {item: f"{numbers[item]} {items[item].title}" for item, _ in outline.walk()}


def items_with(contribution: Contribution) -> Sequence[AgendaItem]:
    """Return the items under which a paper is listed on its meeting's agenda."""
    return db.session.scalars(
        select(AgendaItem)
        .join(AgendaDocument, AgendaDocument.item_id == AgendaItem.id)
        .where(
            AgendaDocument.contribution_id == contribution.id,
            AgendaItem.meeting_id == contribution.meeting_id,
        )
        .options(joinedload(AgendaItem.meeting))
        .order_by(AgendaDocument.id)
    ).all()


def numbered_items_with(
    contribution: Contribution, also: Collection[int] = ()
) -> list[tuple[str, str]]:
    """Return `("2.1 Awareness campaigns", address)` for each item under which the paper is listed,
    and for the items in `also` that still exist.
    """
    items = list(items_with(contribution))
    if also:
        items += [
            item
            for key, item in items_of(contribution.meeting).items()
            if key in also and item not in items
        ]
    if not items:
        return []
    names = items_to_choose(contribution.meeting)
    return [(names[item.id], item.url) for item in items]


def discussions_of(contribution: Contribution, audiences: frozenset[str]) -> list[AgendaDiscussion]:
    """Return the items of agendas that list the paper and are readable by these audiences, in six
    SQL statements.

    A decision is left out if it was withdrawn or corrected, or was taken before the paper was
    listed there.
    """
    links = db.session.scalars(
        select(AgendaDocument)
        .join(AgendaDocument.item)
        .join(AgendaItem.meeting)
        .where(AgendaDocument.contribution_id == contribution.id)
        .options(
            contains_eager(AgendaDocument.item).options(
                contains_eager(AgendaItem.meeting),
                selectinload(AgendaItem.decisions),
                selectinload(AgendaItem.calls),
                selectinload(AgendaItem.matter_calls),
            )
        )
        .order_by(Meeting.starts_on, AgendaDocument.id)
    ).all()
    placed = {
        link.item: link for link in links if policy.can_read_agenda(audiences, link.item.meeting)
    }
    return [
        replace(
            discussion,
            decisions=tuple(
                decision
                for decision in discussion.decisions
                if link.placed_at is None or decision.at >= link.placed_at
            ),
            placed_at=link.placed_at,
            taken_up=tuple(call.at for call in link.item.calls),
            on_the_floor=tuple(
                (
                    call.at,
                    next(
                        (
                            revision.name
                            for revision in contribution.issued
                            if revision.number == call.revision_number
                        ),
                        "",
                    ),
                )
                for call in link.item.matter_calls
                if call.contribution_id == contribution.id
            ),
            wording=link.revision.name if link.revision_number is not None else "",
        )
        for link, discussion in zip(placed.values(), _discussions(placed), strict=True)
    ]


beside.stands_beside(
    "agendas", lambda clause_id: exists().where(AgendaClause.clause_id == clause_id)
)


def discussions_of_clause(clause: Clause, audiences: frozenset[str]) -> list[AgendaDiscussion]:
    """Return the items of agendas that list the clause and are readable by these audiences,
    earliest meeting first, in three SQL statements.
    """
    if beside.found(clause, "agendas") is False:
        return []
    links = db.session.scalars(
        select(AgendaClause)
        .join(AgendaClause.item)
        .join(AgendaItem.meeting)
        .where(AgendaClause.clause_id == clause.id)
        .options(
            contains_eager(AgendaClause.item).options(
                contains_eager(AgendaItem.meeting), selectinload(AgendaItem.decisions)
            )
        )
        .order_by(Meeting.starts_on, AgendaClause.id)
    )
    return _discussions(
        [link.item for link in links if policy.can_read_agenda(audiences, link.item.meeting)]
    )


def _discussions(items: Collection[AgendaItem]) -> list[AgendaDiscussion]:
    if not items:
        return []
    names = items_to_choose_of({item.meeting for item in items})
    return [
        AgendaDiscussion(
            meeting=item.meeting.title,
            meeting_address=item.meeting.url,
            days=(item.meeting.starts_on, item.meeting.ends_on),
            name=names[item.meeting_id][item.id],
            address=item.url,
            is_on_the_floor=item.taken_up_at is not None and not item.closed,
            is_closed=item.closed,
            decisions=tuple(
                Decided(conclusion.name, conclusion.decided_at, conclusion.text)
                for conclusion in item.conclusions
            ),
        )
        for item in items
    ]


def documents_under(meeting: Meeting, item_id: int) -> tuple[str, list[int]] | None:
    """Return `("2.1 Awareness campaigns", ids of papers)` for an item and those below it, in two
    SQL statements, or None if the item does not exist.
    """
    items = items_of(meeting)
    if item_id not in items:
        return None
    outline = outline_of(items)
    papers = db.session.scalars(
        select(AgendaDocument.contribution_id)
        .where(AgendaDocument.item_id.in_(outline.branch(item_id)))
        .distinct()
    )
    return f"{outline.numbers()[item_id]} {items[item_id].title}", list(papers)


def clauses_of_ids(ids: Collection[int]) -> Sequence[Clause]:
    return db.session.scalars(select(Clause).where(Clause.id.in_(ids)).order_by(Clause.id)).all()


def presenters_to_choose(meeting: Meeting) -> list[str]:
    """Return who can be named as presenter, as an agenda prints them: the offices of the group,
    then the delegations.
    """
    offices = db.session.scalars(
        select(Office).where(Office.group_id == meeting.group_id).order_by(Office.id)
    )
    delegations = db.session.scalars(select(Delegation.name).order_by(Delegation.name))
    return list(dict.fromkeys([*(office.capacity.printed for office in offices), *delegations]))


def documents_to_choose(meeting: Meeting, audiences: frozenset[str]) -> list[Contribution]:
    """Return the documents that the reader may place on the meeting's agenda: those of the meeting,
    the reports of earlier meetings, those that the agenda lists already, and for a subgroup the
    papers before the group above.
    """
    listed = (
        select(AgendaDocument.contribution_id)
        .join(AgendaDocument.item)
        .where(AgendaItem.meeting_id == meeting.id)
    )
    papers = db.session.scalars(
        select(Contribution)
        .where(
            Contribution.number.is_not(None),
            or_(
                Contribution.meeting_id == meeting.id,
                Contribution.id.in_(listed),
                Contribution.meeting_id.in_(_meeting_above(meeting)),
                _is_report_before(meeting),
            ),
        )
        .order_by(Contribution.meeting_id != meeting.id, Contribution.symbol_order)
    )
    return [paper for paper in papers if paper.audience & audiences & ON_THE_AGENDA]


def _meeting_above(meeting: Meeting) -> Select[Any]:
    """Select the latest meeting of the group above that has begun by the end of this one."""
    return (
        select(Meeting.id)
        .where(Meeting.group_id == meeting.group.parent_id, Meeting.starts_on <= meeting.ends_on)
        .order_by(Meeting.starts_on.desc(), Meeting.id.desc())
        .limit(1)
    )


def report_before(meeting: Meeting) -> Contribution | None:
    """Return the report of the group's last earlier meeting that has one, or None."""
    return db.session.scalar(
        select(Contribution)
        .join(Contribution.meeting)
        .where(Contribution.number.is_not(None), _is_report_before(meeting))
        .order_by(Meeting.number.desc(), Contribution.symbol_order.desc())
        .limit(1)
    )


def _is_report_before(meeting: Meeting) -> ColumnElement[bool]:
    """Return the SQL condition of a report of the group's earlier meetings. Such reports are
    brought by the officers; a delegation's report is about its own work.
    """
    earlier = select(Meeting.id).where(
        Meeting.group_id == meeting.group_id, Meeting.number < meeting.number
    )
    return and_(
        Contribution.kind == DocumentKind.REPORT,
        Contribution.delegation_id.is_(None),
        Contribution.state != PaperState.WITHDRAWN,
        Contribution.meeting_id.in_(earlier),
    )


def agendas_to_copy(meeting: Meeting, audiences: frozenset[str]) -> list[Meeting]:
    """Return other meetings whose agendas the reader may copy: those of the same group first,
    latest first.
    """
    others = db.session.scalars(
        select(Meeting)
        .where(
            Meeting.id != meeting.id,
            select(AgendaItem.id).where(AgendaItem.meeting_id == Meeting.id).exists(),
        )
        .options(joinedload(Meeting.group))
        .order_by(Meeting.starts_on.desc(), Meeting.id.desc())
    )
    readable = [other for other in others if policy.can_read_agenda(audiences, other)]
    return sorted(readable, key=lambda each: each.group_id != meeting.group_id)
