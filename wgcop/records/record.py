"""The record of a meeting that is over: attendance, action points, statements and the report."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting, Moment
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.floor.course import course_in_words
from wgcop.outcomes.action_points import ActionPoint
from wgcop.outcomes.queries import action_points_of
from wgcop.outcomes.statements import DeliveredStatement
from wgcop.records.gathering import report_of
from wgcop.records.models import MeetingReport
from wgcop.registration.queries import Attending, participants_of


@dataclass(frozen=True)
class PresentGroup:
    """A delegation with the number of its people who were present."""

    title: str
    number: Attending


@dataclass(frozen=True)
class MeetingRecord:
    """The record for members. `was_marked` tells whether the secretariat marked attendance;
    otherwise the numbers are those of registrations, without people who are marked as absent.
    """

    meeting: Meeting
    was_marked: bool
    only_absent_are_marked: bool
    present: Attending
    delegations: Sequence[PresentGroup]
    action_points: Sequence[ActionPoint]
    statements: int
    """The number of statements on record: one that was corrected counts once."""
    course: Sequence[str]
    """The course of the meeting, one line for each day; empty if nobody opened it."""
    report: Contribution | None
    """The report once it has a number, otherwise None."""
    is_composed: bool
    """Whether there is a report, even if it is still a draft."""


def record_of(meeting: Meeting, audiences: frozenset[str]) -> MeetingRecord | None:
    """Return the record, or None for people who may not read it and as long as the meeting is not
    over.
    """
    if meeting.moment != Moment.PAST or "members" not in audiences:
        return None
    participants = participants_of(meeting)
    there = set(participants.there)
    groups = [
        PresentGroup(
            group.title,
            Attending.of(
                registration.attended or registration.planned
                for registration in group.registrations
                if registration in there
            ),
        )
        for group in participants.groups
    ]
    report = report_of(meeting)
    return MeetingRecord(
        meeting=meeting,
        was_marked=participants.were_marked,
        only_absent_are_marked=participants.only_absent_are_marked,
        present=participants.present,
        delegations=[group for group in groups if group.number.all],
        action_points=action_points_of(meeting),
        statements=_statements(meeting),
        course=course_in_words(meeting),
        report=report.contribution if report and report.contribution.is_numbered else None,
        is_composed=report is not None and report.contribution.withdrawn_at is None,
    )


def report_already(meeting: Meeting) -> MeetingReport | None:
    """Return the report that was composed before the last day of the meeting is over."""
    return report_of(meeting) if meeting.moment == Moment.NOW else None


def _statements(meeting: Meeting) -> int:
    return (
        db.session.scalar(
            select(func.count(DeliveredStatement.id))
            .join(AgendaItem, AgendaItem.id == DeliveredStatement.item_id)
            .where(AgendaItem.meeting_id == meeting.id, DeliveredStatement.stands)
        )
        or 0
    )
