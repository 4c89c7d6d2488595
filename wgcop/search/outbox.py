"""The outbox: notes which records are stale, in the same transaction as the change that made them stale."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Insert, String, cast, delete, event, literal, select, tuple_
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column

from wgcop import clock
from wgcop.database import Base, after_commit, insert_into, with_commit
from wgcop.search.records import REFRESHED_WITH, SEARCHABLE, Searchable, name_column, stale_with

_BEFORE = "stale_records_before"

_waking: list[Callable[[], object]] = []


class StaleRecord(Base):
    """A note that a record must be indexed again. There is one note for a record, however often it
    changes.

    `touch` is a new random number with each change. The indexer deletes a note only if its `touch`
    is still the one that it read.
    """

    __tablename__ = "stale_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(String(200), unique=True)
    touch: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class StaleNote(NamedTuple):
    record_id: str
    touch: int


def wakes(wake: Callable[[], object]) -> None:
    """Register a function to call after each commit that left something to index."""
    _waking.append(wake)


def note(session: Session, record_ids: Iterable[str]) -> None:
    """Note these records as stale, with the commit of this transaction.

    A touched note stays locked until the end of the transaction. All notes are written last and in
    the same order, so that no two transactions wait for each other, and none waits long.
    """
    with_commit(_write, *record_ids, session=session)


def note_all(session: Session, kinds: Iterable[str] | None = None) -> None:
    """Note every record of these kinds, or of all kinds, at once, in one SQL statement for each
    kind.
    """
    for kind in sorted(SEARCHABLE if kinds is None else kinds):
        model = SEARCHABLE[kind]
        key = name_column(model)
        record_id = literal(f"{kind}:") + cast(key, String)
        rows = (
            select(
                record_id, literal(_touch(), BigInteger), literal(clock.now(), StaleRecord.at.type)
            )
            .select_from(model)
            .where(key.is_not(None))  # SQLite reads ON CONFLICT as part of a join otherwise
            .order_by(key)
        )
        insert = insert_into(StaleRecord, session=session)
        session.execute(_touched(insert.from_select(["record_id", "touch", "at"], rows)))
        after_commit(_wake, None, session=session)


def waiting(session: Session, most: int) -> list[StaleNote]:
    """Return the oldest notes, at most `most` of them."""
    rows = session.execute(
        select(StaleRecord.record_id, StaleRecord.touch).order_by(StaleRecord.id).limit(most)
    )
    return [StaleNote(*row) for row in rows]


def forget(session: Session, notes: Iterable[StaleNote]) -> None:
    """Delete these notes, except those that have been touched in the meantime or are locked because
    another transaction is touching them.
    """
    as_read = tuple_(StaleRecord.record_id, StaleRecord.touch).in_([tuple(note) for note in notes])
    unlocked = select(StaleRecord.id).where(as_read).with_for_update(skip_locked=True)
    session.execute(
        delete(StaleRecord)
        .where(StaleRecord.id.in_(unlocked))
        .execution_options(synchronize_session=False)
    )


def _write(session: Session, record_ids: list[str]) -> None:
    touch, at = _touch(), clock.now()
    rows = [{"record_id": r, "touch": touch, "at": at} for r in sorted(set(record_ids))]
    session.connection(bind_arguments={"mapper": StaleRecord}).execute(
        _touched(insert_into(StaleRecord, session=session)), rows
    )
    after_commit(_wake, None, session=session)


def _touched(insert: Any) -> Any:
    return insert.on_conflict_do_update(
        index_elements=["record_id"], set_={"touch": insert.excluded.touch}
    )


def _touch() -> int:
    return secrets.randbits(62)


@event.listens_for(Session, "before_flush")
def _note_before_flush(session: Session, *_: Any) -> None:
    """Note the records of deleted and moved rows while the rows that they belonged to can still be
    reached.
    """
    session.info[_BEFORE] = _stale(session, (*session.deleted, *_changed(session)))


@event.listens_for(Session, "after_flush")
def _note_after_flush(session: Session, *_: Any) -> None:
    """Note the records of new and changed rows: new rows now have keys, and moved rows belong to
    their new parents.
    """
    here = _stale(session, (*session.new, *_changed(session)))
    note(session, session.info.pop(_BEFORE, set()) | here)


def _changed(session: Session) -> Iterator[object]:
    return (row for row in session.dirty if session.is_modified(row))


def _stale(session: Session, rows: Iterable[object]) -> set[str]:
    return {record_id for row in rows for record_id in stale_with(row, session)}


@event.listens_for(Session, "do_orm_execute")
def _note_bulk(state: ORMExecuteState) -> Any:
    """Note the records that UPDATE, DELETE and INSERT statements for many rows make stale, because
    these do not go through a flush.
    """
    if not (state.is_update or state.is_delete or state.is_insert) or state.bind_mapper is None:
        return None
    model = state.bind_mapper.class_
    if not (issubclass(model, Searchable) or REFRESHED_WITH.keys() & set(model.__mro__)):
        return None
    session = state.session
    if isinstance(state.statement, Insert):
        result = state.invoke_statement()
        note_all(session, filter(None, [getattr(model, "search_kind", "")]))
        return result
    rows = select(model)
    condition = state.statement.whereclause  # type: ignore[attr-defined]
    if condition is not None:
        rows = rows.where(condition)
    changed = session.scalars(rows, state.parameters or None).unique().all()
    before = _stale(session, changed)
    result = state.invoke_statement()
    note(session, before if state.is_delete else before | _stale(session, changed))
    return result


def _wake(_: list[None]) -> None:
    for wake in _waking:
        wake()
