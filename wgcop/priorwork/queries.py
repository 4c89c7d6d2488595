"""Reads the corpus for pages and commands."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import selectinload, undefer_group

from wgcop import files
from wgcop.bodies.body import Body
from wgcop.bodies.levels import Level, Region
from wgcop.database import db
from wgcop.languages import LANGUAGE_NAMES, OTHER, group_of
from wgcop.priorwork.kinds import WorkKind
from wgcop.priorwork.models import Document
from wgcop.resolutions.models import Clause, Wording

PAGE = 50
CORRECTIONS_PER_PAGE = 25
"""The number of documents on one page of corrections."""


@dataclass(frozen=True)
class DocumentFilters:
    """The reader's choices in the list of documents; None means no choice."""

    body: str | None = None
    level: Level | None = None
    region: Region | None = None
    kind: WorkKind | None = None
    language: str | None = None

    @property
    def any(self) -> bool:
        return any(self.chosen.values())

    def address(self, page: int) -> str:
        """Return the address of this page of the filtered list."""
        chosen = {name: value for name, value in self.chosen.items() if value}
        return f"/priorwork/?{urlencode({**chosen, 'page': page})}"

    @property
    def chosen(self) -> dict[str, str | None]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True)
class DocumentCounts:
    """The number of all documents, of matching ones, and of those that each further choice would
    show.
    """

    total: int
    matching: int
    by: dict[str, Counter[str]]


def listed(filters: DocumentFilters, audiences: frozenset[str], *, page: int) -> Sequence[Document]:
    """Return one page of the documents that match, newest first."""
    query = readable(audiences).order_by(
        Document.dated.desc(), func.lower(Document.title), Document.id
    )
    query = narrowed(query, filters)
    return db.session.scalars(query.limit(PAGE).offset(PAGE * (page - 1))).all()


def narrowed(query: Select[Document], filters: DocumentFilters) -> Select[Document]:
    for name, value in filters.chosen.items():
        if value == OTHER and name == "language":
            query = query.where(Document.language.not_in(LANGUAGE_NAMES))
        elif value:
            query = query.where(_column(name) == value)
    return query


@dataclass(frozen=True)
class CorrectionPage:
    """The documents to correct on one page, and their number on all pages."""

    documents: Sequence[Document]
    total: int


def correction_page(
    filters: DocumentFilters, *only: ColumnElement[bool], page: int
) -> CorrectionPage:
    """Return the documents of the filtered list for which these conditions hold; latest first."""
    query = select(Document).where(Document.withdrawn_at.is_(None), *only)
    query = narrowed(query.join(Document.body), filters)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(Document.added_at.desc(), Document.id.desc())
    ordered = ordered.options(selectinload(Document.clauses))
    return CorrectionPage(
        db.session.scalars(
            ordered.limit(CORRECTIONS_PER_PAGE).offset(CORRECTIONS_PER_PAGE * (page - 1))
        ).all(),
        total,
    )


def documents_numbered(ids: Collection[int]) -> Sequence[Document]:
    """Return the documents with these ids, latest first."""
    return db.session.scalars(
        select(Document)
        .where(Document.id.in_(ids))
        .order_by(Document.added_at.desc(), Document.id.desc())
        .options(selectinload(Document.clauses))
    ).all()


def counts(filters: DocumentFilters, audiences: frozenset[str]) -> DocumentCounts:
    names = [field.name for field in fields(DocumentFilters)]
    columns = [_column(name) for name in names]
    rows = db.session.execute(
        select(*columns, func.count())
        .select_from(Document)
        .join(Document.body)
        .where(Document.withdrawn_at.is_(None), Document.audience.in_(audiences))
        .group_by(*columns)
    ).all()
    combinations: Counter[tuple[str | None, ...]] = Counter()
    at = names.index("language")
    for row in rows:
        *values, number = row
        values[at] = group_of(values[at])
        combinations[tuple(values)] += number
    return count(combinations, filters)


def count(
    combinations: dict[tuple[str | None, ...], int], filters: DocumentFilters
) -> DocumentCounts:
    chosen = list(filters.chosen.items())
    by: dict[str, Counter[str]] = {name: Counter() for name, _ in chosen}
    matching = 0
    for values, number in combinations.items():
        fits = [wanted in (None, value) for (_, wanted), value in zip(chosen, values, strict=True)]
        matching += number if all(fits) else 0
        for at, (name, _) in enumerate(chosen):
            if (value := values[at]) and all(fits[:at] + fits[at + 1 :]):
                by[name][value] += number
    return DocumentCounts(sum(combinations.values()), matching, by)


def _column(name: str) -> Any:
    return Body.code if name == "body" else getattr(Document, name)


def readable(audiences: frozenset[str]) -> Select[Document]:
    return (
        select(Document)
        .join(Document.body)
        .where(Document.withdrawn_at.is_(None), Document.audience.in_(audiences))
    )


def document_with_text(document_id: int) -> Document | None:
    return db.session.scalar(
        select(Document)
        .where(Document.id == document_id)
        .options(
            undefer_group("text"),
            selectinload(Document.clauses)
            .selectinload(Clause.wordings)
            .joinedload(Wording.section),
        )
    )


def documents_of_bodies(bodies: Collection[Body], audiences: frozenset[str]) -> Counter[int]:
    """Return how many documents of each body this reader may see, by the body's id."""
    rows = db.session.execute(
        select(Document.body_id, func.count())
        .where(
            Document.withdrawn_at.is_(None),
            Document.audience.in_(audiences),
            Document.body_id.in_([body.id for body in bodies]),
        )
        .group_by(Document.body_id)
    )
    return Counter({body_id: number for body_id, number in rows})


def document_by_key(body_id: int, *keys: str) -> Document | None:
    return db.session.scalars(
        select(Document).where(Document.body_id == body_id, Document.key.in_(keys))
    ).first()


def clauses(ids: Collection[int]) -> Sequence[Clause]:
    return db.session.scalars(select(Clause).where(Clause.id.in_(ids)).order_by(Clause.id)).all()


@files.named_by
def names_of_documents(shas: Collection[str]) -> dict[str, str]:
    rows = db.session.scalars(select(Document).where(Document.file_sha.in_(shas)))
    return {row.file_sha: f"{row.title} ({row.url})" for row in rows}
