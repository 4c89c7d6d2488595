"""What is known of each record in the index beyond its words: since when it is there, and since when its state holds."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from wgcop import clock
from wgcop.db import Base
from wgcop.search.records import Record


class KnownRecord(Base):
    __tablename__ = "known_record"

    record_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    since: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(60), default="")
    state_since: Mapped[datetime] = mapped_column(index=True)


def remember(session: Session, found: Mapping[str, Record | None]) -> None:
    """Follow what the engine was just told: records that were put, and None for those that were dropped."""
    known = _known(session, found)
    now = clock.now()
    for record_id, record in found.items():
        if record is None:
            continue
        row = known.get(record_id)
        if row is None:
            session.add(
                KnownRecord(record_id=record_id, since=now, state=record.state, state_since=now)
            )
        elif row.state != record.state:
            row.state, row.state_since = record.state, now
    gone = [record_id for record_id, record in found.items() if record is None]
    session.execute(delete(KnownRecord).where(KnownRecord.record_id.in_(gone)))


def _known(session: Session, ids: Iterable[str]) -> dict[str, KnownRecord]:
    rows = session.scalars(select(KnownRecord).where(KnownRecord.record_id.in_(list(ids))))
    return {row.record_id: row for row in rows}


def since(session: Session, ids: Iterable[str]) -> dict[str, datetime]:
    """Since when each of them is as it stands."""
    return {row.record_id: row.state_since for row in _known(session, ids).values()}
