"""Queries for the kept versions of a text, as pages need them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from wgcop.database import db
from wgcop.writing.desks import WritingDesk
from wgcop.writing.models import VersionColumns

PAGE = 50


@dataclass(frozen=True)
class VersionsPage:
    versions: Sequence[VersionColumns]
    page: int
    pages: int


def versions_of(revision: int, *, page: int, desk: WritingDesk) -> VersionsPage:
    """Return a page of versions, newest first. A number beyond the last page gives the last page."""
    kept = select(func.count(desk.version.number)).where(desk.key_in(desk.version) == revision)
    pages = max(-(-(db.session.scalar(kept) or 0) // PAGE), 1)
    page = min(max(page, 1), pages)
    rows = db.session.scalars(
        _versions(revision, desk)
        .order_by(desk.version.number.desc())
        .limit(PAGE)
        .offset(PAGE * (page - 1))
    ).all()
    return VersionsPage(rows, page, pages)


def version_of(revision: int, number: int, *, desk: WritingDesk) -> Any:
    """Return the version with this number and its text, or None."""
    one = _versions(revision, desk).where(desk.version.number == number)
    return db.session.scalar(one.options(undefer(desk.version.text)))


def _versions(revision: int, desk: WritingDesk) -> Select[Any]:
    return (
        select(desk.version)
        .where(desk.key_in(desk.version) == revision)
        .options(
            joinedload(desk.version.by),
            selectinload(desk.version.writers).joinedload(desk.version_writer.person),
        )
    )
