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
from wgcop.priorwork.imports.plan import Step, Wanted, at_line, pair, plan
from wgcop.priorwork.imports.table import Row
from wgcop.priorwork.imports.unpack import Packed
from wgcop.priorwork.kinds import Outcome
from wgcop.priorwork.models import SECRETARIAT
from wgcop.priorwork.queries import shelf
from wgcop.reading.apart import ReadingRoom
from wgcop.reading.reasons import Reason
from wgcop.reading.result import Reading, Unreadable


@dataclass(frozen=True)
class Read:
    """What reading a file gave, before anything of it is stored."""

    step: Step
    content: bytes = b""
    reading: Reading | None = None
    failure: Reason | None = None


def keep(packed: Sequence[Packed]) -> dict[str, str]:
    """The digest of each file that could be unpacked, by its path; no transaction need be open for that."""
    return {one.name: files.store(one.content) for one in packed if not one.failure}


def start_import(
    body: Body,
    kept: Mapping[str, str],
    packed: Sequence[Packed],
    rows: Sequence[Row],
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
                outcome=Outcome.FAILED if wanted.failure else Outcome.WAITING,
                reason=at_line(wanted.line, wanted.failure) if wanted.failure else None,
            )
        )
    for one in packed:
        if one.failure:
            batch.files.append(
                ImportFile(name=one.name[:300], outcome=Outcome.FAILED, reason=one.failure)
            )
    db.session.add(batch)
    db.session.flush()
    tell_of(batch, "import.begun", by=by)
    return batch


def read_file(file: ImportFile, room: ReadingRoom) -> Read:
    """What is to be done with it, and its text where it has to be read; nothing is stored yet."""
    wanted = Wanted(file.name, file.sha, file.cells, file.line)
    [step] = plan([wanted], file.batch.body.code, shelf(wanted))
    return read_step(step, files.read(file.sha), room) if is_read(step) else Read(step)


def is_read(step: Step) -> bool:
    return step.outcome in (Outcome.NEW, Outcome.CHANGED)


def read_step(step: Step, content: bytes, room: ReadingRoom) -> Read:
    try:
        return Read(step, content, room.read(content, step.wanted.name))
    except Unreadable as error:
        return Read(step, failure=error.reason)


def settle(file: ImportFile, found: Read) -> None:
    """Say what became of the file, and tell those who watch."""
    document = None
    outcome, reason = found.step.outcome, found.step.reason
    if found.failure:
        outcome, reason = Outcome.FAILED, found.failure
    elif found.reading:
        document = import_document(found.step, found.content, found.reading, by=file.batch.by)
        reason = found.reading.note
    file.settle(outcome, reason, document)
    tell(file)


def give_up(file: ImportFile, reason: Reason) -> None:
    file.settle(Outcome.FAILED, reason)
    tell(file)


def cancel(batch: Import, *, by: Person) -> int:
    """What is brought in stays; what waits is left out. How many files that were."""
    waiting = db.session.scalars(
        select(ImportFile)
        .where(ImportFile.import_id == batch.id, ImportFile.outcome == Outcome.WAITING)
        .with_for_update()
    ).all()
    if not waiting:
        raise Refused(_("Nothing waits any more: the import is through."))
    batch.cancelled_at = clock.now()
    for file in waiting:
        file.settle(Outcome.CANCELLED)
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
