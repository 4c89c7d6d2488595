"""Outbox → engine: each stale record is looked at as it is now, and put or dropped."""

from collections.abc import Callable
from contextlib import nullcontext

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from wgcop.db import db, writing
from wgcop.search import counterparts, known, outbox, radar_store
from wgcop.search.engine import Engine
from wgcop.search.engines import current_counts, current_engine
from wgcop.search.outbox import StaleRecord
from wgcop.search.radar_counts import UNFINISHED, ShingleCounts
from wgcop.search.records import Record, Searchable, load

log = structlog.get_logger(__name__)

BATCH = 500
REBUILD_BATCH = 2_000


def drain_all() -> int:
    """All that waits, into the engine of this application; how many notes were handled."""
    session, engine, counts = db.session, current_engine(), current_counts()
    complete(session, engine)
    if counts.change == UNFINISHED:
        with counts.exclusive():
            session.rollback()  # what is counted is at least as new as what others have counted
            radar_store.heal(session, counts)
    handled = 0
    while done := drain(session, engine, counts):
        handled += done
    return handled


def renew_all() -> None:
    """Look again at what was kept in a way that this installation has left, as after installing an extra."""
    session = db.session
    if counterparts.kept_otherwise(session):
        session.rollback()
        with writing():
            counterparts.renew(session)
            session.commit()


def drain(
    session: Session, engine: Engine, counts: ShingleCounts | None = None, *, batch: int = BATCH
) -> int:
    """One batch. A crash at any line costs a repeat: the notes go only after the engine has committed.

    The rows are loaded while this process is the engine's only writer, so that nobody puts an older
    state over a newer one. With counts the radar's shingles are kept in the same transaction.
    """
    if session.scalar(select(StaleRecord.id).limit(1)) is None:
        return 0
    with counts.exclusive() if counts else nullcontext():
        return _drain(session, engine, counts, batch)


def _drain(session: Session, engine: Engine, counts: ShingleCounts | None, batch: int) -> int:
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
    prints = counterparts.prints_of(found)
    with writing():
        known.remember(session, found)
        counterparts.remember(session, found, prints)
        change = radar_store.keep(session, found) if counts else None
        session.execute(delete(StaleRecord).where(StaleRecord.id.in_([n for n, _ in notes])))
        session.commit()
    if counts and change:
        counts.follow(change)
        radar_store.heal(session, counts)
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


def rebuild(
    session: Session,
    engine: Engine,
    progress: Callable[[int, int], object],
    counts: ShingleCounts | None = None,
) -> int:
    """Empty the engine and fill it from the rows, while others write.

    After every batch `progress` hears how many notes are handled, and how many there are in all.
    """
    engine.clear()
    complete(session, engine)
    handled = 0
    while done := drain(session, engine, counts, batch=REBUILD_BATCH):
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
