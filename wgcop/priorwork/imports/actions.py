"""Imports from a web page: started with all their files, worked off one by one, cancelled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop import clock, files
from wgcop.accounts.models import Person
from wgcop.bodies.body import Body
from wgcop.db import db
from wgcop.errors import Refused
from wgcop.history.actions import open_topic, record
from wgcop.history.models import Topic
from wgcop.priorwork.actions import import_document
from wgcop.priorwork.imports.models import Import, ImportFile
from wgcop.priorwork.imports.outcomes import ImportOutcome
from wgcop.priorwork.imports.plan import ImportStep, IncomingFile, at_line, pair, plan
from wgcop.priorwork.imports.table import FactsRow
from wgcop.priorwork.imports.unpack import UploadedFile
from wgcop.priorwork.models import SECRETARIAT
from wgcop.priorwork.queries import corpus_for
from wgcop.reading.apart import ReadingRoom
from wgcop.reading.reasons import Reason
from wgcop.reading.result import Reading, Unreadable


@dataclass(frozen=True)
class FileResult:
    """What reading a file gave, before anything of it is stored."""

    step: ImportStep
    content: bytes = b""
    reading: Reading | None = None
    failure: Reason | None = None


def keep(uploads: Sequence[UploadedFile]) -> dict[str, str]:
    """The digest of each file that could be unpacked, by its path; no transaction need be open for that."""
    return {one.name: files.store(one.content) for one in uploads if not one.failure}


def start_import(
    body: Body,
    digests: Mapping[str, str],
    uploads: Sequence[UploadedFile],
    rows: Sequence[FactsRow],
    *,
    by: Person,
) -> Import:
    """The files that are kept wait to be read; those that could not even be unpacked have failed already."""
    batch = Import(body=body, by=by)
    for incoming in pair(digests, rows):
        batch.files.append(
            ImportFile(
                name=incoming.name[:300],
                sha=incoming.sha,
                cells=dict(incoming.cells),
                line=incoming.line,
                outcome=ImportOutcome.FAILED if incoming.failure else ImportOutcome.WAITING,
                reason=at_line(incoming.line, incoming.failure) if incoming.failure else None,
            )
        )
    for one in uploads:
        if one.failure:
            batch.files.append(
                ImportFile(name=one.name[:300], outcome=ImportOutcome.FAILED, reason=one.failure)
            )
    db.session.add(batch)
    db.session.flush()
    tell_of(batch, "import.begun", by=by)
    return batch


def read_file(file: ImportFile, room: ReadingRoom) -> FileResult:
    """What is to be done with it, and its text where it has to be read; nothing is stored yet."""
    incoming = IncomingFile(file.name, file.sha, file.cells, file.line)
    [step] = plan([incoming], file.batch.body.code, corpus_for(incoming))
    return read_step(step, files.read(file.sha), room) if has_to_be_read(step) else FileResult(step)


def has_to_be_read(step: ImportStep) -> bool:
    return step.outcome in (ImportOutcome.NEW, ImportOutcome.CHANGED)


def read_step(step: ImportStep, content: bytes, room: ReadingRoom) -> FileResult:
    try:
        return FileResult(step, content, room.read(content, step.file.name))
    except Unreadable as error:
        return FileResult(step, failure=error.reason)


def settle(file: ImportFile, result: FileResult) -> None:
    """Say what became of the file, and tell those who watch."""
    document = None
    outcome, reason = result.step.outcome, result.step.reason
    if result.failure:
        outcome, reason = ImportOutcome.FAILED, result.failure
    elif result.reading:
        document = import_document(result.step, result.content, result.reading, by=file.batch.by)
        reason = result.reading.note
    file.settle(outcome, reason, document)
    tell(file)


def give_up(file: ImportFile, reason: Reason) -> None:
    file.settle(ImportOutcome.FAILED, reason)
    tell(file)


def cancel(batch: Import, *, by: Person) -> int:
    """What is brought in stays; what waits is left out. How many files that were."""
    waiting = db.session.scalars(
        select(ImportFile)
        .where(ImportFile.import_id == batch.id, ImportFile.outcome == ImportOutcome.WAITING)
        .with_for_update()
    ).all()
    if not waiting:
        raise Refused(_("Nothing waits any more: the import is through."))
    batch.cancelled_at = clock.now()
    for file in waiting:
        file.settle(ImportOutcome.CANCELLED)
    tell_of(batch, "import.cancelled", by=by)
    return len(waiting)


def tell_of(batch: Import, kind: str, *, by: Person) -> None:
    record(topic_of(batch), kind, by=by, target_kind="import", target_id=batch.id)


def tell(file: ImportFile) -> None:
    record(
        topic_of(file.batch),
        "import.advanced",
        by=file.batch.by,
        target_kind="import-file",
        target_id=file.id,
    )


def topic_of(batch: Import) -> Topic:
    return open_topic(
        batch.topic,
        title=_("Import for %(body)s", body=batch.body.designation),
        address=batch.url,
        audience=SECRETARIAT,
    )
