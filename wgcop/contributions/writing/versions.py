"""Kept versions of a draft's text, as pages need them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from wgcop.contributions.writing.models import DraftVersion, DraftVersionWriter
from wgcop.db import db

PAGE = 50


@dataclass(frozen=True)
class VersionsPage:
    versions: Sequence[DraftVersion]
    page: int
    pages: int


def versions_of(revision: int, *, page: int) -> VersionsPage:
    """The newest first. A number beyond the last page gives the last page."""
    total = db.session.scalar(
        select(func.count(DraftVersion.number)).where(DraftVersion.revision_id == revision)
    )
    pages = max(-(-(total or 0) // PAGE), 1)
    page = min(max(page, 1), pages)
    rows = db.session.scalars(
        select(DraftVersion)
        .where(DraftVersion.revision_id == revision)
        .options(
            joinedload(DraftVersion.by),
            joinedload(DraftVersion.revision),
            selectinload(DraftVersion.writers).joinedload(DraftVersionWriter.person),
        )
        .order_by(DraftVersion.number.desc())
        .limit(PAGE)
        .offset(PAGE * (page - 1))
    ).all()
    return VersionsPage(rows, page, pages)


def version_of(revision: int, number: int) -> DraftVersion | None:
    return db.session.scalar(
        select(DraftVersion)
        .where(DraftVersion.revision_id == revision, DraftVersion.number == number)
        .options(
            undefer(DraftVersion.text),
            joinedload(DraftVersion.by),
            joinedload(DraftVersion.revision),
            selectinload(DraftVersion.writers).joinedload(DraftVersionWriter.person),
        )
    )
