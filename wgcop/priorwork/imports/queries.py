"""Reads the part of the corpus that an import is compared with, and the documents of an import."""

from sqlalchemy import ColumnElement, or_, select

from wgcop.bodies.body import Body
from wgcop.bodies.queries import all_bodies, names_of
from wgcop.database import db
from wgcop.priorwork.imports.models import ImportFile
from wgcop.priorwork.imports.plan import Corpus, CorpusDocument, IncomingFile
from wgcop.priorwork.models import Document
from wgcop.resolutions.models import Clause


def came_with(import_id: int) -> ColumnElement[bool]:
    """Return the condition for the documents that this import added or changed."""
    return Document.id.in_(select(ImportFile.document_id).where(ImportFile.import_id == import_id))


def corpus_for(*only: IncomingFile) -> Corpus:
    """Return the part of the corpus that an import of these files is compared with; without files,
    the whole corpus.
    """
    documents = select(
        Body.code,
        Document.key,
        Document.file_sha,
        Document.imported,
        Document.withdrawn_at.is_not(None),
    ).join(Document.body)
    clauses = select(Clause.wid)
    if only:
        keys = {key for one in only for key in (one.key, one.name)}
        shas = {one.sha for one in only}
        documents = documents.where(or_(Document.key.in_(keys), Document.file_sha.in_(shas)))
    return Corpus(
        bodies={name.casefold(): body.code for body in all_bodies() for name in names_of(body)},
        wids=frozenset(db.session.scalars(clauses)),
        documents=tuple(CorpusDocument(*row) for row in db.session.execute(documents)),
    )
