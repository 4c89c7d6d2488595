"""Keeps versions of drafts in which nobody has written for a while, also when everybody has left."""

from sqlalchemy import select

from wgcop import clock
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.contributions.writing import broadcasts, texts
from wgcop.contributions.writing.keeping import LONGEST, PAUSE, keep, last_writer
from wgcop.contributions.writing.models import Occasion, Writing
from wgcop.db import db, writing

AT_ONCE = 100


def keep_paused() -> int:
    """Returns the number of drafts of which a version was kept."""
    now = clock.now()
    due = (Writing.kept < Writing.version) & (
        (Writing.changed_at < now - PAUSE) | (Writing.kept_at < now - LONGEST)
    )
    waiting = db.session.execute(
        select(Writing.revision_id, Revision.contribution_id)
        .join(Revision, Revision.id == Writing.revision_id)
        .where(due)
        .order_by(Writing.changed_at)
        .limit(AT_ONCE)
    ).all()
    db.session.rollback()
    for revision, document in waiting:
        with writing():
            _keep(revision, document)
            db.session.commit()
    return len(waiting)


def _keep(revision: int, document: int) -> None:
    """Locks the paper and looks again, since somebody else may have kept a version meanwhile."""
    session = db.session
    session.execute(
        select(Contribution.id)
        .where(Contribution.id == document)
        .with_for_update(of=Contribution, key_share=True)
    )
    row = session.get(Writing, revision, populate_existing=True)
    if row is None or row.kept == row.version:
        return
    text = texts.text_at(session, revision, row.version)
    by = last_writer(session, revision)
    keep(session, document, revision, row.version, text, Occasion.PAUSE, by=by, at=row.changed_at)
    broadcasts.after_commit_say(session, revision, document, broadcasts.Kept())
