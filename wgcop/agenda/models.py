"""The agenda of a meeting: its items, the clauses and documents they refer to, and the decisions
taken on them.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Self
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import (
    ForeignKey,
    Select,
    String,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import (
    Mapped,
    Session,
    foreign,
    joinedload,
    mapped_column,
    relationship,
    remote,
    selectinload,
)

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.agenda.fields import IN_SEARCH
from wgcop.agenda.kinds import ItemKind, NoteReaders
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.database import WORDS, Base
from wgcop.fields.showing import words_of
from wgcop.i18n import comma, days, weekday
from wgcop.resolutions.models import Clause
from wgcop.search.records import KindNames, Record, Searchable, refreshes_with


class Outcome(enum.StrEnum):
    """The ways in which a meeting concludes an item, as its report words them."""

    NOTED = "noted"
    AGREED = "agreed"
    ENDORSED = "endorsed"
    APPROVED = "approved"
    ADOPTED = "adopted"
    CONSENTED = "consented"
    DETERMINED = "determined"
    SUPPRESSED = "suppressed"
    ABROGATED = "abrogated"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"


OUTCOME_NAMES = {
    Outcome.NOTED: _l("Noted"),
    Outcome.AGREED: _l("Agreed"),
    Outcome.ENDORSED: _l("Endorsed"),
    Outcome.APPROVED: _l("Approved"),
    Outcome.ADOPTED: _l("Adopted"),
    Outcome.CONSENTED: _l("Consented"),
    Outcome.DETERMINED: _l("Determined"),
    Outcome.SUPPRESSED: _l("Suppressed"),
    Outcome.ABROGATED: _l("Abrogated"),
    Outcome.DEFERRED: _l("Deferred"),
    Outcome.WITHDRAWN: _l("Withdrawn"),
}


AGREEING = (Outcome.AGREED, Outcome.ENDORSED, Outcome.APPROVED, Outcome.ADOPTED)
"""The outcomes that count as the meeting's agreement."""


