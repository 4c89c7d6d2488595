"""Contributions as pages need them; each query gives only what its reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload, undefer_group

from wgcop.bodies.models import Group, Meeting, Moment
from wgcop.contributions.models import WAITING, Contribution, State
from wgcop.contributions.revisions import Revision, RevisionClause
from wgcop.contributions.symbol import Symbol
from wgcop.db import db
from wgcop.resolutions.models import Clause, Section, Wording


@dataclass(frozen=True)
class Desk:
    """What somebody has to do with papers: those being written, and the secretariat's queue."""

    drafts: list[Contribution]
    waiting: list[Contribution]


def desk(audiences: frozenset[str]) -> Desk:
    """Of all meetings, in three statements."""
    found = _listed(
        audiences,
        or_(
            Contribution.state.in_([State.DRAFT, *WAITING]),
            Contribution.revisions.any(Revision.submitted_at.is_(None)),
        ),
    )
    return Desk(
        drafts=[each for each in found if each.holders in audiences and each.is_being_written],
        waiting=[each for each in found if each.is_waiting],
    )


def documents(meeting: Meeting, audiences: frozenset[str]) -> Sequence[Contribution]:
    """A meeting's numbered papers, in three statements."""
    return _listed(audiences, Contribution.meeting == meeting, Contribution.number.is_not(None))


def meetings_to_choose() -> Sequence[Meeting]:
    """The latest first, with their groups."""
    return db.session.scalars(
        select(Meeting).options(joinedload(Meeting.group)).order_by(Meeting.starts_on.desc())
    ).all()


def open_meetings() -> list[Meeting]:
    """Those to which a paper can still be brought, the next one first."""
    return [m for m in reversed(meetings_to_choose()) if m.moment != Moment.PAST]


def _listed(audiences: frozenset[str], *conditions: ColumnElement[bool]) -> Sequence[Contribution]:
    return db.session.scalars(
        _seen(audiences, *conditions)
        .options(
            selectinload(Contribution.revisions)
            .selectinload(Revision.clause_links)
            .joinedload(RevisionClause.clause)
            .selectinload(Clause.wordings)
            .joinedload(Wording.section),
        )
        .order_by(Meeting.starts_on.desc(), Contribution.number, Contribution.id)
    ).all()


def _seen(audiences: frozenset[str], *conditions: ColumnElement[bool]) -> Select[Contribution]:
    """With their meetings, by whose numbers they are put in order and found."""
    return (
        select(Contribution)
        .join(Contribution.meeting)
        .join(Meeting.group)
        .where(_seen_by(audiences), *conditions)
        .options(joinedload(Contribution.meeting).joinedload(Meeting.group))
    )


def _seen_by(audiences: frozenset[str]) -> ColumnElement[bool]:
    """Numbered papers are for members, others for their writers and, once submitted, for officers."""
    delegations = [int(a.partition(":")[2]) for a in audiences if a.startswith("delegation:")]
    groups = [a.partition(":")[2] for a in audiences if a.startswith("officers:")]
    seen = [
        Contribution.delegation_id.in_(delegations),
        and_(
            Group.code.in_(groups),
            or_(Contribution.delegation_id.is_(None), Contribution.submitted_at.is_not(None)),
        ),
    ]
    if "members" in audiences:
        seen.append(Contribution.number.is_not(None))
    return or_(*seen)


def contribution_with_text(contribution_id: int, audiences: frozenset[str]) -> Contribution | None:
    return _with_text(audiences, Contribution.id == contribution_id)


def document(symbol: Symbol, audiences: frozenset[str]) -> Contribution | None:
    return _with_text(
        audiences,
        Contribution.number == symbol.number,
        Meeting.number == symbol.meeting,
        Group.code == symbol.group,
    )


def _with_text(audiences: frozenset[str], *conditions: ColumnElement[bool]) -> Contribution | None:
    """With all that its page shows, in four statements."""
    return db.session.scalar(
        _seen(audiences, *conditions)
        .options(
            joinedload(Contribution.delegation),
            selectinload(Contribution.revisions).options(
                undefer_group("words"),
                joinedload(Revision.changed_by),
                joinedload(Revision.submitted_by),
                selectinload(Revision.clause_links)
                .joinedload(RevisionClause.clause)
                .selectinload(Clause.wordings)
                .joinedload(Wording.section)
                .joinedload(Section.edition),
            ),
        )
        .execution_options(populate_existing=True)
    )
