"""Imports from a web page: start one with all its files, read and settle each file, cancel."""

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
from wgcop.reading.reasons import Reason
from wgcop.reading.result import Reading, Unreadable
from wgcop.reading.sandbox import SandboxedReader


@dataclass(frozen=True)
class FileResult:
    """What came of reading a file, before anything is stored."""

    step: ImportStep
    content: bytes = b""
    reading: Reading | None = None
    failure: Reason | None = None


def store_files(uploads: Sequence[UploadedFile]) -> dict[str, str]:
    """Stores the files that could be unpacked, and gives their digests by path. It needs no transaction."""
    return {one.name: files.store(one.content) for one in uploads if not one.failure}


def start_import(
    body: Body,
    digests: Mapping[str, str],
    uploads: Sequence[UploadedFile],
    rows: Sequence[FactsRow],
    *,
    by: Person,
) -> Import:
    """The stored files wait to be read. Those that could not even be unpacked have failed."""
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


def read_file(file: ImportFile, reader: SandboxedReader) -> FileResult:
    """Plans what to do with the file, and reads it where that is needed. Stores nothing."""
    incoming = IncomingFile(file.name, file.sha, file.cells, file.line)
    [step] = plan([incoming], file.batch.body.code, corpus_for(incoming))
    return (
        read_step(step, files.read(file.sha), reader) if has_to_be_read(step) else FileResult(step)
    )


def has_to_be_read(step: ImportStep) -> bool:
    return step.outcome in (ImportOutcome.NEW, ImportOutcome.CHANGED)


def read_step(step: ImportStep, content: bytes, reader: SandboxedReader) -> FileResult:
    try:
        return FileResult(step, content, reader.read(content, step.file.name))
    except Unreadable as error:
        return FileResult(step, failure=error.reason)


def settle(file: ImportFile, result: FileResult) -> None:
    """Stores the document and the outcome, and tells the pages that show the import."""
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
    """Leaves out the files that still wait, and says how many they were. Imported documents stay."""
    waiting = db.session.scalars(
        select(ImportFile)
        .where(ImportFile.import_id == batch.id, ImportFile.outcome == ImportOutcome.WAITING)
        .with_for_update()
    ).all()
    if not waiting:
        raise Refused(_("No file is waiting any more: the import is finished."))
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