class AgendaItem(Searchable, Base):
    """An item of an agenda. `fixed_on` and `fixed_at` are local to the meeting; the times of the
    items that follow count from them.
    """

    __tablename__ = "agenda_item"
    __table_args__ = {"sqlite_autoincrement": True}
    """Options that keep SQLite from giving the id of a removed item to another one, since the item
    can be brought back.
    """
    search_kind = "agenda-item"
    search_names = KindNames(
        one=_l("Agenda item"),
        many=_l("Agenda items"),
        all_of=lambda count: ngettext("All %(num)d agenda item", "All %(num)d agenda items", count),
        help_place=5,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300), info=WORDS)
    planned_minutes: Mapped[int | None] = mapped_column("minutes")
    """The planned duration. If it is None, it follows from the items below, or is open."""
    fixed_on: Mapped[date | None]
    fixed_at: Mapped[time | None]
    kind: Mapped[ItemKind | None]
    presenter: Mapped[str] = mapped_column(String(200), default="", info=WORDS)
    """The person who introduces the item, as agendas print it: a source, a delegation, or the
    office of a person.
    """
    note: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    note_for: Mapped[NoteReaders] = mapped_column(default=NoteReaders.EVERYBODY)
    closed: Mapped[bool] = mapped_column(default=False)
    taken_up_at: Mapped[datetime | None]
    """The time at which the chair called for this item. At most one item of a meeting has it set.
    """
    continued_as_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True
    )
    """The item of a later meeting that continues the matter deferred here."""
    version: Mapped[int] = mapped_column(default=1)
    """The version for the optimistic lock. It goes up when the words change, not when the item
    moves, so that moving an item does not cause a conflict for a person who is editing it.
    """

    meeting: Mapped[Meeting] = relationship()
    parent: Mapped[AgendaItem | None] = relationship(remote_side=id, foreign_keys=parent_id)
    continued_as: Mapped[AgendaItem | None] = relationship(
        remote_side=id, foreign_keys=continued_as_id
    )
    clause_links: Mapped[list[AgendaClause]] = relationship(
        back_populates="item", cascade="all, delete-orphan", order_by="AgendaClause.position"
    )
    document_links: Mapped[list[AgendaDocument]] = relationship(
        back_populates="item", cascade="all, delete-orphan", order_by="AgendaDocument.id"
    )
    decisions: Mapped[list[Decision]] = relationship(
        back_populates="item", cascade="all, delete-orphan", order_by="Decision.id"
    )
    calls: Mapped[list[ItemCall]] = relationship(
        cascade="all, delete-orphan", order_by="ItemCall.at"
    )
    matter_calls: Mapped[list[MatterCall]] = relationship(
        cascade="all, delete-orphan", order_by="MatterCall.id"
    )

    @property
    def clauses(self) -> list[Clause]:
        return [link.clause for link in self.clause_links]

    @property
    def conclusions(self) -> list[Decision]:
        """The decisions in force. A correction takes the place of the decision that it corrects.

        A decision that was corrected does not come back when its correction is withdrawn.
        """
        replaced = {decision.replaces_id for decision in self.decisions}
        places: dict[int, int] = {}
        for decision in self.decisions:
            places[decision.id] = places.get(decision.replaces_id or 0, decision.id)
        standing = [
            decision
            for decision in self.decisions
            if decision.withdrawn_at is None and decision.id not in replaced
        ]
        return sorted(standing, key=lambda each: places[each.id])

    @property
    def decision(self) -> Decision | None:
        """The last conclusion, which the line of the item shows as its outcome, or None."""
        return self.conclusions[-1] if self.conclusions else None

    @property
    def is_deferred(self) -> bool:
        """Whether the item is deferred, and the meeting has not concluded on it since."""
        return self.decision is not None and self.decision.outcome == Outcome.DEFERRED

    @property
    def has_matter(self) -> bool:
        """Whether there is anything to take up under this item. If not, and if others are below it,
        it is a heading.
        """
        note = self.note and self.note_for == NoteReaders.EVERYBODY
        return bool(self.clause_links or self.document_links or note or self.decision)

    @property
    def note_audience(self) -> str:
        match self.note_for:
            case NoteReaders.OFFICERS:
                return self.meeting.group.officers
            case NoteReaders.MEMBERS:
                return "members"
            case NoteReaders.EVERYBODY:
                return self.meeting.agenda_audience

    def note_read_by(self, audiences: frozenset[str]) -> str:
        """Return the note, or an empty string if these audiences may not read it."""
        return self.note if self.note_audience in audiences else ""

    @property
    def fixed(self) -> datetime | None:
        if self.fixed_on is None or self.fixed_at is None:
            return None
        return datetime.combine(self.fixed_on, self.fixed_at, self.meeting.time_zone)

    @property
    def dom_id(self) -> str:
        return f"item-{self.id}"

    @property
    def url(self) -> str:
        return f"{self.meeting.url}/items/{self.id}"

    @property
    def agenda_url(self) -> str:
        """The address of its line on the agenda."""
        return f"{self.meeting.url}#{self.dom_id}"

    def search_record(self) -> Record:
        audience = frozenset({self.meeting.agenda_audience})
        words = [
            *words_of(self, IN_SEARCH),
            self.note_read_by(audience),
            *(conclusion.text for conclusion in self.conclusions),
        ]
        return Record(
            id=f"agenda-item:{self.id}",
            kind="agenda-item",
            title=self.title,
            text="\n".join(filter(None, words)),
            url=self.url,
            year=self.meeting.starts_on.year,
            body=self.meeting.group.code,
            clauses=tuple(clause.wid for clause in self.clauses),
            audience=audience,
        )

    def stale_records(self, session: Session) -> list[str]:
        return [self.search_key, f"{AgendaNote.search_kind}:{self.id}"]

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(
            joinedload(cls.meeting).joinedload(Meeting.group),
            selectinload(cls.clause_links).joinedload(AgendaClause.clause),
            selectinload(cls.decisions),
        )


