"""Tells whether an index belongs to the current state of the database: both hold an epoch, which
each commit of the index renews.

The epochs differ after the database was restored from a backup, or after another engine was in use
for a while. The index then no longer agrees with the database. Decision 22 has the reasons.
"""

import secrets
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, String, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column

from wgcop.database import READER, Base, db, reads_copy
from wgcop.search.index import IndexStanding

LOOK = "SELECT epoch, coming, is_filling FROM index_state"


class IndexState(Base):
    """The epoch that the database expects of its index, in a single row. `coming` is the epoch that
    a commit of the index is about to bring, or was about to bring when the process crashed.
    """

    __tablename__ = "index_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[str] = mapped_column(String(32), default="")
    coming: Mapped[str | None] = mapped_column(String(32))
    is_filling: Mapped[bool] = mapped_column(default=True)


class ExpectedIndex(NamedTuple):
    epoch: str = ""
    coming: str | None = None
    is_filling: bool = True

    def standing_of(self, epoch: str) -> IndexStanding:
        """Return the state of an index with this `epoch` relative to the database: foreign, filling
        or complete.
        """
        if not epoch or epoch not in (self.epoch, self.coming):
            return IndexStanding.FOREIGN
        return IndexStanding.FILLING if self.is_filling else IndexStanding.COMPLETE


def look(engine: Engine) -> ExpectedIndex:
    """Read the expected epoch outside any transaction, because a request's transaction may be older
    than the last commit of the index.
    """
    connection = engine.raw_connection()
    try:
        cursor: Any = connection.cursor()
        cursor.execute(LOOK)
        row = cursor.fetchone()
    except engine.dialect.loaded_dbapi.Error as error:
        raise OperationalError(LOOK, None, error) from error
    finally:
        connection.close()
    return ExpectedIndex(row[0], row[1], bool(row[2])) if row else ExpectedIndex()


def standing(epoch: str, connection: Connection | None = None) -> IndexStanding:
    """Return the state of an index with this `epoch` relative to this application's database.

    An index in the database passes the `connection` over which it read its epoch, so that both are
    read in the same state.
    """
    if connection is not None:
        row = connection.exec_driver_sql(LOOK).first()
        return (ExpectedIndex(*row) if row else ExpectedIndex()).standing_of(epoch)
    return look(db.get_engine(READER) if reads_copy() else db.engine).standing_of(epoch)


def new_epoch() -> str:
    return secrets.token_hex(16)


def begin(session: Session, epoch: str, coming: str) -> bool:
    """Announce the epoch of the next commit of the index. Return False if the index belongs to
    another database.
    """
    row = session.get(IndexState, 1, with_for_update=True)
    if (
        row is None
        or ExpectedIndex(row.epoch, row.coming).standing_of(epoch) is IndexStanding.FOREIGN
    ):
        return False
    row.epoch, row.coming = epoch, coming
    return True


def end(session: Session, coming: str) -> None:
    """Record that the commit of the index is done. Do nothing if another process has begun its own
    commit in the meantime.
    """
    session.execute(
        update(IndexState)
        .where(IndexState.coming == coming)
        .values(epoch=coming, coming=None)
        .execution_options(synchronize_session=False)
    )


def fill(session: Session, epoch: str) -> None:
    """Record that the index with this `epoch` is empty and is being filled. The caller has noted
    all records in the outbox.
    """
    session.merge(IndexState(id=1, epoch=epoch, coming=None, is_filling=True))


def filled(session: Session) -> None:
    session.execute(
        update(IndexState).values(is_filling=False).execution_options(synchronize_session=False)
    )
