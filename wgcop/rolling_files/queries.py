"""Reads the cuts of a rolling text, and the meetings for which one can be cut."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from wgcop.bodies.models import Meeting, Moment
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.proposals.rolling_beside import stands_beside
from wgcop.resolutions.models import Edition, Resolution
from wgcop.rolling_files.models import RollingCut


def cuts_of(edition: Edition) -> Sequence[RollingCut]:
    """Return the cuts of the resolution, latest first, in one SQL statement."""
    return db.session.scalars(
        select(RollingCut)
        .join(RollingCut.revision)
        .where(RollingCut.resolution_id == edition.resolution_id)
        .order_by(Revision.submitted_at.desc(), RollingCut.revision_id.desc())
        .options(
            contains_eager(RollingCut.revision).options(
                lazyload(Revision.clause_links),
                lazyload(Revision.question_links),
                joinedload(Revision.contribution).lazyload(Contribution.revisions),
            )
        )
    ).all()


stands_beside("cuts", cuts_of, facts=lambda cuts: [each.revision_id for each in cuts])


def cut_with(key: str) -> RollingCut | None:
    return db.session.scalar(select(RollingCut).where(RollingCut.key == key)) if key else None


def document_of_cuts(resolution: Resolution, meeting: Meeting) -> Contribution | None:
    """Return the document whose wordings are the cuts of this resolution for this meeting."""
    return db.session.scalar(
        select(Contribution)
        .join(Revision, Revision.contribution_id == Contribution.id)
        .join(RollingCut, RollingCut.revision_id == Revision.id)
        .where(RollingCut.resolution_id == resolution.id, RollingCut.meeting_id == meeting.id)
        .order_by(Contribution.id)
        .limit(1)
    )


def meetings_to_cut_for(groups: Collection[int]) -> list[Meeting]:
    """Return the meetings of these groups that are not over, the next one first."""
    meetings = db.session.scalars(
        select(Meeting)
        .where(Meeting.group_id.in_(groups))
        .options(joinedload(Meeting.group))
        .order_by(Meeting.starts_on, Meeting.id)
    )
    return [each for each in meetings if each.moment != Moment.PAST]
