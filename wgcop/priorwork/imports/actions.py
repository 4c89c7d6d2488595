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
class FileContent:
    """What reading a file gave, before anything of it is stored."""

    step: ImportStep
    content: bytes = b""
    reading: Reading | None = None
    failure: Reason | None = None


def keep(packed: Sequence[UploadedFile]) -> dict[str, str]:
    """The digest of each file that could be unpacked, by its path; no transaction need be open for that."""
    return {one.name: files.store(one.content) for one in packed if not one.failure}


def start_import(
    body: Body,
    kept: Mapping[str, str],
    packed: Sequence[UploadedFile],
    rows: Sequence[FactsRow],
    *,
    by: Person,
) -> Import:
    """The files that are kept wait to be read; those that could not even be unpacked have failed already."""
    batch = Import(body=body, by=by)
    for wanted in pair(kept, rows):
        batch.files.append(
            ImportFile(
                name=wanted.name[:300],
                sha=wanted.sha,
                cells=dict(wanted.cells),
                line=wanted.line,
                outcome=ImportOutcome.FAILED if wanted.failure else ImportOutcome.WAITING,
                reason=at_line(wanted.line, wanted.failure) if wanted.failure else None,
            )
        )
    for one in packed:
        if one.failure:
            batch.files.append(
                ImportFile(name=one.name[:300], outcome=ImportOutcome.FAILED, reason=one.failure)
            )
    db.session.add(batch)
    db.session.flush()
    tell_of(batch, "import.begun", by=by)
    return batch


def read_file(file: ImportFile, room: ReadingRoom) -> FileContent:
    """What is to be done with it, and its text where it has to be read; nothing is stored yet."""
    wanted = IncomingFile(file.name, file.sha, file.cells, file.line)
    [step] = plan([wanted], file.batch.body.code, corpus_for(wanted))
    return read_step(step, files.read(file.sha), room) if is_read(step) else FileContent(step)


def is_read(step: ImportStep) -> bool:
    return step.outcome in (ImportOutcome.NEW, ImportOutcome.CHANGED)


def read_step(step: ImportStep, content: bytes, room: ReadingRoom) -> FileContent:
    try:
        return FileContent(step, content, room.read(content, step.wanted.name))
    except Unreadable as error:
        return FileContent(step, failure=error.reason)


def settle(file: ImportFile, found: FileContent) -> None:
    """Say what became of the file, and tell those who watch."""
    document = None
    outcome, reason = found.step.outcome, found.step.reason
    if found.failure:
        outcome, reason = ImportOutcome.FAILED, found.failure
    elif found.reading:
        document = import_document(found.step, found.content, found.reading, by=file.batch.by)
        reason = found.reading.note
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