class AgendaNote(Searchable, Base):
    """The note of an item that fewer people may read than the item itself. It is a search record of
    its own, mapped read-only to the item's row.
    """

    __table__ = AgendaItem.__table__
    search_kind = "agenda-note"
    search_names = KindNames(
        one=_l("Note on an agenda item"),
        many=_l("Notes on agenda items"),
        all_of=lambda count: ngettext(
            "%(num)d note on an agenda item", "All %(num)d notes on agenda items", count
        ),
    )

    item: Mapped[AgendaItem] = relationship(
        primaryjoin=lambda: foreign(AgendaItem.__table__.c.id) == remote(AgendaItem.id),
        viewonly=True,
        uselist=False,
    )

    __mapper_args__ = {"include_properties": ["id"]}

    def search_record(self) -> Record | None:
        item = self.item
        if not item.note or item.note_audience == item.meeting.agenda_audience:
            return None
        return Record(
            id=f"agenda-note:{item.id}",
            kind="agenda-note",
            title=item.title,
            text=item.note,
            url=item.url,
            year=item.meeting.starts_on.year,
            body=item.meeting.group.code,
            audience=frozenset({item.note_audience}),
        )

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(
            joinedload(cls.item).joinedload(AgendaItem.meeting).joinedload(Meeting.group)
        )


class AgendaClause(Searchable, Base):
    """The link between an item and a clause that it is about."""

    __tablename__ = "agenda_clause"
    __table_args__ = (UniqueConstraint("item_id", "clause_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"))
    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id"), index=True)
    position: Mapped[int]
    taken_up_at: Mapped[datetime | None]
    """The time at which the chair put the clause on the floor. At most one clause or document of an
    item has it set.
    """

    item: Mapped[AgendaItem] = relationship(back_populates="clause_links")
    clause: Mapped[Clause] = relationship()

    def stale_records(self, session: Session) -> list[str]:
        return [f"agenda-item:{self.item_id}"]


class AgendaDocument(Base):
    """The link between an item and a document that it takes up. Everybody who may read the document
    sees it.
    """

    __tablename__ = "agenda_document"
    __table_args__ = (UniqueConstraint("item_id", "contribution_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"))
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), index=True
    )
    placed_at: Mapped[datetime | None] = mapped_column(default=clock.now)
    """The time at which the document was placed there; None for old links, made before this was
    recorded.
    """
    revision_number: Mapped[int | None]
    """The revision that stays under discussion even if later ones follow. If it is None, the latest
    revision is under discussion.
    """
    taken_up_at: Mapped[datetime | None]
    """The time at which the chair put the document on the floor. At most one clause or document of
    an item has it set.
    """

    item: Mapped[AgendaItem] = relationship(back_populates="document_links")
    contribution: Mapped[Contribution] = relationship()

    @property
    def revision(self) -> Revision:
        """The revision under discussion."""
        issued = self.contribution.issued
        pinned = (revision for revision in issued if revision.number == self.revision_number)
        return next(pinned, self.contribution.current)


class ItemCall(Base):
    """A moment at which the chair called for an item. An item can come up several times."""

    __tablename__ = "agenda_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(default=clock.now)


class MatterCall(Base):
    """A moment at which the chair put a clause or a document of an item on the floor. For a
    document, the revision of that moment is recorded.
    """

    __tablename__ = "agenda_matter_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True
    )
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("clause.id"), index=True)
    contribution_id: Mapped[int | None] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), index=True
    )
    revision_number: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(default=clock.now)

    @classmethod
    def of(cls, link: AgendaClause | AgendaDocument) -> Self:
        if isinstance(link, AgendaClause):
            return cls(clause_id=link.clause_id)
        return cls(contribution_id=link.contribution_id, revision_number=link.revision.number)


class Decision(Searchable, Base):
    """A decision of the meeting on an item. A correction is a new decision; the earlier wording is
    kept.
    """

    __tablename__ = "agenda_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True
    )
    outcome: Mapped[Outcome]
    text: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]
    replaces_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_decision.id", ondelete="SET NULL"), index=True
    )
    """The decision that this one corrects."""
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    item: Mapped[AgendaItem] = relationship(back_populates="decisions")
    recorded_by: Mapped[Person] = relationship()

    @property
    def name(self) -> str:
        return str(OUTCOME_NAMES[self.outcome])

    def stale_records(self, session: Session) -> list[str]:
        return [f"agenda-item:{self.item_id}"]


ARRANGED = ("place", "zone", "starts_on", "ends_on", "opens_at")


