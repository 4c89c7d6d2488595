"""The queries for pages that show people, delegations and invitations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from wgcop import clock, mail
from wgcop.accounts import tokens
from wgcop.accounts.delegation_names import fold
from wgcop.accounts.models import (
    Category,
    Delegation,
    GroupRole,
    Invitation,
    Membership,
    Office,
    PasswordReset,
    Person,
)
from wgcop.accounts.regional import RegionalMembership
from wgcop.accounts.roles import LEADERS
from wgcop.accounts.sessions import SignedInBrowser, end_of_last_visit
from wgcop.bodies.groups import Group
from wgcop.bodies.levels import Region
from wgcop.database import db
from wgcop.events.layers import OF_REGIONAL_GROUP

MAIL_SHOWN = 200


@dataclass(frozen=True)
class DelegationMembers:
    """A delegation of the directory, with those of its people who match the filter."""

    delegation: Delegation
    memberships: list[Membership]


@dataclass(frozen=True)
class Directory:
    officers: list[Office]
    groups: list[DelegationMembers]
    others: list[Person]

    @property
    def count(self) -> int:
        people = {office.person_id for office in self.officers}
        people |= {m.person_id for group in self.groups for m in group.memberships}
        return len(people | {person.id for person in self.others})


def directory(*, region: Region | None, category: Category | None, name: str) -> Directory:
    """Read the directory in five SQL statements, regardless of the number of people."""
    wanted = fold(name)
    query = select(Delegation)
    if region:
        query = query.where(Delegation.region == region)
    if category:
        query = query.where(Delegation.category == category)
    # Names are compared here, because SQLite knows letter case only in ASCII.
    delegations = db.session.scalars(
        query.options(
            selectinload(Delegation.memberships)
            .joinedload(Membership.person)
            .selectinload(Person.memberships)
        )
    ).all()
    in_order = sorted(delegations, key=lambda each: each.place)
    groups = [group for d in in_order if (group := _group(d, wanted)) is not None]
    if region or category:
        return Directory([], groups, [])
    offices = db.session.scalars(
        select(Office)
        .join(Office.person)
        .where(Person.active)
        .options(
            joinedload(Office.person).selectinload(Person.memberships), joinedload(Office.group)
        )
    ).all()
    officers = [
        office
        for office in offices
        if wanted in fold(office.person.name) and not office.is_inherited
    ]
    return Directory(sorted(officers, key=_protocol), groups, _people_without(wanted))


def _group(delegation: Delegation, wanted: str) -> DelegationMembers | None:
    """Return all members if the delegation's own name matches, otherwise the members who match,
    heads first; None if nothing matches.
    """
    names = f"{delegation.name} {delegation.shown_name} {delegation.code}"
    all_of_them = wanted in fold(names)
    members = [
        m
        for m in delegation.memberships
        if m.person.active and (all_of_them or wanted in fold(m.person.name))
    ]
    if not members and not all_of_them:
        return None
    return DelegationMembers(
        delegation, sorted(members, key=lambda m: (m.role, fold(m.person.name)))
    )


def _people_without(wanted: str) -> list[Person]:
    people = db.session.scalars(
        select(Person)
        .where(Person.active, ~Person.memberships.any(), ~Person.offices.any())
        .order_by(Person.name)
        .options(selectinload(Person.memberships))
    )
    return [person for person in people if wanted in fold(person.name)]


def _protocol(office: Office) -> tuple[int, str]:
    return list(GroupRole).index(office.role), fold(office.person.name)


def people_called(name: str) -> list[Person]:
    """Return active people with this e-mail address, or otherwise with this name, ignoring case and
    accents.
    """
    wanted = name.strip()
    by_address = db.session.scalar(
        select(Person).where(Person.email == wanted.lower(), Person.active)
    )
    if by_address is not None:
        return [by_address]
    people = db.session.scalars(select(Person).where(Person.active))
    return [person for person in people if fold(person.name) == fold(wanted)]


def people_named(names: Iterable[str]) -> dict[str, list[Person]]:
    """Return, for each e-mail address or name, the active people who have it, in one SQL statement."""
    people = db.session.scalars(select(Person).where(Person.active).order_by(Person.id)).all()
    return {
        name: [person for person in people if person.email == name.strip().lower()]
        or [person for person in people if fold(person.name) == fold(name)]
        for name in names
    }


def deactivated_people() -> Sequence[Person]:
    return db.session.scalars(select(Person).where(~Person.active).order_by(Person.name)).all()


def person_with_roles(person_id: int) -> Person | None:
    return db.session.scalar(select(Person).where(Person.id == person_id).options(*_with_roles()))


def all_delegations() -> Sequence[Delegation]:
    """Return all delegations, in the order of the reader's language."""
    return sorted(db.session.scalars(select(Delegation)), key=lambda each: each.place)


def memberships_of(delegation: Delegation) -> list[Membership]:
    """Return the memberships of people whose account is active, heads first, then by name."""
    rows = db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(Membership.delegation_id == delegation.id, Person.active)
        .options(contains_eager(Membership.person), joinedload(Membership.delegation))
    )
    return sorted(rows, key=lambda m: (m.role, not m.is_deputy, fold(m.person.name)))


