"""Asks for a file that takes long to make, hands it out while its reader may read all of it, and
deletes it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, delete, func, select

from wgcop import files
from wgcop.accounts.models import Capacity, Person
from wgcop.database import after_commit, db, retention
from wgcop.errors import Refused
from wgcop.redaction.models import Redaction
from wgcop.redaction.subjects import goes_with_any_redaction
from wgcop.takeaway.models import DAYS_KEPT, TakenFile
from wgcop.takeaway.scopes import AnyScope, scope_of
from wgcop.takeaway.writing import FileForm

KIND = "takeaway"
MOST_WAITING = 5  # files of one person, so that nobody fills the queue


def ask_for_file(
    scope: AnyScope,
    form: FileForm,
    capacity: Capacity | None,
    *,
    with_private: bool,
    site: str,
    language: str,
    by: Person,
) -> TakenFile:
    """Put a file into the queue. A person who is already waiting for the same file gets that one."""
    waiting = [each for each in files_of(by) if each.is_waiting]
    for each in waiting:
        if (each.of, each.form, each.with_private) == (scope.of, form, with_private):
            return each
    if len(waiting) >= MOST_WAITING:
        raise Refused(_("Several of your files are still being made. Wait for one of them first."))
    file = TakenFile(
        person_id=by.id,
        of=scope.of,
        form=form,
        with_private=with_private,
        capacity=capacity.key if capacity else "",
        site=site,
        language=language,
        total=scope.count(with_private=with_private),
    )
    db.session.add(file)
    return file


def files_of(person: Person) -> list[TakenFile]:
    """Return the files of this person, latest first."""
    rows = select(TakenFile).where(TakenFile.person_id == person.id)
    return list(db.session.scalars(rows.order_by(TakenFile.asked_at.desc(), TakenFile.id)))


def still_readable(file: TakenFile, reader: Person) -> bool:
    """Return whether the reader may still read all that the file holds, and nothing was redacted
    since it was begun.
    """
    scope = scope_of(file.of, reader, file.asked_as)
    if scope is None or file.redactions != redactions_so_far():
        return False
    return set(file.holds) <= scope.readable_now(with_private=file.with_private)


def redactions_so_far() -> int:
    return db.session.scalar(select(func.count(Redaction.id))) or 0


@retention.keeps(
    KIND,
    _l("Files that people take away"),
    why=_l("To be downloaded by the person for whom they were made, and by nobody else."),
    days=DAYS_KEPT,
)
def end_files(before: datetime) -> int:
    shas = _delete(TakenFile.asked_at < before)
    # after the commit: a rollback would leave rows whose files are gone
    after_commit(_drop_files, *shas)
    return len(shas)


@goes_with_any_redaction
def drop_all_that_are_made() -> set[str]:
    """Delete all files: any of them may hold what is being redacted. Those that are being made are
    made again.
    """
    return set(_delete(TakenFile.made_at.is_not(None)))


def _delete(which: ColumnElement[bool]) -> list[str]:
    gone = delete(TakenFile).where(which).returning(TakenFile.sha)
    return list(db.session.scalars(gone.execution_options(synchronize_session=False)))


def _drop_files(shas: Iterable[str]) -> None:
    """Delete the files from the store, unless something else has the same content."""
    files.drop(shas)


def days_kept() -> int:
    """Return for how many days files are kept here; 0 means for good."""
    return next(each.days for each in retention.kept() if each.kind.key == KIND)


def ends_on(file: TakenFile) -> datetime | None:
    days = days_kept()
    return file.asked_at + timedelta(days=days) if days else None
