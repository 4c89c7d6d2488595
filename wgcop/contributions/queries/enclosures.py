"""Finds the files of papers: a file by its id, and the files whose search records a change makes
stale.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, joinedload

from wgcop import files
from wgcop.contributions.drafters import Drafter
from wgcop.contributions.enclosures.models import Enclosure
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Source
from wgcop.database import db
from wgcop.search.records import refreshes_with


def enclosure_of(contribution: Contribution, enclosure_id: int) -> Enclosure | None:
    return db.session.scalar(
        select(Enclosure)
        .join(Enclosure.revision)
        .where(Enclosure.id == enclosure_id, Revision.contribution_id == contribution.id)
        .options(joinedload(Enclosure.revision))
    )


def unread_enclosures(limit: int) -> list[int]:
    ids = db.session.scalars(
        select(Enclosure.id).where(Enclosure.text.is_(None)).order_by(Enclosure.id).limit(limit)
    )
    return list(ids)


def enclosures_by_file() -> dict[str, list[Enclosure]]:
    """Return the attached files of all papers and wordings by their digest: files with the same
    content are stored once.
    """
    rows = db.session.scalars(
        select(Enclosure).options(joinedload(Enclosure.revision)).order_by(Enclosure.id)
    )
    by_file: dict[str, list[Enclosure]] = {}
    for row in rows:
        by_file.setdefault(row.file, []).append(row)
    return by_file


@files.named_by
def names_of_enclosures(shas: Collection[str]) -> dict[str, str]:
    """Return where each of these files is used, in words. For a draft, not even the name of the
    file is returned.
    """
    rows = db.session.scalars(
        select(Enclosure)
        .where(Enclosure.file.in_(shas))
        .options(joinedload(Enclosure.revision).joinedload(Revision.contribution))
        .order_by(Enclosure.id)
    )
    return {row.file: _told(row) for row in rows}


def _told(enclosure: Enclosure) -> str:
    paper = enclosure.revision.contribution
    symbol = paper.issued_symbol
    return f"{enclosure.name} of {symbol} ({paper.url})" if symbol else f"of {paper.work_url}"


@files.kept_by
def files_of_enclosures() -> set[str]:
    return set(db.session.scalars(select(Enclosure.file).distinct()))


@refreshes_with(Contribution)
def _with_paper(contribution: Contribution, session: Session) -> Iterable[str]:
    """Return the search records to refresh with a paper: its files are found under its symbol."""
    return _records(contribution.id, session)


@refreshes_with(Revision)
def _with_wording(revision: Revision, session: Session) -> Iterable[str]:
    """Return the search records of the files to refresh when a wording is submitted, because only
    files of the latest are found. Typing in a draft refreshes none.
    """
    went_out = inspect(revision).attrs.submitted_at.history.has_changes()
    return _records(revision.contribution_id, session) if went_out else ()


@refreshes_with(Drafter)
def _with_drafter(drafter: Drafter, session: Session) -> Iterable[str]:
    return _records(drafter.contribution_id, session)


@refreshes_with(Source)
def _with_source(source: Source, session: Session) -> Iterable[str]:
    return _records(source.revision.contribution_id, session) if source.revision else ()


def _records(contribution_id: int | None, session: Session) -> list[str]:
    if contribution_id is None:
        return []
    with session.no_autoflush:  # this function runs inside a flush, which must not begin another
        ids = session.scalars(
            select(Enclosure.id)
            .join(Enclosure.revision)
            .where(Revision.contribution_id == contribution_id)
        )
        return [f"{Enclosure.search_kind}:{each}" for each in ids]
