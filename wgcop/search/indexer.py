"""Outbox → index: each stale record is looked at as it is now, and put or dropped; the followers are told."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack

import structlog
from sqlalchemy import Engine as SqlEngine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgcop.db import db, writing
from wgcop.search import epochs, outbox
from wgcop.search.followers import Follower, current_followers
from wgcop.search.index import Batch, Index, IndexStanding, current_index
from wgcop.search.outbox import StaleRecord
from wgcop.search.records import Record, Searchable, load

log = structlog.get_logger(__name__)

BATCH = 500
REBUILD_BATCH = 2_000


def follow() -> int:
    """What a server does all the time: no other version touches the index of its own while it lives."""
    current_index().hold()
    return drain_all()


def drain_all() -> int:
    """All that waits, into the index of this application; how many notes were handled."""
    session, index, followers = db.session, current_index(), current_followers()
    database_has_changed = complete(session, index)
    for follower in followers:
        if database_has_changed or follower.is_damaged():
            with follower.turn():
                session.rollback()  # what is made anew is at least as new as what others have written
                follower.remake(session)
                session.rollback()
    handled = 0
    while done := drain(session, index, followers):
        handled += done
    return handled


def rebuild_all(progress: Callable[[int, int], object]) -> int:
    """The index of this application, emptied and filled again."""
    return rebuild(db.session, current_index(), progress, current_followers())


def renew_all() -> None:
    """Note what a follower has kept in a way that this installation no longer uses."""
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
    """One batch. A crash at any line costs a repeat: the notes go only after the index has committed.

    The rows are loaded while this process is the index's only writer, so that nobody puts an older
    state over a newer one. What the followers store is committed together with the notes.
    """
    complete(session, index)
    if not outbox.waiting(session, 1):
        _say_that_it_is_filled(session)
        return 0
    with ExitStack() as turns:
        for follower in followers:
            turns.enter_context(follower.turn())
        return _drain(session, index, followers, batch)


def _drain(session: Session, index: Index, followers: Sequence[Follower], batch: int) -> int:
    epoch = epochs.new_epoch()
    with index.writing() as changes:
        session.rollback()
        with writing():
            # In one transaction: a copy of the database that knows of this epoch has these notes too.
            notes = outbox.waiting(session, batch)
            is_ours = epochs.begin(session, changes.epoch, epoch)
            session.commit()
        if not is_ours:
            return 0  # the database was put back a moment ago; it is completed the next time
        stale = [note.record_id for note in notes]
        rows = load(session, stale)  # at least as new as what others have put
        records = {record_id: _record(record_id, rows.get(record_id)) for record_id in stale}
        changes.put(record for record in records.values() if record)
        changes.drop(record_id for record_id, record in records.items() if not record)
        changes.epoch = epoch
    session.rollback()
    updates = [follower.prepare(records) for follower in followers]
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
    """How many records wait."""
    return session.scalar(select(func.count()).select_from(StaleRecord)) or 0


def complete(session: Session, index: Index) -> bool:
    """Empty an index that is not of this database as it is now, and note everything; whether that was needed."""
    if _is_ours(session, index.epoch()):
        return False
    with index.writing() as changes:
        if _is_ours(session, changes.epoch):
            return False
        log.warning("search_index_of_another_database")
        _start_over(session, changes)
    return True


def rebuild(
    session: Session,
    index: Index,
    progress: Callable[[int, int], object],
    followers: Sequence[Follower] = (),
) -> int:
    """Empty the index and fill it from the rows, while others write.

    After every batch `progress` hears how many notes are handled, and how many there are in all.
    """
    with index.writing() as changes:
        _start_over(session, changes)
    handled = 0
    while done := drain(session, index, followers, batch=REBUILD_BATCH):
        handled += done
        progress(handled, handled + waiting(session))
    index.optimise()
    return handled


def _start_over(session: Session, changes: Batch) -> None:
    """If the process dies before the index is written, the two still differ."""
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
    """A row whose record cannot be made is dropped from the index, and does not keep the others waiting."""
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
