"""Queries for action points, agreed wordings and statements, for pages, the report and other
features.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from wgcop.accounts.any_reader import Reader
from wgcop.accounts.models import Delegation, GroupRole, Membership, Person
from wgcop.agenda.models import AgendaClause, AgendaItem, Decision, Outcome
from wgcop.agenda.on_record import keeps_items
from wgcop.bodies.models import Group, Meeting
from wgcop.database import db
from wgcop.outcomes.action_points import ActionChange, ActionPoint, ActionState, OwnerKind
from wgcop.outcomes.statements import DeliveredStatement
from wgcop.outcomes.wordings import AgreedWording, ItemWording
from wgcop.resolutions.models import Clause, Wording
from wgcop.threads.chairing.standings import ClauseStanding


@dataclass(frozen=True)
class ItemOutcome:
    """The action points, agreed wordings and statements of one item. They are for members."""

    action_points: Sequence[ActionPoint] = ()
    wordings: Sequence[ItemWording] = ()
    """The agreed wordings, including those that were withdrawn, which leave a trace."""
    statements: Sequence[DeliveredStatement] = ()

    def __bool__(self) -> bool:
        return bool(self.action_points or self.wordings or self.statements)


def outcomes_of(meeting: Meeting) -> dict[int, ItemOutcome]:
    """Return the action points, wordings and statements of each item, by item id, in a constant
    number of SQL statements. Items without any of these are left out.
    """
    return _by_item(AgendaItem.meeting_id == meeting.id)


def outcome_of(item: AgendaItem) -> ItemOutcome:
    return _by_item(AgendaItem.id == item.id).get(item.id, ItemOutcome())


@keeps_items
def anything_remains_of(item_ids: Collection[int]) -> bool:
    """Return whether any of these items has an action point, an agreed wording or a statement, in
    one SQL statement.
    """
    remains = (
        exists().where(model.item_id.in_(item_ids))
        for model in (ActionPoint, AgreedWording, DeliveredStatement)
    )
    return bool(db.session.scalar(select(or_(*remains))))


def _by_item(which: ColumnElement[bool]) -> dict[int, ItemOutcome]:
    points = db.session.scalars(_action_points().where(which)).all()
    wordings = _shown_wordings(which)
    statements = db.session.scalars(_statements().where(which)).all()
    items = [
        *(each.item_id for each in points),
        *(each.agreed.item_id for each in wordings),
        *(each.item_id for each in statements),
    ]
    return {
        item: ItemOutcome(
            [each for each in points if each.item_id == item],
            [each for each in wordings if each.agreed.item_id == item],
            [each for each in statements if each.item_id == item],
        )
        for item in dict.fromkeys(items)
    }


# Action points


def action_points_of(meeting: Meeting) -> Sequence[ActionPoint]:
    return db.session.scalars(_action_points().where(AgendaItem.meeting_id == meeting.id)).all()


def action_point(meeting: Meeting, action_id: int) -> ActionPoint | None:
    """Return an action point of the meeting with all its events, or None."""
    return db.session.scalar(
        _action_points()
        .where(ActionPoint.id == action_id, AgendaItem.meeting_id == meeting.id)
        .options(
            selectinload(ActionPoint.events).options(
                joinedload(ActionChange.by),
                joinedload(ActionChange.person),
                joinedload(ActionChange.delegation),
            )
        )
    )


def still_due(meeting: Meeting) -> Sequence[ActionPoint]:
    """Return the open action points of the group's earlier meetings. This meeting begins with them."""
    return db.session.scalars(
        _action_points()
        .where(
            *_before(meeting),
            ActionPoint.state == ActionState.OPEN,
        )
        .order_by(None)
        .order_by(*DUE_FIRST)
    ).all()


def action_points_of_group(
    group: Group | None = None, state: ActionState | None = None
) -> Sequence[ActionPoint]:
    """Return the action points of all meetings of a group, or of all groups."""
    query = _action_points().order_by(None).order_by(*DUE_FIRST)
    if group:
        query = query.where(Meeting.group_id == group.id)
    if state:
        query = query.where(ActionPoint.state == state)
    return db.session.scalars(query).all()


def open_action_points(person: Person) -> Sequence[ActionPoint]:
    """Return the person's open action points: their own, those of their delegations and, if they
    serve in the secretariat of a group, those of that secretariat.
    """
    return db.session.scalars(
        _action_points()
        .where(ActionPoint.state == ActionState.OPEN, _owned_by(person))
        .order_by(None)
        .order_by(*DUE_FIRST)
    ).all()


def open_action_points_of(delegation: Delegation) -> Sequence[ActionPoint]:
    """Return the open action points of the delegation and of its members."""
    members = select(Membership.person_id).where(Membership.delegation_id == delegation.id)
    return db.session.scalars(
        _action_points()
        .where(
            ActionPoint.state == ActionState.OPEN,
            or_(ActionPoint.delegation_id == delegation.id, ActionPoint.person_id.in_(members)),
        )
        .order_by(None)
        .order_by(*DUE_FIRST)
    ).all()


