"""Stores the shingles of each record for the radar, and keeps the counter in step with them."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from flask import Flask, current_app
from sqlalchemy import LargeBinary, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from wgcop.database import Base
from wgcop.radar.matching.overlap import Shingles, shingles
from wgcop.radar.shingle_counts import UNFINISHED, ShingleChange, ShingleCounts
from wgcop.search.followers import Follower, Records, Update
from wgcop.search.records import Record, works

EXTENSION = "shingle_counts"
FOLDER = "radar"

MOST_BEHIND = timedelta(minutes=10)

SHARED = frozenset({"public", "members"})
"""The audiences of the records that are counted. Only records that all members may read are
counted, so that private drafts do not affect scores.
"""


class RadarRecord(Base):
    """The shingles of a record. The sweep compares works of different bodies only, hence `body`."""

    __tablename__ = "radar_record"

    record_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    is_shared: Mapped[bool] = mapped_column(index=True)
    body: Mapped[str] = mapped_column(String(300), default="")
    data: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def shingles(self) -> Shingles:
        return from_bytes(self.data)


class RadarState(Base):
    """The state of the radar, in a single row. `change` numbers the changes of shared records, so
    that the counter knows whether it is out of date.
    """

    __tablename__ = "radar_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    change: Mapped[int] = mapped_column(default=0)
    swept_at: Mapped[datetime | None]


def init_app(app: Flask) -> None:
    app.extensions[EXTENSION] = ShingleCounts(Path(app.config["DATA_DIR"]) / FOLDER)


def current_counts() -> ShingleCounts:
    counts: ShingleCounts = current_app.extensions[EXTENSION]
    return counts


class ShingleFollower(Follower):
    folder: str = FOLDER

    def turn(self) -> AbstractContextManager[None]:
        return current_counts().exclusive()

    def prepare(self, records: Records) -> Update:
        return _ShingleUpdate(records)

    def is_damaged(self) -> bool:
        return current_counts().change == UNFINISHED

    def remake(self, session: Session) -> None:
        count_anew(session, current_counts())


class _ShingleUpdate(Update):
    """The changes to the table within the transaction, and to the counter's file after it."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def store(self, session: Session) -> None:
        self._change = store(session, self._records)

    def finish(self, session: Session) -> None:
        counts = current_counts()
        counts.follow(self._change)
        heal(session, counts)


def store(session: Session, records: Records) -> ShingleChange:
    """Store the shingles, and return the change for the counter, to be added after the commit."""
    state = _state(session)
    before = state.change
    rows = _rows(session, records)
    removed: list[Shingles] = []
    added: list[Shingles] = []
    for record_id, record in records.items():
        row = rows.get(record_id)
        new = row_of(record) if record is not None and record.kind in works() else None
        if row and new and (row.data, row.is_shared) == (new.data, new.is_shared):
            row.body = new.body
            continue
        if row and row.is_shared:
            removed.append(row.shingles)
        if new and new.is_shared:
            added.append(new.shingles)
        if row and new:
            row.is_shared, row.body, row.data = new.is_shared, new.body, new.data
        elif new:
            session.add(new)
        elif row:
            session.delete(row)
    if removed or added:
        state.change += 1
    return ShingleChange(before, state.change, removed, added)


def heal(session: Session, counts: ShingleCounts) -> bool:
    """Rebuild the counter if a crash left it out of date, and return whether it was. Call it only
    within `counts.exclusive()`.
    """
    change = session.scalar(select(RadarState.change)) or 0
    if counts.change == change:
        return False
    count_anew(session, counts)
    return True


def is_behind(session: Session, counts: ShingleCounts) -> bool:
    """Return whether there are no counts, or only badly outdated ones. Weights change little from
    one record to the next.
    """
    change = session.scalar(select(RadarState.change)) or 0
    return counts.change != change and (counts.change == UNFINISHED or counts.age > MOST_BEHIND)


def count_anew(session: Session, counts: ShingleCounts) -> None:
    change = session.scalar(select(RadarState.change)) or 0
    in_all = session.scalar(
        select(func.sum(func.length(RadarRecord.data))).where(RadarRecord.is_shared)
    )
    counts.count_anew(change, int(in_all or 0) // 4, (row for _, row in shared(session)))


def shared(session: Session) -> Iterator[tuple[str, Shingles]]:
    """Yield the shingles of every record that all members may read, fetched from the database in
    portions.
    """
    rows = session.execute(
        select(RadarRecord.record_id, RadarRecord.data)
        .where(RadarRecord.is_shared)
        .execution_options(yield_per=200)
    )
    for record_id, data in rows:
        yield record_id, from_bytes(data)


def bodies(session: Session) -> dict[str, str]:
    """Return the body of each shared record, by the record's id."""
    rows = session.execute(
        select(RadarRecord.record_id, RadarRecord.body).where(RadarRecord.is_shared)
    )
    return {record_id: body for record_id, body in rows}


def number_of_shared(session: Session) -> int:
    return session.scalar(select(func.count()).where(RadarRecord.is_shared)) or 0


def shingles_of(session: Session, ids: Iterable[str]) -> dict[str, Shingles]:
    rows = session.execute(
        select(RadarRecord.record_id, RadarRecord.data).where(RadarRecord.record_id.in_(list(ids)))
    )
    return {record_id: from_bytes(data) for record_id, data in rows}


def row_of(record: Record) -> RadarRecord:
    return RadarRecord(
        record_id=record.id,
        is_shared=not SHARED.isdisjoint(record.audience),
        body=(record.body or record.source)[:300],
        data=to_bytes(shingles(record.text)),
    )


def to_bytes(values: Shingles) -> bytes:
    return values.astype("<u4").tobytes()


def from_bytes(data: bytes) -> Shingles:
    return np.frombuffer(data, dtype="<u4")


def _state(session: Session) -> RadarState:
    state = session.get(RadarState, 1, with_for_update=True)
    if state is None:
        state = RadarState(id=1, change=0)
        session.add(state)
    return state


def _rows(session: Session, ids: Iterable[str]) -> dict[str, RadarRecord]:
    rows = session.scalars(select(RadarRecord).where(RadarRecord.record_id.in_(list(ids))))
    return {row.record_id: row for row in rows}
