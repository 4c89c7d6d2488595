"""Stores when each record came into the index and when its state last changed, for feeds and saved searches."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from wgcop import clock
from wgcop.database import Base
from wgcop.search.followers import Follower, Records, Update


class RecordDates(Base):
    __tablename__ = "known_record"

    record_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    since: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(60), default="")
    state_since: Mapped[datetime] = mapped_column(index=True)


class RecordDatesFollower(Follower):
    def prepare(self, records: Records) -> Update:
        return _DatesUpdate(records)


class _DatesUpdate(Update):
    def __init__(self, records: Records) -> None:
        self._records = records

    def store(self, session: Session) -> None:
        rows = _rows(session, self._records)
        now = clock.now()
        for record_id, record in self._records.items():
            if record is None:
                continue
            row = rows.get(record_id)
            if row is None:
                session.add(
                    RecordDates(record_id=record_id, since=now, state=record.state, state_since=now)
                )
            elif row.state != record.state:
                row.state, row.state_since = record.state, now
        dropped = [record_id for record_id, record in self._records.items() if record is None]
        session.execute(delete(RecordDates).where(RecordDates.record_id.in_(dropped)))


def unchanged_since(session: Session, ids: Iterable[str]) -> dict[str, datetime]:
    """Return, by record id, the moment from which each record has been in its current state."""
    return {row.record_id: row.state_since for row in _rows(session, ids).values()}


def _rows(session: Session, ids: Iterable[str]) -> dict[str, RecordDates]:
    rows = session.scalars(select(RecordDates).where(RecordDates.record_id.in_(list(ids))))
    return {row.record_id: row for row in rows}
