"""Meetings of groups, with their dates and time zones."""

import enum
import re
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.bodies.groups import Group as Group
from wgcop.bodies.groups import GroupKind as GroupKind
from wgcop.bodies.groups import GroupName as GroupName
from wgcop.database import WORDS, Base
from wgcop.search.records import KindNames, Record, Searchable

FIRST_OF_PLACE = re.compile(r"\s*[,;(/–]|\s+(?:and|et|y|или|и|و|-)\s+", re.IGNORECASE)
NOWHERE = {"", "online", "virtual", "remote", "en ligne", "en línea", "онлайн"}


class Moment(enum.StrEnum):
    PAST = "past"
    NOW = "now"
    COMING = "coming"


class Meeting(Searchable, Base):
    """A meeting of a group. `number` counts the meetings of the group."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("group_id", "number"),)
    search_kind = "meeting"
    search_names = KindNames(
        one=_l("Meeting"),
        many=_l("Meetings"),
        all_of=lambda count: ngettext("All %(num)d meeting", "All %(num)d meetings", count),
        plurals=("meetings",),
        help_place=4,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("working_group.id"), index=True)
    number: Mapped[int]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(300), info=WORDS)
    place: Mapped[str] = mapped_column(String(200), info=WORDS)
    town: Mapped[str] = mapped_column(String(80), default="")
    """The town after which its times are named, if that is not the town of the place."""
    zone: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    opens_at: Mapped[time] = mapped_column(default=time(9, 30))
    join_url: Mapped[str] = mapped_column(String(500), default="", info=WORDS)
    contact: Mapped[str] = mapped_column(String(200), default="", info=WORDS)
    """The contact for questions, as a role such as “Secretariat of WG-COP”."""
    contact_address: Mapped[str] = mapped_column(String(254), default="", info=WORDS)
    contributions_due: Mapped[datetime]
    agenda_published: Mapped[bool] = mapped_column(default=False)
    calendar_id: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid4()))
    """The id under which calendar programs know the meeting, regardless of the address of the
    workspace. It never changes.
    """
    version: Mapped[int] = mapped_column(default=1)

    group: Mapped[Group] = relationship(back_populates="meetings")
    sessions: Mapped[list["MeetingSession"]] = relationship(
        back_populates="meeting",
        cascade="all, delete-orphan",
        order_by=lambda: (MeetingSession.day, MeetingSession.starts_at),
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def clock_place(self) -> str:
        """The town that is named beside a time: Geneva, even if the time zone is named after
        another town.
        """
        if self.town:
            return self.town
        first = FIRST_OF_PLACE.split(self.place)[0].strip()
        if first and first.casefold() not in NOWHERE:
            return first
        return self.zone.rpartition("/")[2].replace("_", " ")

    @property
    def opens(self) -> datetime:
        return datetime.combine(self.starts_on, self.opens_at, self.time_zone).astimezone(UTC)

    @property
    def sitting(self) -> str:
        """The sessions in the meeting's local time, one line each."""
        return "\n".join(
            f"{session.day} {session.starts_at:%H:%M}–{session.ends_at:%H:%M}"
            for session in self.sessions
        )

    @property
    def agenda_audience(self) -> str:
        """The audience that may read the agenda: everybody once it is published, members before."""
        return "public" if self.agenda_published else "members"

    @property
    def moment(self) -> Moment:
        today = clock.now().astimezone(self.time_zone).date()
        if today > self.ends_on:
            return Moment.PAST
        return Moment.NOW if today >= self.starts_on else Moment.COMING

    @property
    def turning_points(self) -> list[datetime]:
        """The moments at which the pages of the meeting change: the beginning of its first day, the
        end of its last day, and the deadline for contributions.
        """

        def midnight(day: date) -> datetime:
            return datetime.combine(day, time(0), self.time_zone).astimezone(UTC)

        return [
            midnight(self.starts_on),
            midnight(self.ends_on + timedelta(days=1)),
            self.contributions_due + timedelta(seconds=1),
        ]

    @property
    def is_open_for_contributions(self) -> bool:
        return clock.now() <= self.contributions_due

    @property
    def topic(self) -> str:
        """The topic of the agenda. Members may listen to it, and everybody may once the agenda is
        published.
        """
        return f"meeting:{self.slug}"

    @property
    def members_topic(self) -> str:
        """The topic of the agenda with the documents that only members can read."""
        return f"meeting:{self.slug}@members"

    @hybrid_property
    def floor_topic(self) -> str:
        """The topic of the item on the floor and the next one. Every page of a member is subscribed
        to it.
        """
        return "meeting:" + self.slug + "@floor"

    @property
    def room_topic(self) -> str:
        """The topic of the room: who has the floor, and for how long."""
        return f"meeting:{self.slug}@room"

    @property
    def room_url(self) -> str:
        return f"{self.url}/live"

    @property
    def floor_id(self) -> str:
        """The DOM id of the element that shows the floor."""
        return f"floor-{self.slug}"

    @property
    def notices_id(self) -> str:
        """The DOM id of the element that shows a break and the chair's announcement."""
        return f"notices-{self.slug}"

    @property
    def officers_topic(self) -> str:
        """The topic of the papers that wait for the secretariat."""
        return f"meeting:{self.slug}@officers"

    @property
    def proposals_topic(self) -> str:
        """The topic of the proposals for the agenda. The editors of the agenda listen to it."""
        return f"meeting:{self.slug}@proposals"

    @property
    def url(self) -> str:
        return f"/meetings/{self.slug}"

    def search_record(self) -> Record:
        """Return the search record. Title and dates of a meeting are public even if its agenda is
        not.
        """
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


class MeetingSession(Base):
    """A session of a meeting, such as a morning, by the clock of the meeting's place. Two sessions
    are separated by a break.
    """

    __tablename__ = "meeting_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    day: Mapped[date]
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    name: Mapped[str] = mapped_column(String(80), default="", info=WORDS)

    meeting: Mapped[Meeting] = relationship(back_populates="sessions")

    @property
    def start(self) -> datetime:
        return datetime.combine(self.day, self.starts_at, self.meeting.time_zone).astimezone(UTC)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.day, self.ends_at, self.meeting.time_zone).astimezone(UTC)
