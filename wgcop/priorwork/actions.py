"""Changes documents: corrects, withdraws and brings them back."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.bodies.body import Body
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.events.actions import Actor, change_topic, open_topic, record
from wgcop.events.models import Topic
from wgcop.following.topics import opens_topics
from wgcop.priorwork.facts import Correction, DocumentFacts
from wgcop.priorwork.models import Document
from wgcop.priorwork.policy import can_read
from wgcop.priorwork.queries import document_by_key
from wgcop.web.received import LARGEST_KEY


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
    document.write(changes)
    document.changed_at = clock.now()
    note(document, "document.edited", by=by)


def withdraw(document: Document, *, by: Actor) -> None:
    if document.is_withdrawn:
        raise Refused(_("It is already withdrawn."))
    document.withdrawn_at = clock.now()
    note(document, "document.withdrawn", by=by)


def bring_back(document: Document, *, by: Actor) -> None:
    if not document.is_withdrawn:
        raise Refused(_("It is already in the corpus."))
    document.withdrawn_at = None
    note(document, "document.brought-back", by=by)


def note(document: Document, kind: str, *, by: Actor | None) -> None:
    topic = _open(document)
    change_topic(topic, title=topic.title, audience=document.heard_by)
    record(topic, kind, by=by, target_kind="prior-work", target_id=document.id)


def _open(document: Document) -> Topic:
    return open_topic(
        document.topic,
        title=document.title,
        address=document.url,
        audience=document.heard_by,
        parent=document.body.topic,
    )


def _opened_document(name: str, reader: Person) -> Topic | None:
    """Open the topic of this name for a person who follows the document; None for others."""
    key = name.partition(":")[2]
    is_key = key.isascii() and key.isdecimal() and int(key) <= LARGEST_KEY
    document = db.session.get(Document, int(key)) if is_key else None
    return _open(document) if document and can_read(reader, document) else None


def _opened_body(name: str, _reader: Person) -> Topic | None:
    body = db.session.scalar(select(Body).where(Body.slug == name.partition(":")[2]))
    if body is None:
        return None
    return open_topic(body.topic, title=body.title, address=body.url, audience="public")


opens_topics("prior-work", _opened_document)
opens_topics("body", _opened_body)
