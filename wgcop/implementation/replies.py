"""Requests to members about a clause that invites them, and their replies."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.database import WORDS, Base, drawn_id
from wgcop.initiatives.models import Initiative
from wgcop.resolutions.models import Clause, Edition


class Addressees(enum.StrEnum):
    MEMBER_STATES = "member-states"
    SECTOR_MEMBERS = "sector-members"
    BOTH = "both"
    SELECTION = "selection"


ADDRESSEE_NAMES = {
    Addressees.MEMBER_STATES: _l("All Member States"),
    Addressees.SECTOR_MEMBERS: _l("All Sector Members"),
    Addressees.BOTH: _l("All Member States and Sector Members"),
    Addressees.SELECTION: _l("A selection"),
}


class ReplyState(enum.StrEnum):
    """The state of a delegation's reply, worded so that it is neutral about the reason for a
    silence.
    """

    NO_INFORMATION = "no-information"
    NOTHING_TO_REPORT = "nothing-to-report"
    INFORMATION = "information"


REPLY_NAMES = {
    ReplyState.NO_INFORMATION: _l("No information received"),
    ReplyState.NOTHING_TO_REPORT: _l("Nothing to report"),
    ReplyState.INFORMATION: _l("Information received"),
}


@dataclass(frozen=True)
class ReplyRate:
    """The number of delegations that were asked and that have replied, whatever the reply."""

    asked: int
    replied: int

    @classmethod
    def of(cls, replies: Sequence[MemberReply]) -> ReplyRate:
        return cls(len(replies), sum(reply.has_replied for reply in replies))

    @property
    def percent(self) -> int:
        """The rate in percent, rounded down, so that 100 means everybody."""
        return 100 * self.replied // self.asked if self.asked else 0


class ReplyRequest(Base):
    """A question to members about a clause, in the wording of `edition`."""

    __tablename__ = "reply_request"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=drawn_id)
    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    text: Mapped[str] = mapped_column(Text, info=WORDS)
    addressees: Mapped[Addressees]
    due_on: Mapped[date] = mapped_column(index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200), default="")
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    """The time from which everybody may see how many replied."""
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    reminded_before_at: Mapped[datetime | None]
    reminded_after_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    clause: Mapped[Clause] = relationship()
    edition: Mapped[Edition] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=asked_by_id)
    approved_by: Mapped[Person | None] = relationship(foreign_keys=approved_by_id)
    replies: Mapped[list[MemberReply]] = relationship(
        back_populates="request", cascade="all, delete-orphan", order_by="MemberReply.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def url(self) -> str:
        return f"/implementation/requests/{self.id}"

    @property
    def dom_id(self) -> str:
        return f"reply-request-{self.id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_over(self) -> bool:
        """Whether the due day is past. Replies still count until the request is closed."""
        return self.due_on < clock.now().date()

    @property
    def rate(self) -> ReplyRate:
        return ReplyRate.of(self.replies)

    @property
    def addressee_name(self) -> str:
        return str(ADDRESSEE_NAMES[self.addressees])


def reply_url(request_id: int, delegation_id: int) -> str:
    return f"/implementation/requests/{request_id}/replies/{delegation_id}"


class MemberReply(Base):
    """A delegation that was asked, with its reply. `state` is that of its reply in force."""

    __tablename__ = "member_reply"
    __table_args__ = (UniqueConstraint("request_id", "delegation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=drawn_id)
    request_id: Mapped[int] = mapped_column(ForeignKey("reply_request.id", ondelete="CASCADE"))
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    state: Mapped[ReplyState] = mapped_column(default=ReplyState.NO_INFORMATION)
    replied_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    request: Mapped[ReplyRequest] = relationship(back_populates="replies")
    delegation: Mapped[Delegation] = relationship()
    wordings: Mapped[list[ReplyWording]] = relationship(
        back_populates="reply", cascade="all, delete-orphan", order_by="ReplyWording.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def url(self) -> str:
        return reply_url(self.request_id, self.delegation_id)

    @property
    def dom_id(self) -> str:
        return f"member-reply-{self.id}"

    @property
    def state_name(self) -> str:
        return str(REPLY_NAMES[self.state])

    @property
    def has_replied(self) -> bool:
        return self.state != ReplyState.NO_INFORMATION

    @property
    def current(self) -> ReplyWording | None:
        """The reply in force, or None."""
        return next((wording for wording in reversed(self.wordings) if wording.released_at), None)

    @property
    def draft(self) -> ReplyWording | None:
        """The reply that is written and waits for the head of delegation, or None."""
        return next((wording for wording in self.wordings if not wording.released_at), None)


class ReplyWording(Base):
    """A wording of a delegation's reply. There may be several; the last one released is in force."""

    __tablename__ = "reply_wording"

    id: Mapped[int] = mapped_column(primary_key=True)
    reply_id: Mapped[int] = mapped_column(
        ForeignKey("member_reply.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[ReplyState]
    words: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    links: Mapped[list[str]] = mapped_column(JSON, default=list, info=WORDS)
    initiative_id: Mapped[int | None] = mapped_column(
        ForeignKey("initiative.id", ondelete="SET NULL"), index=True
    )
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200), default="")
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    released_at: Mapped[datetime | None]

    reply: Mapped[MemberReply] = relationship(back_populates="wordings")
    initiative: Mapped[Initiative | None] = relationship()
    written_by: Mapped[Person] = relationship(foreign_keys=written_by_id)
    released_by: Mapped[Person | None] = relationship(foreign_keys=released_by_id)

    @property
    def state_name(self) -> str:
        return str(REPLY_NAMES[self.state])
