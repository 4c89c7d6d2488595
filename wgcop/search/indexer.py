"""Moves the notes of the outbox into the index: each stale record is put or dropped, and the followers get it too."""

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack

import structlog
from sqlalchemy import Engine as SqlEngine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgcop.database import db, writing
from wgcop.search import epochs, outbox
from wgcop.search.followers import Follower, current_followers
from wgcop.search.index import Batch, Index, IndexStanding, current_index
from wgcop.search.outbox import StaleRecord
from wgcop.search.records import Record, Searchable, load

log = structlog.get_logger(__name__)

BATCH = 500
REBUILD_BATCH = 2_000
TELL_EVERY = 10.0
"""Seconds between log lines during a full reindexing."""


def follow() -> int:
    """Index the noted records, as a server does all the time, and return the number of notes. While
    it runs, no other version of the code may start the index over.
    """
    current_index().hold()
    return drain_all()


def drain_all() -> int:
    """Index all noted records, and return the number of notes.

    An index or a follower that belongs to another state of the database is started over first.
    """
    session, index, followers = db.session, current_index(), current_followers()
    database_has_changed = complete(session, index)
    for follower in followers:
        if database_has_changed or follower.is_damaged():
            with follower.turn():
                session.rollback()  # read rows that are at least as new as what others have written
                follower.remake(session)
                session.rollback()
    handled = 0
    while done := drain(session, index, followers):
        handled += done
    return handled


def rebuild_all(progress: Callable[[int, int], object]) -> int:
    """Empty the index of this application and fill it again. Return the number of notes handled."""
    return rebuild(db.session, current_index(), progress, current_followers())


def renew_all() -> None:
    """Note the records whose data a follower must derive again, for example after an extra was installed."""
    session = db.session
    for follower in current_followers():
        kinds = follower.outdated_kinds(session)
        session.rollback()
        if kinds:
            with writing():
                outbox.note_all(session, kinds)
                session.commit()


def drain(
    session: Session, index: Index, followers: Sequence[Follower] = (), *, batch: int = BATCH
) -> int:
    """Index one batch and return the number of its notes. A crash at any line costs a repeat only,
    because the notes are deleted after the index has committed.

    The rows are loaded while this process is the only writer of the index, so that no older state
    replaces a newer one. What the followers store is committed together with the deletion of the
    notes.
    """
    complete(session, index)
    if not outbox.waiting(session, 1):
        _say_that_it_is_filled(session)
        return 0
    # Followers take their locks first and always in this order, so that two processes never wait for each other.
    with ExitStack() as turns:
        for follower in followers:
            turns.enter_context(follower.turn())
        return _drain(session, index, followers, batch)


def _drain(session: Session, index: Index, followers: Sequence[Follower], batch: int) -> int:
    epoch = epochs.new_epoch()
    with index.writing() as changes:
        session.rollback()
        with writing():
            # Notes and epoch in one transaction, so that a copy of the database with this epoch has these notes too.
            # It is committed before the index and the deletion of the notes after it (decision 22).
            notes = outbox.waiting(session, batch)
            is_ours = epochs.begin(session, changes.epoch, epoch)
            session.commit()
        if not is_ours:
            return 0  # the database was just restored; the next call completes the index
        stale = [note.record_id for note in notes]
        rows = load(session, stale)  # these are at least as new as what others have put
        records = {record_id: _record(record_id, rows.get(record_id)) for record_id in stale}
        changes.put(record for record in records.values() if record)
        changes.drop(record_id for record_id, record in records.items() if not record)
        changes.epoch = epoch
    session.rollback()
    updates = [follower.prepare(records) for follower in followers]
    session.rollback()  # a follower may have read rows
    with writing():
        for update in updates:
            update.store(session)
        outbox.forget(session, notes)
        epochs.end(session, epoch)
        session.commit()
    for update in updates:
        update.finish(session)
    return len(notes)


def _say_that_it_is_filled(session: Session) -> None:
    session.rollback()
    if epochs.look(_bind(session)).is_filling:
        with writing():
            epochs.filled(session)
            session.commit()


def waiting(session: Session) -> int:
    """Return the number of records that wait to be indexed."""
    return session.scalar(select(func.count()).select_from(StaleRecord)) or 0


def complete(session: Session, index: Index) -> bool:
    """Start the index over if it belongs to another database, or to another state of this one.
    Return whether that was needed.
    """
    if _is_ours(session, index.epoch()):
        return False
    with index.writing() as changes:
        if _is_ours(session, changes.epoch):
            return False
        if changes.epoch or epochs.look(_bind(session)).epoch:  # else both are new
            log.warning("search_index_of_another_database")
        _start_over(session, changes)
    return True


def rebuild(
    session: Session,
    index: Index,
    progress: Callable[[int, int], object],
    followers: Sequence[Follower] = (),
) -> int:
    """Empty the index and fill it from the rows; others may write at the same time. Return the
    number of notes handled.

    After every batch, `progress` receives the number of notes handled so far and the total.
    """
    begun = told = time.monotonic()
    with index.writing() as changes:
        _start_over(session, changes)
    log.info("index_emptied", to_come=waiting(session))
    handled = 0
    while done := drain(session, index, followers, batch=REBUILD_BATCH):
        handled += done
        left = waiting(session)
        progress(handled, handled + left)
        if time.monotonic() > told + TELL_EVERY:
            told = time.monotonic()
            log.info("index_filling", records=handled, to_come=left)
    log.info("index_filled", records=handled, seconds=round(time.monotonic() - begun, 1))
    index.optimise()
    log.info("index_rebuilt", records=handled, seconds=round(time.monotonic() - begun, 1))
    return handled


def _start_over(session: Session, changes: Batch) -> None:
    """Empty the index and note every record. If the process dies before the index is written, the
    epochs still differ and the index is started over again.
    """
    epoch = epochs.new_epoch()
    session.rollback()
    with writing():
        outbox.note_all(session)
        epochs.fill(session, epoch)
        session.commit()
    changes.clear()
    changes.epoch = epoch


def _is_ours(session: Session, epoch: str) -> bool:
    return epochs.look(_bind(session)).standing_of(epoch) is not IndexStanding.FOREIGN


def _bind(session: Session) -> SqlEngine:
    bind = session.get_bind()
    return bind.engine


def _record(record_id: str, row: Searchable | None) -> Record | None:
    """Return the record of a row, or None to drop it from the index. A row whose record fails is
    dropped and does not block the others.
    """
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