def open_invitations_to(delegation: Delegation) -> list[Invitation]:
    rows = db.session.scalars(
        select(Invitation)
        .where(
            Invitation.delegation_id == delegation.id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
        .options(joinedload(Invitation.invited_by))
        .order_by(Invitation.created_at, Invitation.id)
    )
    return [each for each in rows if each.is_open]


def members_of(delegation: Delegation) -> Sequence[Person]:
    """Return the members of the delegation whose account is active."""
    return db.session.scalars(
        select(Person)
        .where(Person.active, Person.memberships.any(delegation_id=delegation.id))
        .options(*_with_roles())
        .order_by(Person.id)
    ).all()


def _with_roles() -> tuple[LoaderOption, ...]:
    return (
        selectinload(Person.memberships).joinedload(Membership.delegation),
        selectinload(Person.offices).joinedload(Office.group),
    )


def secretariat() -> list[Person]:
    people = db.session.scalars(
        select(Person)
        .where(Person.active, Person.offices.any(role=GroupRole.SECRETARIAT))
        .options(*_with_roles())
        .order_by(Person.id)
    )
    return [person for person in people if person.is_secretariat]


@dataclass(frozen=True)
class Invitations:
    open: list[Invitation]
    used: list[Invitation]
    closed: list[Invitation]


def invitations() -> Invitations:
    """Return all invitations, newest first, in one SQL statement."""
    rows = db.session.scalars(
        select(Invitation)
        .order_by(Invitation.created_at.desc(), Invitation.id.desc())
        .options(joinedload(Invitation.delegation), joinedload(Invitation.invited_by))
    ).all()
    return Invitations(
        open=[i for i in rows if i.is_open],
        used=[i for i in rows if i.used_at],
        closed=[i for i in rows if not i.is_open and not i.used_at],
    )


def invitation_of(token: str) -> Invitation | None:
    return db.session.scalar(
        select(Invitation)
        .where(Invitation.token_hash == tokens.hash_of(token))
        .options(joinedload(Invitation.delegation), joinedload(Invitation.invited_by))
    )


def reset_of(token: str) -> PasswordReset | None:
    return db.session.scalar(
        select(PasswordReset)
        .where(PasswordReset.token_hash == tokens.hash_of(token))
        .options(joinedload(PasswordReset.person))
    )


COOKIE_LASTS = timedelta(days=14)


def browsers_of(person: Person) -> Sequence[SignedInBrowser]:
    """Return the browsers in which the person is signed in, latest first. After two weeks without a
    visit a browser has dropped its cookie.
    """
    return db.session.scalars(
        select(SignedInBrowser)
        .where(
            SignedInBrowser.person_id == person.id,
            SignedInBrowser.epoch == person.epoch,
            SignedInBrowser.ended_at.is_(None),
            SignedInBrowser.seen_at > clock.now() - COOKIE_LASTS,
        )
        .order_by(SignedInBrowser.seen_at.desc(), SignedInBrowser.id.desc())
    ).all()


def last_visit(person: Person) -> datetime | None:
    """Return the end of the person's last visit before the current one, in any browser. It is None
    if there was none in the last month.
    """
    return db.session.scalar(
        select(func.max(end_of_last_visit(clock.now()))).where(
            SignedInBrowser.person_id == person.id
        )
    )


def audiences_joined(person: Person) -> dict[str, datetime]:
    """Return since when the person hears what their delegations and the groups of these say within
    themselves, by audience.
    """
    rows = db.session.execute(
        select(
            RegionalMembership.delegation_id, RegionalMembership.group_key, RegionalMembership.since
        ).where(RegionalMembership.delegation_id.in_(person.delegation_ids))
    )
    groups = {(delegation, OF_REGIONAL_GROUP + key): since for delegation, key, since in rows}
    joined: dict[str, datetime] = {}
    for membership in person.memberships:
        came = membership.joined_at or person.joined_at
        for each in membership.audiences:
            at = max(came, groups.get((membership.delegation_id, each), came))
            joined[each] = min(at, joined.get(each, at))
    return joined


def has_account(email: str) -> bool:
    return db.session.scalar(select(Person.id).where(Person.email == email)) is not None


def stored_letters(*, of_everybody: bool, unsent_only: bool = False) -> Sequence[mail.Message]:
    """Return the newest letters: all of them, or only those that the secretariat may hand over,
    events of meetings among them.

    `unsent_only` leaves out letters that were sent.
    """
    newest = select(mail.Message).where(mail.Message.text != "")
    newest = newest.order_by(mail.Message.id.desc()).limit(MAIL_SHOWN)
    if unsent_only:
        newest = newest.where(mail.Message.sent_at.is_(None))
    if not of_everybody:
        newest = newest.where(or_(mail.Message.by_hand, mail.Message.calendar_method != ""))
    return db.session.scalars(newest).all()


def letters_to(person: Person) -> Sequence[mail.Message]:
    """Return the newest letters to this person."""
    return db.session.scalars(
        select(mail.Message)
        .where(mail.Message.recipient == person.email)
        .order_by(mail.Message.id.desc())
        .limit(MAIL_SHOWN)
    ).all()


def waiting_letters() -> tuple[int, Sequence[mail.Message]]:
    """Return the number of letters that were not sent, and those that have waited longest. Who asked
    for a new password is nobody's business: such letters are left out.
    """
    is_asked_for = and_(mail.Message.secret_until.is_not(None), ~mail.Message.by_hand)
    waits = and_(mail.Message.sent_at.is_(None), ~is_asked_for)
    number = db.session.scalar(select(func.count()).select_from(mail.Message).where(waits))
    longest = select(mail.Message).where(waits).order_by(mail.Message.id).limit(MAIL_SHOWN)
    return number or 0, db.session.scalars(longest).all()


def has_whoever_presides(group: Group) -> bool:
    """Return whether anybody with an active account presides over the group, or is a deputy there."""
    roles = [role for role in LEADERS[group.kind] if role]
    with_office = exists().where(
        Office.group_id == group.id, Office.role.in_(roles), Office.person.has(Person.active)
    )
    return bool(db.session.scalar(select(with_office)))
