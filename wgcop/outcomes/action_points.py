"""Action points: tasks that a meeting gives to somebody, with a due date and an outcome."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext
from sqlalchemy import ColumnElement, ForeignKey, Select, Text, select
from sqlalchemy.orm import (
    Mapped,
    Session,
    declared_attr,
    joinedload,
    mapped_column,
    relationship,
    selectinload,
)

from wgcop import clock
from wgcop.accounts.models import Delegation, GroupRole, Person
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.database import WORDS, Base
from wgcop.search.records import KindNames, Record, Searchable, refreshes_with


class OwnerKind(enum.StrEnum):
    """The kinds of owners of an action point. The secretariat and the group are always those of the
    meeting.
    """

    PERSON = "person"
    DELEGATION = "delegation"
    SECRETARIAT = "secretariat"
    GROUP = "group"


OWNER_NAMES = {
    OwnerKind.SECRETARIAT: _l("Secretariat"),
    OwnerKind.GROUP: _l("The group"),
}


class ActionState(enum.StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


STATE_NAMES = {
    ActionState.OPEN: lazy_pgettext("an action point", "Open"),
    ActionState.DONE: _l("Done"),
    ActionState.DROPPED: _l("Dropped"),
}


class ActionEvent(enum.StrEnum):
    ASSIGNED = "assigned"
    CHANGED = "changed"
    DONE = "done"
    DROPPED = "dropped"
    REOPENED = "reopened"


EVENT_NAMES = {
    ActionEvent.ASSIGNED: _l("Recorded"),
    ActionEvent.CHANGED: _l("Changed"),
    ActionEvent.DONE: _l("Done"),
    ActionEvent.DROPPED: _l("Dropped"),
    ActionEvent.REOPENED: _l("Open again"),
}


@dataclass(frozen=True)
class ActionOwner:
    """The owner of an action point. `key` is their value in a form: `person-7`, `delegation-3`,
    `secretariat` or `group`.
    """

    kind: OwnerKind
    person: Person | None = None
    delegation: Delegation | None = None

    @property
    def key(self) -> str:
        row = self.person or self.delegation
        return f"{self.kind}-{row.id}" if row else str(self.kind)

    @property
    def name(self) -> str:
        if self.delegation:
            return self.delegation.shown_name
        return self.person.name if self.person else str(OWNER_NAMES[self.kind])


@dataclass(frozen=True, kw_only=True)
class ActionFacts:
    """The task, the owner and the date of an action point, as a form passes them to an action."""

    text: str
    owner: ActionOwner
    due_on: date | None = None


class Assigned:
    """The columns that describe the task of an action point, now and after each event."""

    text: Mapped[str] = mapped_column(Text, info=WORDS)
    owner_kind: Mapped[OwnerKind]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    due_on: Mapped[date | None]

    @declared_attr
    def person(cls) -> Mapped[Person | None]:
        return relationship(foreign_keys=lambda: cls.person_id)  # type: ignore[arg-type]

    @declared_attr
    def delegation(cls) -> Mapped[Delegation | None]:
        return relationship()

    @property
    def owner(self) -> ActionOwner:
        return ActionOwner(self.owner_kind, self.person, self.delegation)

    @property
    def facts(self) -> ActionFacts:
        return ActionFacts(text=self.text, owner=self.owner, due_on=self.due_on)

    def assign(self, facts: ActionFacts) -> None:
        self.text, self.due_on = facts.text, facts.due_on
        self.owner_kind = facts.owner.kind
        self.person, self.delegation = facts.owner.person, facts.owner.delegation


class ActionPoint(Searchable, Assigned, Base):
    """A task that a meeting gives to somebody. `events` record who changed it and when."""

    __tablename__ = "action_point"
    search_kind = "action-point"
    search_names = KindNames(
        one=_l("Action point"),
        many=_l("Action points"),
        all_of=lambda count: ngettext(
            "All %(num)d action point", "All %(num)d action points", count
        ),
        aliases=("action", "actions", "action-points"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[ActionState] = mapped_column(default=ActionState.OPEN)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    reminded_at: Mapped[datetime | None]
    """The time at which a reminder was written to its owner; None if it was not written yet."""
    version: Mapped[int] = mapped_column(default=1)

    item: Mapped[AgendaItem] = relationship()
    events: Mapped[list["ActionChange"]] = relationship(
        back_populates="action_point",
        cascade="all, delete-orphan",
        order_by="ActionChange.id",
    )

    @property
    def url(self) -> str:
        return f"{self.item.meeting.url}/actions/{self.id}"

    @property
    def dom_id(self) -> str:
        return f"action-{self.id}"

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[self.state])

    @property
    def is_open(self) -> bool:
        return self.state == ActionState.OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether it is open after its date, by the calendar of the meeting's place."""
        today = clock.now().astimezone(self.item.meeting.time_zone).date()
        return self.is_open and self.due_on is not None and self.due_on < today

    @property
    def remark(self) -> str:
        """The remark with which its current state was recorded."""
        return self.events[-1].remark if self.events else ""

    def is_owned_by(self, person: Person) -> bool:
        """Return whether the person is an owner: any member of a delegation, and any office holder
        of the group's secretariat. Nobody owns a task of the whole group.
        """
        match self.owner_kind:
            case OwnerKind.PERSON:
                return self.person_id == person.id
            case OwnerKind.DELEGATION:
                return self.delegation_id in person.delegation_ids
            case OwnerKind.SECRETARIAT:
                return any(
                    office.group_id == self.item.meeting.group_id
                    and office.role == GroupRole.SECRETARIAT
                    for office in person.offices
                )
            case OwnerKind.GROUP:
                return False

    def search_record(self) -> Record:
        """Return the search record, for members, like the page. Remarks on completing or dropping
        it are found too.
        """
        meeting = self.item.meeting
        remarks = [event.remark for event in self.events if event.remark]
        return Record(
            id=self.search_key,
            kind=self.search_kind,
            title=self.text,
            text="\n".join([*remarks, self.owner.name]),
            url=self.url,
            year=meeting.starts_on.year,
            body=meeting.group.code,
            source=self.delegation.name if self.delegation else self.owner.name,
            state=self.state,
            audience=frozenset({"members"}),
            date=self.recorded_at,
        )

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(
            joinedload(cls.item).joinedload(AgendaItem.meeting).joinedload(Meeting.group),
            joinedload(cls.person),
            joinedload(cls.delegation),
            selectinload(cls.events),
        )


