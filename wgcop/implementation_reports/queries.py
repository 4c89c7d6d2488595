"""Reads reports on implementation for their pages."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from wgcop.accounts.models import GroupRole, Person
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.implementation.states import ReviewState
from wgcop.implementation_reports.models import (
    AdoptedCopy,
    ImplementationReport,
    SectionStep,
    WrittenSection,
)
from wgcop.resolutions.models import Edition

_WITH_ALL = (
    joinedload(ImplementationReport.edition).joinedload(Edition.resolution),
    joinedload(ImplementationReport.previous),
    selectinload(ImplementationReport.sections)
    .selectinload(WrittenSection.steps)
    .joinedload(SectionStep.by),
    selectinload(ImplementationReport.copies).joinedload(AdoptedCopy.adopted_by),
    selectinload(ImplementationReport.copies).joinedload(AdoptedCopy.meeting),
)


def reports(audiences: frozenset[str]) -> list[ImplementationReport]:
    """Return the reports that this reader may read, the latest period first."""
    rows = db.session.scalars(
        select(ImplementationReport)
        .options(
            joinedload(ImplementationReport.edition).joinedload(Edition.resolution),
            selectinload(ImplementationReport.sections),
            selectinload(ImplementationReport.copies),
        )
        .order_by(ImplementationReport.period_to.desc(), ImplementationReport.id.desc())
    )
    return [row for row in rows if row.audience in audiences]


def report_by_slug(slug: str) -> ImplementationReport | None:
    """Return the report with its sections, their steps, and its copies without their content; None
    if there is no such report.
    """
    return db.session.scalar(
        select(ImplementationReport).where(ImplementationReport.slug == slug).options(*_WITH_ALL)
    )


def slugs() -> Sequence[str]:
    return db.session.scalars(select(ImplementationReport.slug)).all()


def copy_with_content(report: ImplementationReport, number: int) -> AdoptedCopy | None:
    return db.session.scalar(
        select(AdoptedCopy)
        .where(AdoptedCopy.report_id == report.id, AdoptedCopy.number == number)
        .options(undefer(AdoptedCopy.content))
    )


def latest_copy(report_id: int) -> AdoptedCopy | None:
    return db.session.scalar(
        select(AdoptedCopy)
        .where(AdoptedCopy.report_id == report_id)
        .options(undefer(AdoptedCopy.content))
        .order_by(AdoptedCopy.number.desc())
        .limit(1)
    )


def report_before(resolution_id: int) -> ImplementationReport | None:
    """Return the latest report on any edition of the resolution, adopted or not, with its sections;
    None if there is no such report.
    """
    return db.session.scalar(
        select(ImplementationReport)
        .join(ImplementationReport.edition)
        .where(Edition.resolution_id == resolution_id)
        .options(selectinload(ImplementationReport.sections))
        .order_by(ImplementationReport.period_to.desc(), ImplementationReport.id.desc())
        .limit(1)
    )


def meetings_to_choose() -> Sequence[Meeting]:
    """Return the meetings that may have adopted a report, latest first."""
    return db.session.scalars(
        select(Meeting).options(joinedload(Meeting.group)).order_by(Meeting.starts_on.desc())
    ).all()


def sections_waiting(person: Person) -> list[tuple[ImplementationReport, ReviewState, int]]:
    """Return, for each report that is being written, the number of sections that wait for this
    person's review or approval.
    """
    states = states_waiting_for(person)
    if not states:
        return []
    counted = (
        select(WrittenSection.report_id, WrittenSection.review, func.count().label("number"))
        .where(WrittenSection.review.in_(states))
        .group_by(WrittenSection.report_id, WrittenSection.review)
        .subquery()
    )
    rows = db.session.execute(
        select(ImplementationReport, counted.c.review, counted.c.number)
        .join(counted, counted.c.report_id == ImplementationReport.id)
        .where(ImplementationReport.is_open)
        .order_by(ImplementationReport.id, counted.c.review)
    )
    return [(report, review, number) for report, review, number in rows]


def states_waiting_for(person: Person) -> Collection[ReviewState]:
    states = []
    if person.holds(GroupRole.RAPPORTEUR, GroupRole.CHAIR):
        states.append(ReviewState.SUBMITTED)
    if person.holds(GroupRole.SECRETARIAT, GroupRole.CHAIR):
        states.append(ReviewState.REVIEWED)
    return states
