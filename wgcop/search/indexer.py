"""Outbox → engine: each stale record is looked at as it is now, and put or dropped."""

from collections.abc import Callable
from contextlib import nullcontext

import structlog
from sqlalchemy import Engine as SqlEngine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgcop.db import db, writing
from wgcop.radar import counterparts
from wgcop.radar import prints as radar_store
from wgcop.radar.matching.counts import UNFINISHED, ShingleCounts
from wgcop.search import known, outbox
from wgcop.search.engines import belonging
from wgcop.search.engines.installed import current_counts, current_engine
from wgcop.search.engines.protocol import Batch, Engine, Standing
from wgcop.search.outbox import StaleRecord
from wgcop.search.records import Record, Searchable, load

log = structlog.get_logger(__name__)

BATCH = 500
REBUILD_BATCH = 2_000


def follow() -> int:
    """What a server does all the time: no other version touches the index of its own while it lives."""
    current_engine().hold()
    return drain_all()


def drain_all() -> int:
    """All that waits, into the engine of this application; how many notes were handled."""
    session, engine, counts = db.session, current_engine(), current_counts()
    if complete(session, engine) or counts.change == UNFINISHED:
        with counts.exclusive():
            session.rollback()  # what is counted is at least as new as what others have counted
            radar_store.count_anew(session, counts)
            session.rollback()
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
    complete(session, engine)
    if not outbox.waiting(session, 1):
        _say_that_it_is_filled(session)
        return 0
    with counts.exclusive() if counts else nullcontext():
        return _drain(session, engine, counts, batch)


def _drain(session: Session, engine: Engine, counts: ShingleCounts | None, batch: int) -> int:
    epoch = belonging.new_epoch()
    with engine.writing() as index:
        session.rollback()
        with writing():
            # In one transaction: a copy of the database that knows of this epoch has these notes too.
            notes = outbox.waiting(session, batch)
            is_ours = belonging.begin(session, index.epoch, epoch)
            session.commit()
        if not is_ours:
            return 0  # the database was put back a moment ago; it is completed the next time
        stale = [note.record_id for note in notes]
        rows = load(session, stale)  # at least as new as what others have put
        found = {record_id: _record(record_id, rows.get(record_id)) for record_id in stale}
        index.put(record for record in found.values() if record)
        index.drop(record_id for record_id, record in found.items() if not record)
        index.epoch = epoch
    session.rollback()
    prints = counterparts.prints_of(found)
    with writing():
        known.remember(session, found)
        counterparts.remember(session, found, prints)
        change = radar_store.keep(session, found) if counts else None
        outbox.forget(session, notes)
        belonging.end(session, epoch)
        session.commit()
    if counts and change:
        counts.follow(change)
        radar_store.heal(session, counts)
    return len(notes)


def _say_that_it_is_filled(session: Session) -> None:
    session.rollback()
    if belonging.look(_bind(session)).is_filling:
        with writing():
            belonging.filled(session)
            session.commit()


def waiting(session: Session) -> int:
    """How many records wait."""
    return session.scalar(select(func.count()).select_from(StaleRecord)) or 0


def complete(session: Session, engine: Engine) -> bool:
    """An index that is not of this database as it is now is emptied and gets everything; whether it was."""
    if _is_ours(session, engine.epoch()):
        return False
    with engine.writing() as index:
        if _is_ours(session, index.epoch):
            return False
        log.warning("search_index_of_another_database")
        _start_over(session, index)
    return True


def rebuild(
    session: Session,
    engine: Engine,
    progress: Callable[[int, int], object],
    counts: ShingleCounts | None = None,
) -> int:
    """Empty the engine and fill it from the rows, while others write.

    After every batch `progress` hears how many notes are handled, and how many there are in all.
    """
    with engine.writing() as index:
        _start_over(session, index)
    handled = 0
    while done := drain(session, engine, counts, batch=REBUILD_BATCH):
        handled += done
        progress(handled, handled + waiting(session))
    engine.optimise()
    return handled


def _start_over(session: Session, index: Batch) -> None:
    """If the process dies before the index is written, the two still differ."""
    epoch = belonging.new_epoch()
    session.rollback()
    with writing():
        outbox.note_all(session)
        belonging.fill(session, epoch)
        session.commit()
    index.clear()
    index.epoch = epoch


def _is_ours(session: Session, epoch: str) -> bool:
    return belonging.look(_bind(session)).standing_of(epoch) is not Standing.FOREIGN


def _bind(session: Session) -> SqlEngine:
    bind = session.get_bind()
    return bind.engine


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
