"""A registration for a meeting, of a person with an account or without one."""

import enum
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.bodies.models import Meeting
from wgcop.database import WORDS, Base


class Attendance(enum.StrEnum):
    IN_PERSON = "in-person"
    REMOTE = "remote"
    ABSENT = "absent"
    """The mark of people who were registered and did not come."""

    @property
    def is_there(self) -> bool:
        return self != Attendance.ABSENT


ATTENDANCE_NAMES = {
    Attendance.IN_PERSON: _l("In person"),
    Attendance.REMOTE: _l("Remotely"),
}
"""The ways of attending."""


def attendance_name(how: Attendance | None) -> str:
    """Return the name of a way of attending; empty if nothing is marked."""
    if how == Attendance.ABSENT:
        return _("Absent")
    return str(ATTENDANCE_NAMES[how]) if how else ""


class Registration(Base):
    """A registration. `planned` is the registered way of attending, `attended` the one that the
    secretariat marked, or None.

    For a person without an account, `name` is their name; `organization` is the one they represent
    if that is not a delegation of the workspace.
    """

    __tablename__ = "meeting_registration"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        CheckConstraint("person_id IS NOT NULL OR name <> ''", name="named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    delegation_id: Mapped[int | None] = mapped_column(
        ForeignKey("delegation.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[str] = mapped_column(String(200), default="", info=WORDS)
    organization: Mapped[str] = mapped_column(String(200), default="", info=WORDS)
    email: Mapped[str] = mapped_column(String(254), default="", info=WORDS)
    planned: Mapped[Attendance]
    attended: Mapped[Attendance | None]
    registered_at: Mapped[datetime] = mapped_column(default=clock.now)
    registered_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=person_id)
    delegation: Mapped[Delegation | None] = relationship()
    registered_by: Mapped[Person | None] = relationship(foreign_keys=registered_by_id)

    @property
    def who(self) -> str:
        return self.person.name if self.person else self.name

    @property
    def comes_for(self) -> str:
        """The delegation or the organization; empty for people who speak for none."""
        return self.delegation.name if self.delegation else self.organization

    @property
    def is_of_officer(self) -> bool:
        """Whether the person holds an office in the group that meets."""
        offices = self.person.offices if self.person else []
        return any(office.group_id == self.meeting.group_id for office in offices)

    @property
    def address(self) -> str:
        """The address for letters; empty for an account that was closed."""
        if self.person:
            return self.person.email if self.person.active else ""
        return self.email

    @property
    def language(self) -> str:
        return self.person.language if self.person else "en"

    @property
    def was_there(self) -> bool:
        """Whether the secretariat marked the person as present."""
        return self.attended is not None and self.attended.is_there

    @property
    def planned_name(self) -> str:
        return str(ATTENDANCE_NAMES[self.planned])

    @property
    def attended_name(self) -> str:
        return attendance_name(self.attended)
