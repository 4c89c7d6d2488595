"""Stale records, noted in the transaction that made them so."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, String, cast, event, insert, literal, select
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column

from wgcop import clock
from wgcop.db import Base, after_commit
from wgcop.search.records import MADE_OF, SEARCHABLE, Searchable, name_column, stale_with

_BEFORE = "stale_records_before"

_waking: list[Callable[[], object]] = []


class StaleRecord(Base):
    """This record must be looked at again; noting it twice does no harm."""

    __tablename__ = "stale_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(default=clock.now)


def on_commit(wake: Callable[[], object]) -> None:
    """Call this after each commit that left something to index."""
    _waking.append(wake)


def note(session: Session, record_ids: Iterable[str]) -> None:
    rows = [{"record_id": record_id, "at": clock.now()} for record_id in sorted(set(record_ids))]
    if rows:
        session.connection(bind_arguments={"mapper": StaleRecord}).execute(
            insert(StaleRecord), rows
        )
        after_commit(_wake, None, session=session)


def note_all(session: Session, kinds: Iterable[str] | None = None) -> None:
    """Every record of these kinds, or of all of them, in one statement each."""
    for kind in list(SEARCHABLE) if kinds is None else kinds:
        model = SEARCHABLE[kind]
        record_id = literal(f"{kind}:") + cast(name_column(model), String)
        session.execute(
            insert(StaleRecord).from_select(
                ["record_id", "at"],
                select(record_id, literal(clock.now(), StaleRecord.at.type)).select_from(model),
            )
        )
        after_commit(_wake, None, session=session)


@event.listens_for(Session, "before_flush")
def _note_what_goes(session: Session, *_: Any) -> None:
    """While the rows that a deleted or moved row belonged to can still be reached."""
    session.info[_BEFORE] = _stale(session, (*session.deleted, *_changed(session)))


@event.listens_for(Session, "after_flush")
def _note_what_is(session: Session, *_: Any) -> None:
    """New rows have their keys, and what changed its place is asked in the new one too."""
    here = _stale(session, (*session.new, *_changed(session)))
    note(session, session.info.pop(_BEFORE, set()) | here)


def _changed(session: Session) -> Iterator[object]:
    return (row for row in session.dirty if session.is_modified(row))


def _stale(session: Session, rows: Iterable[object]) -> set[str]:
    return {record_id for row in rows for record_id in stale_with(row, session)}


@event.listens_for(Session, "do_orm_execute")
def _note_bulk(state: ORMExecuteState) -> Any:
    """UPDATE, DELETE and INSERT of many rows pass by the flush."""
    if not (state.is_update or state.is_delete or state.is_insert) or state.bind_mapper is None:
        return None
    model = state.bind_mapper.class_
    if not (issubclass(model, Searchable) or MADE_OF.keys() & set(model.__mro__)):
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