class MeetingMove(Base):
    """The time and place of a meeting before a change. It is shown to everybody, so that nobody
    waits in front of the wrong door.
    """

    __tablename__ = "meeting_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    place: Mapped[str] = mapped_column(String(200), info=WORDS)
    zone: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    opens_at: Mapped[time]
    sitting: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    """The value of `Meeting.sitting` before the change, one line for each session; empty if the
    sessions were not known.
    """

    @classmethod
    def of(cls, meeting: Meeting) -> Self:
        arranged = {name: getattr(meeting, name) for name in (*ARRANGED, "sitting")}
        return cls(meeting_id=meeting.id, **arranged)

    @property
    def opens(self) -> datetime:
        return datetime.combine(self.starts_on, self.opens_at, ZoneInfo(self.zone))

    def differs_from(self, meeting: Meeting) -> bool:
        """Return whether time, place or sessions have changed. Sessions that become known for the
        first time are announced, but change nothing that people rely on.
        """
        other = any(getattr(self, name) != getattr(meeting, name) for name in ARRANGED)
        return other or bool(self._days_changed(meeting))

    def in_words(self, meeting: Meeting) -> list[str]:
        """Return the changes, one sentence each."""
        sentences = []
        now, before = (meeting.starts_on, meeting.ends_on), (self.starts_on, self.ends_on)
        if now != before:
            sentences.append(
                _("Now on %(now)s; previously: %(before)s.", now=days(now), before=days(before))
            )
        changed = self._days_changed(meeting)
        if self.opens_at != meeting.opens_at and meeting.starts_on not in changed:
            sentences.append(
                _(
                    "Opens at %(now)s; previously: %(before)s.",
                    now=f"{meeting.opens_at:%H:%M}",
                    before=f"{self.opens_at:%H:%M}",
                )
            )
        sentences += self.sessions_in_words(meeting)
        if self.zone != meeting.zone:
            sentences.append(
                _("Time zone %(now)s; previously: %(before)s.", now=meeting.zone, before=self.zone)
            )
        if self.place != meeting.place:
            sentences.append(
                _("In %(now)s; previously: %(before)s.", now=meeting.place, before=self.place)
            )
        return sentences

    def sessions_in_words(self, meeting: Meeting) -> list[str]:
        sentences = []
        for day, (hours_now, hours_before) in self._days_changed(meeting).items():
            words = {"day": weekday(day), "now": hours_now, "before": hours_before}
            if not hours_now:
                sentences.append(_("No session on %(day)s; previously: %(before)s.", **words))
            elif not hours_before:
                sentences.append(_("Also on %(day)s: %(now)s.", **words))
            else:
                sentences.append(_("On %(day)s %(now)s; previously: %(before)s.", **words))
        return sentences

    def _days_changed(self, meeting: Meeting) -> dict[date, tuple[str, str]]:
        """Return the hours now and before for each day whose sessions have changed. Sessions that
        only moved with the days of the meeting count as unchanged.
        """
        if not self.sitting:
            return {}
        now, moved = _hours(meeting.sitting), meeting.starts_on - self.starts_on
        before = {day + moved: hours for day, hours in _hours(self.sitting).items()}
        return {
            day: (now.get(day, ""), before.get(day, ""))
            for day in sorted(now.keys() | before.keys())
            if day <= meeting.ends_on and now.get(day) != before.get(day)
        }


def _hours(sitting: str) -> dict[date, str]:
    """Return the hours of each day: `{29 March: "09:30–12:30, 14:30–17:30"}`."""
    hours: dict[date, list[str]] = {}
    for line in sitting.splitlines():
        day, span = line.split(" ")
        hours.setdefault(date.fromisoformat(day), []).append(span)
    return {day: comma().join(spans) for day, spans in hours.items()}


@refreshes_with(Meeting)
def _its_agenda(meeting: Meeting, session: Session) -> Iterable[str]:
    """Return the search records of a meeting's items, whose readers and year depend on the meeting."""
    items = session.scalars(select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id))
    kinds = (AgendaItem.search_kind, AgendaNote.search_kind)
    return [f"{kind}:{item_id}" for item_id in items for kind in kinds]
