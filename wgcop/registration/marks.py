"""Attendance as it was marked for each session, with later corrections."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting, MeetingSession
from wgcop.database import Base, db
from wgcop.registration.models import Attendance, Registration, attendance_name


class AttendanceMark(Base):
    """One attendance mark of one person; the latest counts. A mark without a session concerns the
    whole meeting.

    `before` is the mark until then; if it is not None, this mark is a correction.
    """

    __tablename__ = "attendance_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("meeting_registration.id", ondelete="CASCADE"), index=True
    )
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting_session.id", ondelete="CASCADE"), index=True
    )
    before: Mapped[Attendance | None]
    attended: Mapped[Attendance | None]
    marked_at: Mapped[datetime] = mapped_column(default=clock.now)
    marked_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )

    registration: Mapped[Registration] = relationship()
    session: Mapped[MeetingSession | None] = relationship()
    marked_by: Mapped[Person | None] = relationship()

    @property
    def before_name(self) -> str:
        return attendance_name(self.before)

    @property
    def attended_name(self) -> str:
        return attendance_name(self.attended)


@dataclass(frozen=True)
class AttendanceMarks:
    """All attendance marks of a meeting, in the order in which they were made."""

    marks: tuple[AttendanceMark, ...]

    @cached_property
    def _latest(self) -> dict[int, dict[int, Attendance | None]]:
        """The latest marks by session id, then by registration id."""
        latest: dict[int, dict[int, Attendance | None]] = {}
        for mark in self.marks:
            if mark.session_id is not None:
                latest.setdefault(mark.session_id, {})[mark.registration_id] = mark.attended
        return latest

    @cached_property
    def _of_the_whole(self) -> dict[int, Attendance | None]:
        return {mark.registration_id: mark.attended for mark in self.marks if not mark.session_id}

    def in_session(self, session: MeetingSession) -> dict[int, Attendance | None]:
        """Return the latest marks in a session by registration id."""
        return self._latest.get(session.id, {})

    def by_session(self, registration: Registration) -> dict[int, Attendance]:
        """Return the person's way of attending each session for which they are marked, by session
        id.
        """
        marks = {session: how.get(registration.id) for session, how in self._latest.items()}
        return {session: how for session, how in marks.items() if how}

    def of_the_whole(self, registration: Registration) -> Attendance | None:
        """Return the attendance marked for the whole meeting. Before marks were stored, it was part
        of the registration only.
        """
        if self.has_mark_of_the_whole(registration):
            return self._of_the_whole[registration.id]
        by_sessions = over_all(self.by_session(registration))
        return registration.attended if registration.attended != by_sessions else None

    def has_mark_of_the_whole(self, registration: Registration) -> bool:
        return registration.id in self._of_the_whole

    def was_in_a_session(self, registration: Registration) -> bool:
        return any(how.is_there for how in self.by_session(registration).values())

    def has_any_of(self, registration: Registration) -> bool:
        return any(mark.registration_id == registration.id for mark in self.marks)

    def number_attended(self, registration: Registration) -> int | None:
        """Return the number of sessions at which the person was present, or None if they are marked
        for none.
        """
        marks = self.by_session(registration)
        return sum(how.is_there for how in marks.values()) if marks else None

    @property
    def corrections(self) -> list[AttendanceMark]:
        """The marks that correct an earlier one, latest first."""
        return [mark for mark in reversed(self.marks) if mark.before is not None]


def marks_of(meeting: Meeting) -> AttendanceMarks:
    return AttendanceMarks(
        tuple(
            db.session.scalars(
                select(AttendanceMark)
                .join(AttendanceMark.registration)
                .where(Registration.meeting_id == meeting.id)
                .options(
                    joinedload(AttendanceMark.registration).joinedload(Registration.person),
                    joinedload(AttendanceMark.marked_by),
                )
                .order_by(AttendanceMark.id)
            )
        )
    )


def attended_sessions(meeting: Meeting) -> set[int]:
    """Return the ids of the sessions for which somebody is marked."""
    marks = marks_of(meeting)
    return {session.id for session in meeting.sessions if any(marks.in_session(session).values())}


def over_all(
    by_session: Mapping[int, Attendance], whole: Attendance | None = None
) -> Attendance | None:
    """Return the attendance of the whole meeting by its sessions: presence in one session is
    enough. The mark of the `whole` meeting counts for people who were in none. Return None if there
    is no mark.
    """
    for how in (Attendance.IN_PERSON, Attendance.REMOTE):
        if how in by_session.values():
            return how
    return whole or (Attendance.ABSENT if by_session else None)
