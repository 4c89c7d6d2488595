"""Reads the cuts of a rolling text, and the meetings for which one can be cut."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from wgcop.bodies.models import Meeting, Moment
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.proposals.rolling_beside import stands_beside
from wgcop.resolutions.models import Edition, Resolution
from wgcop.resolutions.queries import topics_of_work
from wgcop.rolling_files.filed import FiledText
from wgcop.rolling_files.models import RollingCut
from wgcop.threads.models import MEMBERS

_CHANGES_TEXT = ("proposal", "bracket", "chaired-thread")
"""The targets of what happens at a clause and changes its rolling text."""
_CHANGES_NOTHING = ("proposal.position",)


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


def last_change(edition: Edition, text: FiledText) -> datetime:
    """Return when the rolling text became what it is: when something last happened to a proposal, a
    bracket or the agreed words of one of its clauses. Files say it instead of the moment at which they are
    made, so that one is printed anew only when its text is another.
    """
    told = db.session.scalar(
        select(func.max(Entry.at))
        .join(Entry.topic)
        .where(
            Topic.parent.in_(topics_of_work(edition)),
            Topic.audience == MEMBERS,
            Entry.target_kind.in_(_CHANGES_TEXT),
            Entry.kind.not_in(_CHANGES_NOTHING),
        )
    )
    worded = (each.proposal.changed_at for each in text.listed)
    return max([edition.imported_at, *worded, *([told] if told else [])])


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
