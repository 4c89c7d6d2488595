"""The notes of an agenda item, the steps by which their text changed, and its kept versions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Select, Text, select
from sqlalchemy.orm import Mapped, Session, defer, joinedload, mapped_column, relationship

from wgcop import clock, paper
from wgcop.accounts.models import Person
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.database import PLAIN_WORDS, WORDS, Base
from wgcop.search.records import KindNames, Record, Searchable, refreshes_with
from wgcop.writing.models import StepColumns, VersionColumns, VersionWriterColumns, WritingColumns


class ItemNotes(Searchable, Base):
    """The notes of an item. Until they are published, only their writers can read them."""

    __tablename__ = "item_notes"
    search_kind = "item-notes"
    search_names = KindNames(
        one=_l("Notes of an agenda item"),
        many=_l("Notes of agenda items"),
        all_of=lambda count: ngettext(
            "Notes of %(num)d agenda item", "Notes of all %(num)d agenda items", count
        ),
        aliases=("notes",),
    )

    item_id: Mapped[int] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    text: Mapped[paper.Node] = mapped_column(JSON, info=WORDS)
    plain: Mapped[str] = mapped_column(Text, default="", info=PLAIN_WORDS)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    published_at: Mapped[datetime | None]

    item: Mapped[AgendaItem] = relationship()
    changed_by: Mapped[Person] = relationship()

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def has_words(self) -> bool:
        return bool(self.plain.strip())

    def search_record(self) -> Record | None:
        if not self.has_words:
            return None
        meeting = self.item.meeting
        return Record(
            id=self.search_key,
            kind=self.search_kind,
            title=self.item.title,
            text=self.plain,
            url=f"{self.item.url}#item-notes",
            year=meeting.starts_on.year,
            body=meeting.group.code,
            audience=frozenset({"members" if self.is_published else meeting.group.officers}),
            date=self.changed_at,
        )

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(
            defer(cls.text),
            joinedload(cls.item).joinedload(AgendaItem.meeting).joinedload(Meeting.group),
        )


@refreshes_with(AgendaItem)
def _of_item(item: AgendaItem, _session: Session) -> Iterable[str]:
    """Return the search record of the item's notes, which carries the item's title and is deleted
    with the item.
    """
    return [f"{ItemNotes.search_kind}:{item.id}"]


@refreshes_with(Meeting)
def _of_meeting(meeting: Meeting, session: Session) -> Iterable[str]:
    of_meeting = ItemNotes.item.has(AgendaItem.meeting_id == meeting.id)
    ids = session.scalars(select(ItemNotes.item_id).where(of_meeting))
    return [f"{ItemNotes.search_kind}:{each}" for each in ids]


class NotesWriting(WritingColumns, Base):
    __tablename__ = "item_notes_writing"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("item_notes.item_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        sort_order=-1,
    )


class NotesStep(StepColumns, Base):
    __tablename__ = "item_notes_step"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("item_notes.item_id", ondelete="CASCADE"), primary_key=True, sort_order=-1
    )


class NotesVersion(VersionColumns, Base):
    __tablename__ = "item_notes_version"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("item_notes.item_id", ondelete="CASCADE"), primary_key=True, sort_order=-1
    )

    writers: Mapped[list["NotesVersionWriter"]] = relationship(
        cascade="all, delete-orphan", order_by="NotesVersionWriter.person_id"
    )


class NotesVersionWriter(VersionWriterColumns, Base):
    __tablename__ = "item_notes_version_writer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["item_id", "number"],
            ["item_notes_version.item_id", "item_notes_version.number"],
            ondelete="CASCADE",
        ),
    )

    item_id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
