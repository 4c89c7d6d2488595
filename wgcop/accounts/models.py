"""People, delegations, offices, and the capacity in which a person speaks."""

import enum
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import UserMixin
from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, false, select, true
from sqlalchemy.orm import (
    Mapped,
    Session,
    column_property,
    mapped_column,
    relationship,
    selectinload,
)

from wgcop import clock
from wgcop.accounts.chapters import DelegationChapter
from wgcop.accounts.regional import (
    RegionalGroup,
    groups_named,
    keys_of_coordinated,
    keys_of_groups,
    read_in_groups,
)
from wgcop.accounts.roles import CATEGORY_NAMES as CATEGORY_NAMES
from wgcop.accounts.roles import LEADERS, Appointment, read_appointments, title_in_words
from wgcop.accounts.roles import ROLE_NAMES as ROLE_NAMES
from wgcop.accounts.roles import Category as Category
from wgcop.accounts.roles import DelegationRole as DelegationRole
from wgcop.accounts.roles import GroupRole as GroupRole
from wgcop.bodies.countries import Country, country
from wgcop.bodies.levels import Region
from wgcop.bodies.models import Group
from wgcop.bodies.place_names import country_named_in, name_in_order, state_in_words
from wgcop.database import Base
from wgcop.events.chapters import read_in_chapters
from wgcop.search.records import KindNames, Record, Searchable

ERASED = "@erased.invalid"
"""The end of the address of everybody who was erased. Nobody can have such an address."""

LONGEST_NAME = 200


class MentionMail(enum.StrEnum):
    """The choice of when a person gets letters about comments that mention them."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    NEVER = "never"


MENTION_MAIL_NAMES = {
    MentionMail.AT_ONCE: _l("At once"),
    MentionMail.DAILY: _l("Once a day, with what is new in your saved searches"),
    MentionMail.NEVER: _l("Never"),
}


class DigestRhythm(enum.StrEnum):
    """The choice of how often a person gets one letter with all that is new in what they follow."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"


DIGEST_NAMES = {
    DigestRhythm.NEVER: _l("Never"),
    DigestRhythm.DAILY: _l("Every morning"),
    DigestRhythm.WEEKLY: _l("On Monday morning"),
}