class ActionChange(Assigned, Base):
    """One event in the history of an action point, with the task as it was afterwards."""

    __tablename__ = "action_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_point_id: Mapped[int] = mapped_column(
        ForeignKey("action_point.id", ondelete="CASCADE"), index=True
    )
    event: Mapped[ActionEvent]
    remark: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    """A description of what was done, or the reason why the action point was dropped or reopened.
    """
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)

    action_point: Mapped[ActionPoint] = relationship(back_populates="events")
    by: Mapped[Person] = relationship(foreign_keys=by_id)

    @property
    def name(self) -> str:
        return str(EVENT_NAMES[self.event])


@refreshes_with(Meeting)
def _of_meeting(meeting: Meeting, session: Session) -> Iterable[str]:
    """Return the search records of a meeting's action points, whose year and body depend on the
    meeting.
    """
    of_meeting = AgendaItem.meeting_id == meeting.id
    return _records(session, ActionPoint.item.has(of_meeting))


@refreshes_with(Delegation)
def _of_delegation(delegation: Delegation, session: Session) -> Iterable[str]:
    """Return the search records of a delegation's action points, which contain its name."""
    return _records(session, ActionPoint.delegation_id == delegation.id)


@refreshes_with(Person)
def _of_person(person: Person, session: Session) -> Iterable[str]:
    return _records(session, ActionPoint.person_id == person.id)


def _records(session: Session, which: ColumnElement[bool]) -> list[str]:
    ids = session.scalars(select(ActionPoint.id).where(which))
    return [f"{ActionPoint.search_kind}:{each}" for each in ids]
