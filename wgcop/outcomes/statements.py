"""Statements and reservations for the record: in a delegation's own words, which nobody can change
afterwards.
"""

import enum
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import ColumnElement, ForeignKey, Select, String, Text, and_, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.bodies.place_names import state_in_words
from wgcop.database import WORDS, Base
from wgcop.resolutions.models import Clause
from wgcop.search.records import KindNames, Record, Searchable, refreshes_with


class StatementKind(enum.StrEnum):
    STATEMENT = "statement"
    RESERVATION = "reservation"


STATEMENT_NAMES = {
    StatementKind.STATEMENT: _l("Statement"),
    StatementKind.RESERVATION: _l("Reservation"),
}


class DeliveredStatement(Searchable, Base):
    """A statement or a reservation. It cannot be changed once it is delivered: a correction is
    another statement, and a withdrawal leaves a trace.

    `text` is verbatim: it is stored and shown as it was handed in, without markup and without
    trimming inside.
    """

    __tablename__ = "statement"
    search_kind = "statement"
    search_names = KindNames(
        one=_l("Statement for the record"),
        many=_l("Statements for the record"),
        all_of=lambda count: ngettext(
            "%(num)d statement for the record", "All %(num)d statements for the record", count
        ),
        aliases=("statements", "reservation", "reservations"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True
    )
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("clause.id"), index=True)
    """The clause that the statement is about; None if it is about the whole item."""
    kind: Mapped[StatementKind]
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    text: Mapped[str] = mapped_column(Text, info=WORDS)
    language: Mapped[str] = mapped_column(String(8), default="en")
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id"), index=True)
    delivered_at: Mapped[datetime] = mapped_column(default=clock.now)
    delivered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    on_behalf: Mapped[bool] = mapped_column(default=False)
    """Whether the secretariat put it on record for the delegation."""
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    item: Mapped[AgendaItem] = relationship()
    clause: Mapped[Clause | None] = relationship()
    delegation: Mapped[Delegation] = relationship()
    corrects: Mapped["DeliveredStatement | None"] = relationship(
        remote_side=id, foreign_keys=corrects_id, back_populates="corrections"
    )
    corrections: Mapped[list["DeliveredStatement"]] = relationship(
        foreign_keys=corrects_id, back_populates="corrects", order_by="DeliveredStatement.id"
    )
    delivered_by: Mapped[Person] = relationship(foreign_keys=delivered_by_id)
    withdrawn_by: Mapped[Person | None] = relationship(foreign_keys=withdrawn_by_id)

    @property
    def kind_name(self) -> str:
        return str(STATEMENT_NAMES[self.kind])

    @property
    def dom_id(self) -> str:
        return f"statement-{self.id}"

    @property
    def url(self) -> str:
        return f"{self.item.meeting.url}/statements/{self.id}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_corrected(self) -> bool:
        """Whether another statement that is not withdrawn corrects this one."""
        return any(not correction.is_withdrawn for correction in self.corrections)

    @hybrid_property
    def stands(self) -> bool:
        return not self.is_withdrawn and not self.is_corrected

    @stands.inplace.expression
    @classmethod
    def _stands(cls) -> ColumnElement[bool]:
        is_corrected = cls.corrections.any(DeliveredStatement.withdrawn_at.is_(None))
        return and_(cls.withdrawn_at.is_(None), ~is_corrected)

    def search_record(self) -> Record | None:
        """Return the search record, for members, or None once the statement is withdrawn, since
        pages no longer show its text.
        """
        if self.is_withdrawn:
            return None
        meeting = self.item.meeting
        return Record(
            id=self.search_key,
            kind=self.search_kind,
            title=f"{self.kind.capitalize()}: {self.delegation.name}",
            text=self.text,
            url=self.url,
            year=meeting.starts_on.year,
            language=self.language,
            body=meeting.group.code,
            source=self.delegation.name,
            clauses=(self.clause.wid,) if self.clause else (),
            audience=frozenset({"members"}),
            date=self.delivered_at,
        )

    @classmethod
    def titles_in_words(cls, stored: Mapping[str, str], _session: Session) -> Mapping[str, str]:
        return {record_id: _title_in_words(title) for record_id, title in stored.items()}

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(
            joinedload(cls.item).joinedload(AgendaItem.meeting).joinedload(Meeting.group),
            joinedload(cls.delegation),
            joinedload(cls.clause),
        )


def _title_in_words(stored: str) -> str:
    kind, _colon, delegation = stored.partition(": ")
    if kind.lower() not in set(StatementKind):
        return stored
    name = STATEMENT_NAMES[StatementKind(kind.lower())]
    return _("%(name)s: %(delegation)s", name=name, delegation=state_in_words(delegation))


@refreshes_with(Meeting)
def _of_meeting(meeting: Meeting, session: Session) -> Iterable[str]:
    """Return the search records of a meeting's statements, whose year and body depend on the
    meeting.
    """
    of_meeting = AgendaItem.meeting_id == meeting.id
    return _records(session, DeliveredStatement.item.has(of_meeting))


@refreshes_with(Delegation)
def _of_delegation(delegation: Delegation, session: Session) -> Iterable[str]:
    return _records(session, DeliveredStatement.delegation_id == delegation.id)


def _records(session: Session, which: ColumnElement[bool]) -> list[str]:
    ids = session.scalars(select(DeliveredStatement.id).where(which))
    return [f"{DeliveredStatement.search_kind}:{each}" for each in ids]
