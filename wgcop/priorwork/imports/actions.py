"""Imports many files: prepares and starts an import, reads and settles each file, cancels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop import clock, files
from wgcop.accounts.models import Person
from wgcop.bodies.body import Body
from wgcop.database import db
from wgcop.errors import Away, Invalid, Refused
from wgcop.events.actions import Actor, open_topic, record
from wgcop.events.models import Topic
from wgcop.priorwork.actions import note
from wgcop.priorwork.imports.models import Import, ImportFile
from wgcop.priorwork.imports.outcomes import ImportOutcome
from wgcop.priorwork.imports.plan import ImportStep, IncomingFile, at_line, pair, plan
from wgcop.priorwork.imports.queries import corpus_for
from wgcop.priorwork.imports.table import FactsRow, read_facts
from wgcop.priorwork.imports.unpack import UploadedFile, unpack
from wgcop.priorwork.kinds import Audience, WorkKind
from wgcop.priorwork.models import SECRETARIAT, Document
from wgcop.priorwork.queries import document_by_key
from wgcop.reading.reasons import Reason, both
from wgcop.reading.result import Reading, Unreadable
from wgcop.reading.sandbox import SandboxedReader
from wgcop.resolutions.models import Clause


@dataclass(frozen=True)
class FileResult:
    """The result of reading a file, before anything is stored."""

    step: ImportStep
    content: bytes = b""
    reading: Reading | None = None
    failure: Reason | None = None


class UnusableUpload(Invalid):
    """An error for an upload that cannot be used; `field` says which one: `files` or `table`."""

    def __init__(self, field: str, error: Invalid | Away) -> None:
        super().__init__(str(error))
        self.field = field


@dataclass(frozen=True)
class PreparedImport:
    """The unpacked files, the digests of those that are stored, by path, and the rows of the table."""

    uploads: Sequence[UploadedFile]
    digests: Mapping[str, str]
    rows: Sequence[FactsRow]


def prepare_import(uploads: Iterable[tuple[str, bytes]], table: bytes = b"") -> PreparedImport:
    """Read the table, and unpack and store the files, which are given by name and content.

    This may take long and needs no transaction. Raise UnusableUpload.
    """
    try:
        rows = read_facts(table) if table else []
    except Invalid as error:
        raise UnusableUpload("table", error) from error
    try:
        unpacked = unpack(uploads)
    except Invalid as error:
        raise UnusableUpload("files", error) from error
    documents = [one for one in unpacked if one.failure or not table or one.content != table]
    try:
        digests = {one.name: files.store(one.content) for one in documents if not one.failure}
    except Away as error:
        raise UnusableUpload("files", error) from error
    return PreparedImport(documents, digests, rows)


def start_import(body: Body, prepared: PreparedImport, *, by: Person) -> Import:
    """Start an import: the stored files wait to be read. Files that could not even be unpacked have
    failed.
    """
    batch = Import(body=body, by=by)
    for incoming in pair(prepared.digests, prepared.rows):
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
    for one in prepared.uploads:
        if one.failure:
            batch.files.append(
                ImportFile(name=one.name[:300], outcome=ImportOutcome.FAILED, reason=one.failure)
            )
    db.session.add(batch)
    db.session.flush()
    tell_of(batch, "import.begun", by=by)
    return batch


def read_file(file: ImportFile, reader: SandboxedReader) -> FileResult:
    """Plan what to do with the file, and read it if it is new or changed. Nothing is stored."""
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
    """Store the document and the outcome, and tell the pages that show the import."""
    document = None
    outcome, reason = result.step.outcome, result.step.reason
    if result.failure:
        outcome, reason = ImportOutcome.FAILED, result.failure
    elif result.reading:
        document = import_document(result.step, result.content, result.reading, by=file.batch.by)
        reason = both(result.step.reason, result.reading.note)
    file.settle(outcome, reason, document)
    tell(file)


def give_up(file: ImportFile, reason: Reason) -> None:
    file.settle(ImportOutcome.FAILED, reason)
    tell(file)


def cancel(batch: Import, *, by: Person) -> int:
    """Leave out the files that still wait, and return their number. Imported documents stay. Raise
    Refused if no file waits.
    """
    waiting = db.session.scalars(
        select(ImportFile)
        .where(ImportFile.import_id == batch.id, ImportFile.outcome == ImportOutcome.WAITING)
        .with_for_update()  # the job settles no file at the same moment
    ).all()
    if not waiting:
        raise Refused(_("No more files are waiting: the import is finished."))
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


@files.kept_by
def files_of_documents() -> set[str]:
    return set(db.session.scalars(select(Document.file_sha).union(select(ImportFile.sha))))


def import_document(
    step: ImportStep, content: bytes, reading: Reading, *, by: Actor | None
) -> Document:
    """Add a new document, or bring an existing one up to date. Corrections made by people stay,
    unless the table of facts overrides them.
    """
    body = db.session.scalars(select(Body).where(Body.code == step.body)).one()
    existing = document_by_key(body.id, step.file.key, step.replaces)
    document = existing or Document(
        body=body,
        level=body.level,
        region=body.region,
        title=reading.title,
        language=reading.language,
        dated=reading.dated,
        kind=WorkKind.OTHER,
        audience=Audience.PUBLIC,
    )
    document.key = step.file.key
    _set_text(document, step, content, reading)
    _set_stated_facts(document, step)
    if existing is None:
        db.session.add(document)
    else:
        document.changed_at = clock.now()
    db.session.flush()
    note(document, "document.changed" if existing else "document.added", by=by)
    return document


def _set_text(document: Document, step: ImportStep, content: bytes, reading: Reading) -> None:
    document.text = reading.text
    document.places = [(p.start, p.place, p.fragment) for p in reading.passages]
    document.pages = reading.pages
    document.file_sha = files.store(content)
    document.file_name = step.file.name[-300:]
    document.file_size = len(content)
    document.imported = step.file.imported


def _set_stated_facts(document: Document, step: ImportStep) -> None:
    document.write(step.facts.values)
    if step.facts.clauses:
        document.clauses = list(
            db.session.scalars(select(Clause).where(Clause.wid.in_(step.facts.clauses)))
        )
