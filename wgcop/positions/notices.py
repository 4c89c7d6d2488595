"""Confidential notes from a delegation to those who preside: whom it can tell, and who reads them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from wgcop.accounts.models import Delegation, Office, Person
from wgcop.accounts.roles import LEADERS
from wgcop.bodies.groups import Group
from wgcop.database import db
from wgcop.positions.models import ChairNotice
from wgcop.resolutions.models import Clause, Edition, Section, Wording


@dataclass(frozen=True)
class GroupToTell:
    """A group to which a delegation can send a confidential note, with those who preside over it
    now, and those who do so only while they are in the chair.
    """

    group: Group
    chairs: list[Person] = field(default_factory=list)
    deputies: list[Person] = field(default_factory=list)


def groups_to_tell() -> list[GroupToTell]:
    """Return the groups that are not closed and have somebody who presides, those that serve no
    other first, in one SQL statement.
    """
    offices = db.session.scalars(
        select(Office)
        .join(Office.person)
        .join(Office.group)
        .where(Person.active, Group.closed_at.is_(None))
        .options(contains_eager(Office.person), contains_eager(Office.group))
        .order_by(Group.parent_id.is_not(None), Group.id, Office.id)
    )
    found: dict[int, GroupToTell] = {}
    for office in offices:
        leader, deputy = LEADERS[office.group.kind]
        if office.role not in (leader, deputy) or not office.person.is_active:
            continue
        of_group = found.setdefault(office.group_id, GroupToTell(office.group))
        people = of_group.chairs if office.role == leader else of_group.deputies
        people.append(office.person)
    return list(found.values())


def notices_on(clause: Clause, delegation: Delegation) -> Sequence[ChairNotice]:
    """Return the confidential notes of the delegation on the clause that it has not withdrawn."""
    return db.session.scalars(
        select(ChairNotice)
        .where(
            ChairNotice.clause_id == clause.id,
            ChairNotice.delegation_id == delegation.id,
            ChairNotice.withdrawn_at.is_(None),
        )
        .options(joinedload(ChairNotice.person), joinedload(ChairNotice.group))
        .order_by(ChairNotice.id)
    ).all()


def notices_of(delegation: Delegation) -> Sequence[ChairNotice]:
    """Return all confidential notes of the delegation that it has not withdrawn."""
    return db.session.scalars(
        select(ChairNotice)
        .where(ChairNotice.delegation_id == delegation.id, ChairNotice.withdrawn_at.is_(None))
        .options(
            joinedload(ChairNotice.group),
            joinedload(ChairNotice.clause)
            .selectinload(Clause.wordings)
            .joinedload(Wording.section)
            .joinedload(Section.edition)
            .joinedload(Edition.resolution),
        )
        .order_by(ChairNotice.id)
    ).all()


def notices_for_chair(group: Group, clause_ids: Collection[int]) -> Sequence[ChairNotice]:
    """Return the confidential notes on these clauses to those who preside over this group, for them
    alone: the caller must check `policy.can_read_notices` before.
    """
    return db.session.scalars(
        select(ChairNotice)
        .where(
            ChairNotice.group_id == group.id,
            ChairNotice.clause_id.in_(clause_ids),
            ChairNotice.withdrawn_at.is_(None),
        )
        .options(
            joinedload(ChairNotice.delegation),
            joinedload(ChairNotice.clause)
            .selectinload(Clause.wordings)
            .joinedload(Wording.section),
        )
        .order_by(ChairNotice.id)
    ).all()


AgendaFinder = Callable[[int], Collection[int]]

_finders: list[AgendaFinder] = []


def finds_open_items(finder: AgendaFinder) -> AgendaFinder:
    """Ask the function which groups, by their ids, have the clause with this id on an agenda item
    that is not closed.
    """
    _finders.append(finder)
    return finder


def groups_with_open_items(clause: Clause) -> frozenset[int]:
    """Return the ids of the groups whose chairs find now what they are told about the clause."""
    return frozenset(key for finder in _finders for key in finder(clause.id))


NoticeFollower = Callable[[Clause, Group], None]

_followers: list[NoticeFollower] = []


def follows_notices(follower: NoticeFollower) -> NoticeFollower:
    """Register a function that is called, in the same transaction, when the confidential notes on a
    clause change.
    """
    _followers.append(follower)
    return follower


def tell_those_who_preside(clause: Clause, group: Group) -> None:
    for follower in _followers:
        follower(clause, group)