def people_to_ask() -> Sequence[Person]:
    """Return everybody with an active account, sorted by name."""
    return db.session.scalars(
        select(Person)
        .where(Person.active)
        .options(selectinload(Person.memberships), selectinload(Person.offices))
        .order_by(Person.name, Person.id)
    ).all()


DUE_FIRST = (ActionPoint.due_on.is_(None), ActionPoint.due_on, ActionPoint.id)
"""The order by date; action points without a date come last."""


def has_open_action_points(reader: Reader) -> ColumnElement[bool]:
    """Return the SQL condition that a reader without offices has open action points."""
    return exists().where(ActionPoint.state == ActionState.OPEN, _is_theirs(reader))


def _is_theirs(reader: Reader) -> ColumnElement[bool]:
    return or_(
        ActionPoint.person_id == reader.id, ActionPoint.delegation_id.in_(reader.delegation_ids)
    )


def _owned_by(person: Person) -> ColumnElement[bool]:
    serves = [o.group_id for o in person.offices if o.role == GroupRole.SECRETARIAT]
    return or_(
        _is_theirs(person),
        and_(ActionPoint.owner_kind == OwnerKind.SECRETARIAT, Meeting.group_id.in_(serves)),
    )


def _action_points() -> Select[ActionPoint]:
    return (
        select(ActionPoint)
        .join(ActionPoint.item)
        .join(AgendaItem.meeting)
        .options(
            contains_eager(ActionPoint.item)
            .contains_eager(AgendaItem.meeting)
            .joinedload(Meeting.group),
            joinedload(ActionPoint.person),
            joinedload(ActionPoint.delegation),
            selectinload(ActionPoint.events),
        )
        .order_by(ActionPoint.id)
    )


# Agreed wordings


def agreed_at(item_id: int) -> list[ItemWording]:
    """Return the agreed wordings in force at an item. If the item has none, one SQL statement
    suffices.
    """
    return [each for each in _shown_wordings(AgendaItem.id == item_id) if each.stands]


def _shown_wordings(which: ColumnElement[bool]) -> list[ItemWording]:
    """Return the latest wording of each clause of an item, and all that were withdrawn."""
    wordings = db.session.scalars(_wordings().where(which)).all()
    now = _standings_now({each.standing.clause_id for each in wordings})
    in_force = {
        (each.item_id, each.standing.clause_id): each
        for each in wordings
        if each.withdrawn_at is None
    }
    shown = (each for each in wordings if each.withdrawn_at or each in in_force.values())
    return [ItemWording(each, now[each.standing.clause_id]) for each in shown]


def _standings_now(clauses: Collection[int]) -> dict[int, ClauseStanding]:
    if not clauses:
        return {}
    latest = (
        select(func.max(ClauseStanding.id))
        .where(ClauseStanding.clause_id.in_(clauses))
        .group_by(ClauseStanding.clause_id)
    )
    rows = db.session.scalars(
        select(ClauseStanding)
        .where(ClauseStanding.id.in_(latest))
        .options(
            joinedload(ClauseStanding.person),
            joinedload(ClauseStanding.wording),
            joinedload(ClauseStanding.clause).selectinload(Clause.wordings),
        )
    )
    return {row.clause_id: row for row in rows}


def items_that_agreed(clause: Clause) -> Sequence[AgendaItem]:
    """Return the items at which a wording of this clause was agreed, even if it was changed later."""
    return db.session.scalars(
        select(AgendaItem)
        .where(
            AgendaItem.id.in_(
                select(AgreedWording.item_id)
                .join(AgreedWording.standing)
                .where(ClauseStanding.clause_id == clause.id)
            )
        )
        .options(joinedload(AgendaItem.meeting))
        .order_by(AgendaItem.id)
    ).all()


def resolutions_at(item: AgendaItem) -> Select[int]:
    """Select the ids of the resolutions of which the item has clauses, or agreed wordings."""
    listed = select(AgendaClause.clause_id).where(AgendaClause.item_id == item.id)
    agreed = (
        select(ClauseStanding.clause_id)
        .join(AgreedWording, AgreedWording.standing_id == ClauseStanding.id)
        .where(AgreedWording.item_id == item.id)
    )
    return select(Clause.resolution_id).where(Clause.id.in_(listed.union(agreed)))


def wording_of(item: AgendaItem, standing_id: int) -> AgreedWording | None:
    """Return a wording that was agreed at this item, or None."""
    return db.session.scalar(
        _wordings().where(
            AgreedWording.standing_id == standing_id, AgreedWording.item_id == item.id
        )
    )


def standing_before(agreed: AgreedWording) -> ClauseStanding | None:
    """Return the standing of the clause before this wording was agreed, ignoring wordings that were
    withdrawn since; None if it had no standing.

    A wording can also be in force again because a later one was withdrawn. It then belongs to its
    original agreement.
    """
    rows = db.session.execute(
        select(ClauseStanding, AgreedWording)
        .outerjoin(AgreedWording, AgreedWording.standing_id == ClauseStanding.id)
        .where(
            ClauseStanding.clause_id == agreed.standing.clause_id,
            ClauseStanding.id < agreed.standing_id,
        )
        .order_by(ClauseStanding.id)
    )
    last = None
    agreements: dict[tuple[int | None, str, bool], AgreedWording | None] = {}
    for standing, made in rows:
        if standing.standing.agrees_to_words:
            words = (standing.wording_id, standing.words, standing.suppresses)
            source = agreements[words] = made or agreements.get(words)
            if source and source.withdrawn_at and source.withdrawn_at >= standing.at:
                continue
        last = standing
    return last


