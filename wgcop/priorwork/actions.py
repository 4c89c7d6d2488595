"""Changes documents: imports, corrects, withdraws and brings them back."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop import clock, files
from wgcop.bodies.body import Body
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.history.actions import Actor, change_topic, open_topic, record
from wgcop.priorwork.facts import Correction, DocumentFacts
from wgcop.priorwork.imports.plan import ImportStep
from wgcop.priorwork.kinds import Audience, WorkKind
from wgcop.priorwork.models import Document
from wgcop.priorwork.queries import document_by_key
from wgcop.reading import Reading
from wgcop.resolutions.models import Clause


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
    _record(document, "document.changed" if existing else "document.added", by=by)
    return document


class NotCorrected(Refused):
    """An error for a document whose facts cannot be stored. Nothing of its batch is stored either."""

    def __init__(self, document: Document, reason: Refused) -> None:
        super().__init__(str(reason))
        self.document = document


class OutdatedDocuments(Outdated):
    """An error for documents that somebody else changed while they were corrected. Nothing is
    stored.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        super().__init__(_("Somebody else changed this document while you were writing."))
        self.documents = documents


def correct_documents(corrections: Sequence[Correction], *, by: Actor) -> None:
    """Store all corrections or none. Raise OutdatedDocuments or NotCorrected."""
    outdated = [one.document for one in corrections if one.version != one.document.version]
    if outdated:
        raise OutdatedDocuments(outdated)
    for one in corrections:
        try:
            edit_document(one.document, one.facts, version=one.version, by=by)
        except Refused as refusal:
            raise NotCorrected(one.document, refusal) from refusal


def edit_document(document: Document, facts: DocumentFacts, *, version: int, by: Actor) -> None:
    if version != document.version:
        raise Outdated(_("Somebody else changed this document while you were writing."))
    changes = facts.changes(document)
    if "body" in changes and document_by_key(facts.body.id, document.key):
        raise Refused(_("The other body already has a document with this symbol or file."))
    if not changes:
        return
    _write(document, changes)
    document.changed_at = clock.now()
    _record(document, "document.edited", by=by)


def withdraw(document: Document, *, by: Actor) -> None:
    if document.is_withdrawn:
        raise Refused(_("It is already withdrawn."))
    document.withdrawn_at = clock.now()
    _record(document, "document.withdrawn", by=by)


def bring_back(document: Document, *, by: Actor) -> None:
    if not document.is_withdrawn:
        raise Refused(_("It is already in the corpus."))
    document.withdrawn_at = None
    _record(document, "document.brought-back", by=by)


def _set_text(document: Document, step: ImportStep, content: bytes, reading: Reading) -> None:
    document.text = reading.text
    document.places = [(p.start, p.place, p.fragment) for p in reading.passages]
    document.pages = reading.pages
    document.file_sha = files.store(content)
    document.file_name = step.file.name[-300:]
    document.file_size = len(content)
    document.imported = step.file.imported


def _set_stated_facts(document: Document, step: ImportStep) -> None:
    _write(document, step.facts.values)
    if step.facts.clauses:
        document.clauses = list(
            db.session.scalars(select(Clause).where(Clause.wid.in_(step.facts.clauses)))
        )


def _write(document: Document, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(document, name, list(value) if isinstance(value, tuple) else value)


def _record(document: Document, kind: str, *, by: Actor | None) -> None:
    topic = open_topic(
        document.topic, title=document.title, address=document.url, audience=document.heard_by
    )
    change_topic(topic, title=topic.title, audience=document.heard_by)
    record(topic, kind, by=by, target_kind="prior-work", target_id=document.id)
