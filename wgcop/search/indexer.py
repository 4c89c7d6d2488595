"""Outbox → engine: each stale record is looked at as it is now, and put or dropped."""

from collections.abc import Callable

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from wgcop.db import db, writing
from wgcop.search import known, outbox
from wgcop.search.engine import Engine
from wgcop.search.engines import current_engine
from wgcop.search.outbox import StaleRecord
from wgcop.search.records import Record, Searchable, load

log = structlog.get_logger(__name__)

BATCH = 500
REBUILD_BATCH = 2_000


def drain_all() -> int:
    """All that waits, into the engine of this application; how many notes were handled."""
    session, engine = db.session, current_engine()
    complete(session, engine)
    handled = 0
    while done := drain(session, engine):
        handled += done
    return handled


def drain(session: Session, engine: Engine, *, batch: int = BATCH) -> int:
    """One batch. A crash at any line costs a repeat: the notes go only after the engine has committed.

    The rows are loaded while this process is the engine's only writer, so that nobody puts an older
    state over a newer one.
    """
    if session.scalar(select(StaleRecord.id).limit(1)) is None:
        return 0
    with engine.writing() as index:
        session.rollback()  # what is read from here on is at least as new as what others have put
        notes = session.execute(
            select(StaleRecord.id, StaleRecord.record_id).order_by(StaleRecord.id).limit(batch)
        ).all()
        stale = dict.fromkeys(record_id for _, record_id in notes)
        rows = load(session, stale)
        found = {record_id: _record(record_id, rows.get(record_id)) for record_id in stale}
        index.put(record for record in found.values() if record)
        index.drop(record_id for record_id, record in found.items() if not record)
    session.rollback()
    with writing():
        known.remember(session, found)
        session.execute(delete(StaleRecord).where(StaleRecord.id.in_([n for n, _ in notes])))
        session.commit()
    return len(notes)


def waiting(session: Session) -> int:
    """How many notes there are, repetitions included."""
    return session.scalar(select(func.count()).select_from(StaleRecord)) or 0


def complete(session: Session, engine: Engine) -> None:
    """An index that had to be made (again) gets everything."""
    if not engine.is_new():
        return
    session.rollback()
    with writing():
        outbox.note_all(session)
        session.commit()
    engine.declare_complete()


def rebuild(session: Session, engine: Engine, progress: Callable[[int, int], object]) -> int:
    """Empty the engine and fill it from the rows, while others write.

    After every batch `progress` hears how many notes are handled, and how many there are in all.
    """
    engine.clear()
    complete(session, engine)
    handled = 0
    while done := drain(session, engine, batch=REBUILD_BATCH):
        handled += done
        progress(handled, handled + waiting(session))
    engine.optimise()
    return handled


def _record(record_id: str, row: Searchable | None) -> Record | None:
    """A row that cannot say what it is is not found, and does not keep the others waiting."""
    if row is None:
        return None
    try:
        record = row.search_record()
    except Exception:
        log.exception("search_record_failed", record=record_id)
        return None
    if record is not None and record.id != record_id:
        log.error("search_record_misnamed", record=record_id, says=record.id)
        return None
    return record
