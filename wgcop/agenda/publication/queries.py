"""Queries for the publications of an agenda."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, undefer

from wgcop.agenda.publication.models import PublishedAgenda
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.database import db


def latest(meeting: Meeting) -> PublishedAgenda | None:
    return db.session.scalar(_of(meeting).order_by(Revision.number.desc()).limit(1))


def all_of(meeting: Meeting) -> Sequence[PublishedAgenda]:
    """Return all publications with their public text, oldest first."""
    query = _of(meeting).options(undefer(PublishedAgenda.public_text))
    return db.session.scalars(query.order_by(Revision.number)).all()


def _of(meeting: Meeting) -> Select[PublishedAgenda]:
    return (
        select(PublishedAgenda)
        .join(PublishedAgenda.revision)
        .where(PublishedAgenda.meeting_id == meeting.id)
        .options(
            contains_eager(PublishedAgenda.revision).options(
                lazyload(Revision.clause_links),
                lazyload(Revision.question_links),
                joinedload(Revision.contribution).options(
                    lazyload(Contribution.revisions),
                    lazyload(Contribution.meeting),
                    lazyload(Contribution.delegation),
                ),
            ),
            joinedload(PublishedAgenda.meeting),
        )
    )
