"""Makes the files that wait, one after the other, in the background."""

from contextlib import suppress
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import joinedload

from wgcop import clock, files
from wgcop.database import db, is_of_the_moment, writing
from wgcop.errors import Busy
from wgcop.i18n import written_to
from wgcop.takeaway.actions import redactions_so_far
from wgcop.takeaway.gathering import read_file
from wgcop.takeaway.models import TRIES, TakenFile
from wgcop.takeaway.scopes import scope_of
from wgcop.takeaway.writing import ReadFile, file_name

log = structlog.get_logger(__name__)


def make_waiting() -> int:
    """Make all files that wait, and return their number."""
    handled = 0
    while (file_id := _next_waiting()) is not None:
        make(file_id)
        handled += 1
    return handled


def _next_waiting() -> int | None:
    file_id = db.session.scalar(
        select(TakenFile.id)
        .where(TakenFile.made_at.is_(None), TakenFile.gave_up_at.is_(None))
        .order_by(TakenFile.tries, TakenFile.asked_at)  # one that failed waits for all others
        .limit(1)
    )
    db.session.rollback()
    return file_id


def make(file_id: int) -> None:
    """Make one file. Nothing is locked while it is written, and one that fails does not stop the
    others. Raise the error if it is temporary, such as a full disk.
    """
    if not _begin(file_id):
        return
    try:
        _make(file_id)
    except Exception as error:
        db.session.rollback()
        log.exception("takeaway_failed", file=file_id)
        if is_of_the_moment(error) or isinstance(error, Busy):
            with suppress(SQLAlchemyError):
                _change(file_id, tries=TakenFile.tries - 1)
            raise


def _begin(file_id: int) -> bool:
    """Count the attempt before anything is read, so that a file whose making kills the process is
    given up after some attempts. Return whether there is something to make.
    """
    with writing():
        file = db.session.get(TakenFile, file_id)
        if file is None:
            db.session.rollback()
            return False
        file.tries, file.read, file.redactions = file.tries + 1, 0, redactions_so_far()
        goes_on = file.tries <= TRIES
        if not goes_on:
            file.give_up()
        db.session.commit()
    return goes_on


def _make(file_id: int) -> None:
    row = _row(file_id)
    if row is None:
        return
    with written_to(row.language):
        read = _read(row)
        db.session.rollback()  # no transaction is open while the file is written
        if read is None:
            _change(file_id, gave_up_at=clock.now())
            return
        written = read.write()
    # Stored before the row names it, so that no row names a file that is not there. If the row does not
    # take it, it is dropped again.
    sha = files.store(written.content)
    with writing():
        row = _row(file_id)
        if row is None:  # it was deleted meanwhile
            db.session.rollback()
        elif row.redactions != redactions_so_far():
            # It may hold what was redacted: it is made again, and this attempt does not count.
            row.tries -= 1
        else:
            row.sha, row.kind, row.made_at = sha, written.kind, clock.now()
            row.holds = read.holds
            private, at = row.with_private, read.made_at
            row.name = file_name(row.of, at, written.ending, with_private=private)
        is_handed_out = row is not None and row.is_made
        db.session.commit()
    if not is_handed_out:
        files.drop([sha])
        db.session.rollback()


def _read(row: TakenFile) -> ReadFile | None:
    """Read what the person may read now. Return None if they may no longer read any of it."""
    file_id, person = row.id, row.person
    scope = scope_of(row.of, person, row.asked_as) if person.active else None
    if scope is None:
        return None
    return read_file(
        scope,
        row.form,
        made_for=person.name,
        with_private=row.with_private,
        site=row.site,
        language=row.language,
        progress=lambda count: _change(file_id, read=count),
    )


def _change(file_id: int, **values: Any) -> None:
    """Change the row between two steps, in a transaction of its own."""
    db.session.rollback()
    with writing():
        change = update(TakenFile).where(TakenFile.id == file_id).values(**values)
        db.session.execute(change.execution_options(synchronize_session=False))
        db.session.commit()


def _row(file_id: int) -> TakenFile | None:
    return db.session.scalar(
        select(TakenFile).where(TakenFile.id == file_id).options(joinedload(TakenFile.person))
    )
