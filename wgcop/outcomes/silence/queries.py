"""Queries for silence procedures, for pages, letters and the loop that records adoptions."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from wgcop import clock
from wgcop.accounts.models import Capacity, Category, Delegation, Membership, Person
from wgcop.agenda.group_members import GroupMember
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Group, Meeting
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.outcomes.silence.models import SilenceAnswer, SilenceProcedure
from wgcop.resolutions import beside
from wgcop.resolutions.models import Clause

DECIDING = (Category.MEMBER_STATE, Category.SECTOR_MEMBER)
"""The categories whose silence counts. Associates, Academia and observers have no role in
decisions; nor has the secretariat.
"""


def procedure_of(meeting: Meeting, procedure_id: int) -> SilenceProcedure | None:
    return db.session.scalar(
        _with_answers(select(SilenceProcedure)).where(
            SilenceProcedure.id == procedure_id, SilenceProcedure.meeting_id == meeting.id
        )
    )


def procedures_of_meeting(meeting: Meeting) -> Sequence[SilenceProcedure]:
    return db.session.scalars(
        _with_answers(select(SilenceProcedure))
        .where(SilenceProcedure.meeting_id == meeting.id)
        .order_by(SilenceProcedure.id.desc())
    ).all()


def procedures_on(item: AgendaItem) -> Sequence[SilenceProcedure]:
    """Return the procedures on an item, latest first."""
    return db.session.scalars(
        _with_answers(select(SilenceProcedure))
        .where(SilenceProcedure.item_id == item.id)
        .order_by(SilenceProcedure.id.desc())
    ).all()


def some_silence_runs() -> ColumnElement[bool]:
    """Return the SQL condition that any silence procedure is not settled yet."""
    return exists().where(SilenceProcedure.settled_at.is_(None))


def silence_to_answer(person: Person) -> Sequence[SilenceProcedure]:
    """Return the texts to which a delegation of the person can still object, the earliest deadline
    first.
    """
    deciding = [
        membership.delegation_id
        for membership in person.memberships
        if membership.delegation.category in DECIDING
    ]
    if not deciding:
        return []
    named = exists().where(
        GroupMember.group_id == Meeting.group_id,
        or_(
            GroupMember.delegation_id.in_(deciding),
            GroupMember.person_id.in_(
                select(Membership.person_id).where(Membership.delegation_id.in_(deciding))
            ),
        ),
    )
    return db.session.scalars(
        _running()
        .join(Meeting.group)
        .where(or_(Group.open_to_all, named))
        .options(contains_eager(SilenceProcedure.meeting).contains_eager(Meeting.group))
    ).all()


beside.stands_beside(
    "silence",
    lambda clause_id: exists().where(
        SilenceProcedure.clause_id == clause_id, SilenceProcedure.settled_at.is_(None)
    ),
)


def silence_about(
    thing: Clause | Contribution | Meeting, audiences: frozenset[str]
) -> Sequence[SilenceProcedure]:
    """Return the texts under silence about a clause or a document, or circulated by a meeting; none
    for readers who are not members.
    """
    if "members" not in audiences:
        return []
    match thing:
        case Clause():
            if beside.found(thing, "silence") is False:
                return []
            about = SilenceProcedure.clause_id == thing.id
        case Contribution():
            about = SilenceProcedure.contribution_id == thing.id
        case Meeting():
            about = SilenceProcedure.meeting_id == thing.id
    return db.session.scalars(
        _running().where(about).options(contains_eager(SilenceProcedure.meeting))
    ).all()


def _running() -> Select[SilenceProcedure]:
    """Select the procedures that are running. Every objection or withdrawal settles a procedure, so
    unsettled ones run until their deadline.
    """
    return (
        select(SilenceProcedure)
        .join(SilenceProcedure.meeting)
        .where(SilenceProcedure.settled_at.is_(None), SilenceProcedure.ends_at >= clock.now())
        .order_by(SilenceProcedure.ends_at, SilenceProcedure.id)
    )


def not_settled(meetings: Iterable[Meeting]) -> Sequence[SilenceProcedure]:
    """Return the texts circulated by these meetings that are not settled, even after their
    deadline, in two SQL statements.
    """
    return db.session.scalars(
        select(SilenceProcedure)
        .where(
            SilenceProcedure.meeting_id.in_([meeting.id for meeting in meetings]),
            SilenceProcedure.settled_at.is_(None),
        )
        .options(joinedload(SilenceProcedure.meeting), selectinload(SilenceProcedure.answers))
        .order_by(SilenceProcedure.ends_at, SilenceProcedure.id)
    ).all()


def ids_that_are_over() -> Sequence[int]:
    """Return the ids of procedures whose deadline has passed and whose result is not recorded yet."""
    return db.session.scalars(
        select(SilenceProcedure.id)
        .where(SilenceProcedure.settled_at.is_(None), SilenceProcedure.ends_at < clock.now())
        .order_by(SilenceProcedure.ends_at)
    ).all()


def locked(procedure: SilenceProcedure) -> SilenceProcedure:
    """Lock the procedure and return it as it is now."""
    db.session.flush()
    row = select(SilenceProcedure.id).where(SilenceProcedure.id == procedure.id)
    db.session.execute(row.with_for_update())
    return db.session.scalars(
        _with_answers(select(SilenceProcedure))
        .where(SilenceProcedure.id == procedure.id)
        .execution_options(populate_existing=True)
    ).one()


def takes_part(capacity: Capacity | None, meeting: Meeting) -> bool:
    """Return whether an answer given in this capacity counts: it must be for a delegation that has
    a role in decisions and belongs to the group.
    """
    delegation = capacity.delegation if capacity else None
    if delegation is None or delegation.category not in DECIDING:
        return False
    if meeting.group.open_to_all:
        return True
    return bool(
        db.session.scalar(
            select(GroupMember.id)
            .where(
                GroupMember.group_id == meeting.group_id,
                or_(
                    GroupMember.delegation_id == delegation.id,
                    GroupMember.person_id.in_(_people_of(delegation)),
                ),
            )
            .limit(1)
        )
    )


def people_to_tell(meeting: Meeting) -> Sequence[Person]:
    """Return everybody who speaks for a delegation whose silence counts."""
    deciding = select(Membership.person_id).join(Membership.delegation)
    deciding = deciding.where(Delegation.category.in_(DECIDING))
    if not meeting.group.open_to_all:
        named = select(GroupMember.delegation_id).where(
            GroupMember.group_id == meeting.group_id, GroupMember.delegation_id.is_not(None)
        )
        themselves = select(GroupMember.person_id).where(
            GroupMember.group_id == meeting.group_id, GroupMember.person_id.is_not(None)
        )
        deciding = deciding.where(
            or_(Membership.delegation_id.in_(named), Membership.person_id.in_(themselves))
        )
    return db.session.scalars(
        select(Person).where(Person.active, Person.id.in_(deciding)).order_by(Person.id)
    ).all()


def _people_of(delegation: Delegation) -> Select[int]:
    return select(Membership.person_id).where(Membership.delegation_id == delegation.id)


def _with_answers(
    procedures: Select[SilenceProcedure],
) -> Select[SilenceProcedure]:
    return procedures.options(
        joinedload(SilenceProcedure.meeting).joinedload(Meeting.group),
        joinedload(SilenceProcedure.circulated_by),
        joinedload(SilenceProcedure.item),
        selectinload(SilenceProcedure.answers).options(
            joinedload(SilenceAnswer.delegation), joinedload(SilenceAnswer.person)
        ),
    )