class Delegation(Searchable, Base):
    __tablename__ = "delegation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    category: Mapped[Category]
    region: Mapped[Region | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    allows_translation: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a head lets comments within the delegation be sent to the translation service."""

    memberships: Mapped[list["Membership"]] = relationship(back_populates="delegation")
    chapters: Mapped[list[DelegationChapter]] = relationship(
        order_by=DelegationChapter.number, viewonly=True
    )
    """The past chapters of the discussions within the delegation."""

    @property
    def present_chapter(self) -> int:
        return len(self.chapters) + 1

    @property
    def country(self) -> Country | None:
        """The Member State that the delegation speaks for, or None."""
        if self.category != Category.MEMBER_STATE:
            return None
        return country(self.code) or country(country_named_in(self.name))

    @property
    def shown_name(self) -> str:
        """The name in the reader's language, if a Member State was entered under one of its names.
        `name` is what was entered, and what is stored, matched and written for programs.
        """
        is_state = self.category == Category.MEMBER_STATE
        return state_in_words(self.name) if is_state else self.name

    @property
    def place(self) -> tuple[bytes, str]:
        """What lists are sorted by: the shown name, in the order of the reader's language."""
        return name_in_order(self.shown_name)

    @property
    def audience(self) -> str:
        return f"delegation:{self.id}"

    @property
    def heads(self) -> str:
        """The audience that consists of its heads only."""
        return f"heads:{self.id}"

    @property
    def topic(self) -> str:
        return f"delegation:{self.id}"

    @property
    def is_observer(self) -> bool:
        return self.category == Category.OBSERVER

    def stale_records(self, session: Session) -> Iterable[str]:
        return [f"person:{membership.person_id}" for membership in self.memberships]


class Person(Searchable, UserMixin, Base):
    """A person with an account. `epoch` is part of every session; raising it signs the person out
    everywhere.

    Once `last_day` is over in UTC, the person can no longer sign in. `has_second_factor` says
    whether there is a row of an authenticator app or a passkey, so that no request has to look.
    """

    __tablename__ = "person"
    search_kind = "person"
    search_names = KindNames(
        one=_l("Person"),
        many=_l("People"),
        all_of=lambda count: ngettext("All %(num)d person", "All %(num)d people", count),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    epoch: Mapped[int] = mapped_column(default=1)
    active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(String(8), default="en")
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_day: Mapped[date | None]
    has_second_factor: Mapped[bool] = mapped_column(default=False, server_default=false())
    mention_mail: Mapped[MentionMail] = mapped_column(
        default=MentionMail.AT_ONCE, server_default=MentionMail.AT_ONCE.value
    )
    reply_mail: Mapped[MentionMail] = mapped_column(
        default=MentionMail.AT_ONCE, server_default=MentionMail.AT_ONCE.value
    )
    paper_mail: Mapped[bool] = mapped_column(default=True, server_default=true())
    item_mail: Mapped[bool] = mapped_column(default=True, server_default=true())
    clause_mail: Mapped[bool] = mapped_column(default=True, server_default=true())
    digest: Mapped[DigestRhythm] = mapped_column(
        default=DigestRhythm.NEVER, server_default=DigestRhythm.NEVER.value
    )
    time_zone: Mapped[str] = mapped_column(String(60), default="UTC", server_default="UTC")

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", order_by="Membership.id"
    )
    offices: Mapped[list["Office"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", order_by="Office.id"
    )

    def get_id(self) -> str:
        """Return the id of a session that begins now, with a random number of its own."""
        return f"{self.id}:{self.epoch}:{secrets.token_hex(8)}"

    @property
    def is_erased(self) -> bool:
        return self.email.endswith(ERASED)

    def erase(self, called: str) -> None:
        """Remove what identifies the person. The row stays, since their words and deeds refer to
        it.
        """
        self.name = called
        self.email = f"erased-{self.id}{ERASED}"
        self.password_hash = ""
        self.language = "en"
        self.active = False
        self.epoch += 1

    @property
    def is_active(self) -> bool:
        return self.active and not self.has_ended

    @property
    def has_ended(self) -> bool:
        return self.last_day is not None and self.last_day < clock.now().date()

    @property
    def topic(self) -> str:
        return f"person:{self.id}"

    @property
    def audiences(self) -> frozenset[str]:
        """The audiences of this person, who may read anything marked with one of them."""
        return frozenset(
            {"public", "members", f"person:{self.id}"}.union(
                *(m.audiences for m in self.memberships)
            )
            | {office.group.officers for office in self.offices}
            | ({"officers"} if self.is_officer else set())
            | ({"secretariat"} if self.is_secretariat else set())
            | {o.group.secretariat for o in self.offices if o.role == GroupRole.SECRETARIAT}
            | {o.group.agenda_editors for o in self.offices if o.edits_agendas}
        )

    @property
    def capacities(self) -> list["Capacity"]:
        """The capacities in which this person may speak, the default first.

        The default is the delegation; for the secretariat it is the office.
        """
        delegations = [membership.capacity for membership in self.memberships]
        offices = [
            office.capacity
            for office in self.offices
            if not (office.is_inherited or office.group.is_closed)
        ]
        return offices + delegations if self.is_secretariat else delegations + offices

    def office_capacity(self, chosen: "Capacity | None") -> "Capacity":
        """Return the capacity in which somebody with an office leads: the chosen one if it is an
        office, or else the first office.
        """
        if chosen is not None and chosen.office is not None:
            return chosen
        return next(each for each in self.capacities if each.office is not None)

    @property
    def delegation_ids(self) -> frozenset[int]:
        return frozenset(membership.delegation_id for membership in self.memberships)

    def in_delegation_since(self, delegation: Delegation) -> datetime:
        """Return when the person joined the delegation or, if that is unknown, got their account."""
        joined = [m.joined_at for m in self.memberships if m.delegation_id == delegation.id]
        return max([self.joined_at, *(each for each in joined if each)])

    def belongs_to(self, delegation: Delegation | None) -> bool:
        return delegation is not None and delegation.id in self.delegation_ids

    @property
    def coordinates(self) -> tuple[RegionalGroup, ...]:
        """The regional groups that the person coordinates."""
        return tuple(dict.fromkeys(each for m in self.memberships for each in m.coordinates))

    def first_chapter_of(self, delegation: Delegation) -> int:
        """Return the first chapter of the delegation's discussions that the person reads."""
        return next(m.first_chapter for m in self.memberships if m.delegation_id == delegation.id)

    def heads(self, delegation: Delegation | None) -> bool:
        return delegation is not None and any(
            m.delegation_id == delegation.id and m.role == DelegationRole.HEAD
            for m in self.memberships
        )

    def records_positions_of(self, delegation: Delegation | None) -> bool:
        """Return whether the person heads the delegation or is one of its deputies."""
        return delegation is not None and any(
            m.delegation_id == delegation.id and (m.role == DelegationRole.HEAD or m.is_deputy)
            for m in self.memberships
        )

    @property
    def main_offices(self) -> list["Office"]:
        """The offices that count everywhere. Leading an ad hoc group gives no say beyond that
        group.
        """
        return [office for office in self.offices if not office.group.is_below_another]

    def holds(self, *roles: GroupRole) -> bool:
        return any(office.role in roles for office in self.main_offices)

    def presides_over(self, group: Group) -> bool:
        """Return whether the person presides over the group as its chair, rapporteur or convener,
        according to its kind.
        """
        leader, _deputy = LEADERS[group.kind]
        return self._holds_in(group, leader)

    def stands_in_for(self, group: Group) -> bool:
        """Return whether the person is a deputy of the person who presides over the group."""
        _leader, deputy = LEADERS[group.kind]
        return deputy is not None and self._holds_in(group, deputy)

    def office_to_preside(self, group: Group) -> "Office | None":
        """Return the office in which the person presides over the group, in their own right or as a
        deputy; None if there is no such office.
        """
        offices = (o for o in self.offices if o.group_id == group.id)
        return next((o for o in offices if o.role in LEADERS[group.kind]), None)

    def serves(self, group: Group) -> bool:
        """Return whether the person belongs to the group's secretariat."""
        return self._holds_in(group, GroupRole.SECRETARIAT)

    def _holds_in(self, group: Group, role: GroupRole) -> bool:
        return any(o.group_id == group.id and o.role == role for o in self.offices)

    @property
    def is_secretariat(self) -> bool:
        return self.holds(GroupRole.SECRETARIAT)

    @property
    def is_officer(self) -> bool:
        return bool(self.main_offices)

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(
            selectinload(cls.memberships).joinedload(Membership.delegation),
            selectinload(cls.offices).joinedload(Office.group),
        )

    def search_record(self) -> Record | None:
        if not self.active:
            return None
        delegations = [membership.delegation.name for membership in self.memberships]
        return Record(
            id=f"person:{self.id}",
            kind="person",
            title=self.name,
            text="\n".join(capacity.label for capacity in self.capacities),
            source=", ".join(delegations),
            url=f"/people/{self.id}",
            audience=frozenset({"members"}),
        )


class Membership(Searchable, Base):
    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("person_id", "delegation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    delegation_id: Mapped[int] = mapped_column(
        ForeignKey("delegation.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[DelegationRole] = mapped_column(default=DelegationRole.MEMBER)
    is_deputy: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a head of the delegation lets this member record its positions."""
    first_chapter: Mapped[int] = mapped_column(default=1, server_default="1")
    """The first chapter of the delegation's discussions that the person reads."""
    present_chapter: Mapped[int] = mapped_column(default=1, server_default="1")
    """The present chapter of the delegation, kept here so that no request has to ask for it."""
    last_day: Mapped[date | None]
    joined_at: Mapped[datetime | None] = mapped_column(default=clock.now)
    """When the person joined the delegation; unknown if that was before it was stored."""

    keys_of_groups: Mapped[str | None] = column_property(keys_of_groups(delegation_id))
    """The regional groups of the delegation. They come with the row, so that a request that asks
    what somebody may read needs no further statement.
    """
    keys_of_coordinated: Mapped[str | None] = column_property(keys_of_coordinated(id))

    person: Mapped[Person] = relationship(back_populates="memberships")
    delegation: Mapped[Delegation] = relationship(back_populates="memberships")

    @property
    def groups(self) -> tuple[RegionalGroup, ...]:
        return groups_named(self.keys_of_groups)

    @property
    def coordinates(self) -> tuple[RegionalGroup, ...]:
        """The groups of the delegation that the person coordinates."""
        named = groups_named(self.keys_of_coordinated)
        return tuple(each for each in self.groups if each in named)

    @property
    def audiences(self) -> frozenset[str]:
        """The audiences that it adds to those of everybody signed in."""
        chapters = self.first_chapter or 1, self.present_chapter or 1  # until it is stored
        own = read_by_member(self.delegation_id, self.role, chapters)
        return own | read_in_groups(self.groups, self.coordinates)

    @property
    def reads_since(self) -> datetime | None:
        """The time at which the first chapter that the person reads began, or None if they read all
        of them.
        """
        if self.first_chapter == 1:
            return None
        before = [each for each in self.delegation.chapters if each.number < self.first_chapter]
        return before[-1].ended_at

    def stale_records(self, session: Session) -> Iterable[str]:
        return [f"person:{self.person_id}"]

    @property
    def capacity(self) -> "Capacity":
        title = title_of_member(self.delegation.category, self.role)
        return Capacity(
            f"delegation-{self.delegation_id}", title, self.delegation, None, self.groups
        )


def read_by_member(
    delegation_id: int, role: DelegationRole, chapters: tuple[int, int] = (1, 1)
) -> frozenset[str]:
    """Return the audiences of a member of the delegation alone, who reads from the first of these
    chapters to the second, which is the present one.
    """
    heads = [f"heads:{delegation_id}"] if role == DelegationRole.HEAD else []
    within = read_in_chapters(delegation_id, *chapters)
    return frozenset({f"delegation:{delegation_id}", *heads}) | within


def title_of_member(category: Category, role: DelegationRole) -> str:
    """Return the title as it is stored; `title_in_words` translates it."""
    if category == Category.OBSERVER:
        return "Observer"
    if category == Category.SECRETARIAT:
        return "Secretariat"
    return "Head of delegation" if role == DelegationRole.HEAD else "Delegate"


class Office(Searchable, Base):
    """A role in a group. `scope` names its subject where the role needs one: `Question 22-2/1`."""

    __tablename__ = "office"
    __table_args__ = (UniqueConstraint("person_id", "group_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("working_group.id"), index=True)
    role: Mapped[GroupRole]
    scope: Mapped[str] = mapped_column(String(200), default="")
    last_day: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="offices")
    group: Mapped[Group] = relationship()

    def stale_records(self, session: Session) -> Iterable[str]:
        return [f"person:{self.person_id}"]

    @property
    def is_inherited(self) -> bool:
        """Whether the office comes from the group above, whose secretariat also serves this one."""
        return self.role == GroupRole.SECRETARIAT and self.group.is_below_another

    @property
    def edits_agendas(self) -> bool:
        """Whether the office lets its holder edit agendas: it presides over the group, or is its
        secretariat.
        """
        return self.role in (GroupRole.SECRETARIAT, LEADERS[self.group.kind][0])

    @property
    def role_name(self) -> str:
        return str(ROLE_NAMES[self.role])

    @property
    def appointment(self) -> Appointment:
        return Appointment(self.role, self.scope)

    @property
    def capacity(self) -> "Capacity":
        return Capacity(f"office-{self.id}", self.appointment.title, None, self)


@dataclass(frozen=True)
class Capacity:
    """The capacity in which a person speaks: for a delegation, or in an office of the group."""

    key: str
    title: str
    delegation: Delegation | None
    office: Office | None
    groups: tuple[RegionalGroup, ...] = ()
    """The regional groups of the delegation."""

    @property
    def label(self) -> str:
        return f"{self.delegation.name} · {self.title}" if self.delegation else self.title

    @property
    def words(self) -> str:
        """The label in the reader's language."""
        return title_in_words(self.label)

    @property
    def printed(self) -> str:
        """The name on the cover of a paper: the delegation, or the office."""
        return self.delegation.name if self.delegation else self.title

    @property
    def is_observer(self) -> bool:
        return self.delegation is not None and self.delegation.is_observer

    def __str__(self) -> str:
        return self.label


class Invitation(Base):
    """An invitation by a link that works once. Only the hash of its token is stored.

    `offices` holds roles in the group in the form of `write_appointments`. `last_day` is the last
    day of the new account or, for an existing one, of the delegation and the roles.
    """

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    delegation_role: Mapped[DelegationRole] = mapped_column(default=DelegationRole.MEMBER)
    offices: Mapped[str] = mapped_column(String(500), default="")
    last_day: Mapped[date | None]
    first_chapter: Mapped[int] = mapped_column(default=1, server_default="1")
    """The first chapter of the delegation's discussions that the person will read; 0 for the one
    that begins when they join.
    """
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    delegation: Mapped[Delegation | None] = relationship()
    invited_by: Mapped[Person | None] = relationship()

    @property
    def is_open(self) -> bool:
        is_unused = self.used_at is None and self.withdrawn_at is None
        return is_unused and clock.now() < self.expires_at and not self.has_ended

    @property
    def has_ended(self) -> bool:
        """Whether the last day of the account or roles that it offers is over."""
        return self.last_day is not None and self.last_day < clock.now().date()

    @property
    def appointments(self) -> tuple[Appointment, ...]:
        return read_appointments(self.offices)


class PasswordReset(Base):
    """A link by letter for a new password, which works once, for somebody who can sign in. Only the
    hash of its token is stored.
    """

    __tablename__ = "password_reset"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    @property
    def is_open(self) -> bool:
        return self.used_at is None and clock.now() < self.expires_at and self.person.is_active