def wording_agreed(standing: ClauseStanding) -> AgreedWording | None:
    """Return the agreement in which this wording of the clause was agreed at an agenda item, or
    None. A clause that is suppressed with the one above it has the agreement of that one.
    """
    standing = standing.suppressed_with or standing
    return db.session.scalar(
        select(AgreedWording)
        .join(AgreedWording.standing)
        .where(
            ClauseStanding.clause_id == standing.clause_id,
            ClauseStanding.wording_id == standing.wording_id,
            ClauseStanding.words == standing.words,
            ClauseStanding.suppresses == standing.suppresses,
            ClauseStanding.id <= standing.id,
            AgreedWording.withdrawn_at.is_(None),
        )
        .order_by(ClauseStanding.id.desc())
        .limit(1)
        .options(joinedload(AgreedWording.item).joinedload(AgendaItem.meeting))
    )


def _wordings() -> Select[AgreedWording]:
    """Select agreed wordings, earliest first. An item can agree to one clause several times."""
    standing = AgreedWording.standing
    return (
        select(AgreedWording)
        .join(AgreedWording.item)
        .options(
            joinedload(AgreedWording.withdrawn_by),
            joinedload(standing).options(
                joinedload(ClauseStanding.person),
                joinedload(ClauseStanding.wording).joinedload(Wording.section),
                joinedload(ClauseStanding.clause),
            ),
        )
        .order_by(AgreedWording.standing_id)
    )


# Statements


def statements_of(meeting: Meeting) -> Sequence[DeliveredStatement]:
    """Return all statements of a meeting, including those that were corrected or withdrawn, which
    leave a trace.
    """
    return db.session.scalars(_statements().where(AgendaItem.meeting_id == meeting.id)).all()


def statement(meeting: Meeting, statement_id: int) -> DeliveredStatement | None:
    return db.session.scalar(
        _statements().where(
            DeliveredStatement.id == statement_id, AgendaItem.meeting_id == meeting.id
        )
    )


def statements_about(wid: str) -> Sequence[DeliveredStatement]:
    """Return the statements of all meetings about the clause with this name."""
    return db.session.scalars(
        _statements().join(DeliveredStatement.clause).where(Clause.wid == wid)
    ).all()


def statements_of_delegation(delegation: Delegation, *, most: int) -> Sequence[DeliveredStatement]:
    """Return the delegation's statements that stand, latest first."""
    return db.session.scalars(
        _statements()
        .where(DeliveredStatement.delegation_id == delegation.id, DeliveredStatement.stands)
        .order_by(None)
        .order_by(DeliveredStatement.id.desc())
        .limit(most)
    ).all()


def _statements() -> Select[DeliveredStatement]:
    return (
        select(DeliveredStatement)
        .join(DeliveredStatement.item)
        .options(
            contains_eager(DeliveredStatement.item).joinedload(AgendaItem.meeting),
            joinedload(DeliveredStatement.delegation),
            joinedload(DeliveredStatement.delivered_by),
            joinedload(DeliveredStatement.withdrawn_by),
            joinedload(DeliveredStatement.clause)
            .selectinload(Clause.wordings)
            .joinedload(Wording.section),
            selectinload(DeliveredStatement.corrections),
        )
        .order_by(DeliveredStatement.id)
    )


# Deferred items


def deferred_before(meeting: Meeting) -> list[AgendaItem]:
    """Return the deferred items of the group's earlier meetings that no later agenda has taken up
    again.
    """
    items = db.session.scalars(
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(
            *_before(meeting),
            AgendaItem.continued_as_id.is_(None),
            AgendaItem.decisions.any(Decision.outcome == Outcome.DEFERRED),
        )
        .options(contains_eager(AgendaItem.meeting), selectinload(AgendaItem.decisions))
        .order_by(Meeting.starts_on, AgendaItem.position, AgendaItem.id)
    )
    return [item for item in items if item.is_deferred]


def earlier_item(meeting: Meeting, item_id: int) -> AgendaItem | None:
    """Return an item of the group's earlier meetings, deferred or not."""
    return db.session.scalar(
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(AgendaItem.id == item_id, *_before(meeting))
        .options(contains_eager(AgendaItem.meeting))
    )


def deferred_to(item: AgendaItem) -> Sequence[AgendaItem]:
    """Return the deferred items of earlier meetings that this item takes up again."""
    return db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.continued_as_id == item.id)
        .options(joinedload(AgendaItem.meeting))
        .order_by(AgendaItem.id)
    ).all()


def _before(meeting: Meeting) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions for the earlier meetings of the same group."""
    return Meeting.group_id == meeting.group_id, Meeting.starts_on < meeting.starts_on
