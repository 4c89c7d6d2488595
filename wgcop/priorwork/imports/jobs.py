"""Imports the waiting files in the background, and removes stored files that no document uses."""

from contextlib import suppress
from datetime import timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from wgcop import clock, files
from wgcop.database import db, is_of_the_moment, writing
from wgcop.priorwork.imports.actions import give_up, read_file, settle
from wgcop.priorwork.imports.models import TRIES, ImportFile
from wgcop.priorwork.imports.outcomes import ImportOutcome
from wgcop.reading.reasons import Reason
from wgcop.reading.sandbox import SandboxedReader

log = structlog.get_logger(__name__)

STILL_COMING_IN = timedelta(hours=1)


def bring_in_waiting() -> int:
    """Import all waiting files, and return their number."""
    handled = 0
    with SandboxedReader() as reader:
        while (file_id := next_waiting()) is not None:
            bring_in(file_id, reader)
            handled += 1
    return handled


def next_waiting() -> int | None:
    file_id = db.session.scalar(
        select(ImportFile.id)
        .where(ImportFile.outcome == ImportOutcome.WAITING)
        .order_by(ImportFile.tries, ImportFile.id)
        .limit(1)
    )
    db.session.rollback()
    return file_id


def bring_in(file_id: int, reader: SandboxedReader) -> None:
    """Import one file. Nothing is locked while it is read, and a file that fails does not stop the
    others.

    Raise the error if it is temporary, such as a full disk, or if the file has failed too often.
    """
    with writing():
        file = db.session.get_one(ImportFile, file_id)
        # Counted and committed before reading, so that a file that ends the process is given up in the end.
        file.tries += 1
        too_often = file.tries > TRIES
        db.session.commit()
    try:
        result = None if too_often else read_file(file, reader)
        db.session.rollback()
        with writing():
            # Locked, because somebody may cancel the import at this moment.
            file = db.session.get_one(ImportFile, file_id, with_for_update=True)
            if file.outcome == ImportOutcome.WAITING:  # unless it was cancelled in the meantime
                if result is None:
                    give_up(file, Reason("It could not be read after several attempts."))
                else:
                    settle(file, result)
            db.session.commit()
    except Exception as error:
        db.session.rollback()
        log.exception("import_failed", file=file_id)
        # the file is not at fault: it is tried again when there is room
        if is_of_the_moment(error):
            uncount(file_id)
        if too_often or is_of_the_moment(error):
            raise


def uncount(file_id: int) -> None:
    with suppress(SQLAlchemyError), writing():
        file = db.session.get_one(ImportFile, file_id)
        file.tries -= 1
        db.session.commit()
    db.session.rollback()


def drop_unused_files() -> int:
    """Remove stored files that no feature needs, and return their number.

    Files younger than an hour stay, because their upload may not be complete yet.
    """
    needed = files.needed()
    db.session.rollback()
    return files.sweep(needed, before=clock.now() - STILL_COMING_IN)
