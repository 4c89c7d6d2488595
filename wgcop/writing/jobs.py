"""Keeps versions of texts in which nobody has written for a while, even when everybody has left."""

from sqlalchemy import select

from wgcop import clock
from wgcop.database import db, writing
from wgcop.writing import broadcasts, texts
from wgcop.writing.desks import Manuscript, WritingDesk, all_desks
from wgcop.writing.keeping import LONGEST, PAUSE, keep, last_writer
from wgcop.writing.models import Occasion

AT_ONCE = 100


def keep_paused() -> int:
    """Save a version of each paused text, and return how many were due."""
    return sum(_keep_paused_of(desk) for desk in all_desks())


def _keep_paused_of(desk: WritingDesk) -> int:
    now, at = clock.now(), desk.writing
    due = (at.kept < at.version) & ((at.changed_at < now - PAUSE) | (at.kept_at < now - LONGEST))
    waiting = db.session.scalars(
        select(desk.key_in(at)).where(due).order_by(at.changed_at).limit(AT_ONCE)
    ).all()
    db.session.rollback()  # each text below is locked in a transaction of its own
    for revision in waiting:
        with writing():
            _keep(Manuscript(desk, desk.document_of(db.session, revision), revision))
            db.session.commit()
    return len(waiting)


def _keep(of: Manuscript) -> None:
    """Keep a version, after locking the text and checking that nobody else has kept one in the
    meantime.
    """
    session = db.session
    of.desk.lock(session, of.document)
    row = session.get(of.desk.writing, of.revision, populate_existing=True)
    if row is None or row.kept == row.version:
        return
    text = texts.text_at(session, of, row.version)
    by = last_writer(session, of)
    keep(session, of, row.version, text, Occasion.PAUSE, by=by, at=row.changed_at)
    broadcasts.after_commit_say(session, of, broadcasts.Kept())
