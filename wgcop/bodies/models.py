"""A group, and its meetings with their clock."""

import enum
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.db import Base
from wgcop.search.records import Record, Searchable


class Group(Base):
    """A body that meets and gives numbers: the Council Working Group, a study group, a rapporteur group."""

    __tablename__ = "working_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(300))

    meetings: Mapped[list["Meeting"]] = relationship(
        back_populates="group", order_by="Meeting.starts_on"
    )

    @property
    def officers(self) -> str:
        """The audience of those who hold an office in it."""
        return f"officers:{self.code}"

    @property
    def secretariat(self) -> str:
        """The audience of its secretariat alone."""
        return f"secretariat:{self.code}"


class Moment(enum.StrEnum):
    PAST = "past"
    NOW = "now"
    COMING = "coming"


class Meeting(Searchable, Base):
    """`number` counts the group's meetings."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("group_id", "number"),)
    search_kind = "meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("working_group.id"), index=True)
    number: Mapped[int]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    place: Mapped[str] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    opens_at: Mapped[time] = mapped_column(default=time(9, 30))
    join_url: Mapped[str] = mapped_column(String(500), default="")
    contributions_due: Mapped[datetime]
    agenda_published: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    group: Mapped[Group] = relationship(back_populates="meetings")

    __mapper_args__ = {"version_id_col": version}

    @property
    def time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def opens(self) -> datetime:
        return datetime.combine(self.starts_on, self.opens_at, self.time_zone).astimezone(UTC)

    @property
    def agenda_audience(self) -> str:
        """Who may read the agenda: everybody once it is published."""
        return "public" if self.agenda_published else "members"

    @property
    def moment(self) -> Moment:
        today = clock.now().astimezone(self.time_zone).date()
        if today > self.ends_on:
            return Moment.PAST
        return Moment.NOW if today >= self.starts_on else Moment.COMING

    @property
    def is_open_for_contributions(self) -> bool:
        return clock.now() <= self.contributions_due

    @property
    def topic(self) -> str:
        """Of what everybody may see of the agenda: open to members first, to all once it is published."""
        return f"meeting:{self.slug}"

    @property
    def members_topic(self) -> str:
        """Of the agenda with the documents that only members read."""
        return f"meeting:{self.slug}@members"

    @property
    def officers_topic(self) -> str:
        """Of the papers that wait for the secretariat."""
        return f"meeting:{self.slug}@officers"

    @property
    def url(self) -> str:
        return f"/meetings/{self.slug}"

    def search_record(self) -> Record:
        """Title and dates of a meeting are public, whatever its agenda is."""
        return Record(
            id=f"meeting:{self.id}",
            kind="meeting",
            title=self.title,
            text=f"{self.place} {self.starts_on.isoformat()}",
            url=self.url,
            year=self.starts_on.year,
            body=self.group.code,
            audience=frozenset({"public"}),
        )
