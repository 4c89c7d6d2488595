"""Queries for resolutions and clauses as pages need them."""

from collections.abc import Collection, Sequence
from functools import cache
from itertools import takewhile
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, literal, select
from sqlalchemy.orm import (
    aliased,
    contains_eager,
    joinedload,
    load_only,
    selectinload,
    with_expression,
)

from wgcop.database import db
from wgcop.events.change_counts import also_counts
from wgcop.resolutions import beside, naming
from wgcop.resolutions.language_texts import beside_url as beside_url
from wgcop.resolutions.language_texts import languages_beside as languages_beside
from wgcop.resolutions.language_texts import mark_of as mark_of
from wgcop.resolutions.language_texts import parts_beside as parts_beside
from wgcop.resolutions.language_texts import parts_in as parts_in
from wgcop.resolutions.models import Clause, Edition, Resolution, Section, SectionKind, Wording
from wgcop.resolutions.reading import text_of as text_of


def editions() -> Sequence[Edition]:
    """Return all editions with their resolutions, newest first."""
    return db.session.scalars(
        select(Edition)
        .options(joinedload(Edition.resolution))
        .order_by(Edition.year.desc(), Edition.slug)
    ).all()


def editions_in_force() -> Sequence[Edition]:
    """Return the latest edition of each resolution that is not suppressed, newest first."""
    return db.session.scalars(
        select(Edition)
        .join(Edition.resolution)
        .where(Edition.id == _latest_of(Resolution.id), Resolution.suppressed_on.is_(None))
        .options(contains_eager(Edition.resolution))
        .order_by(Edition.year.desc(), Edition.slug)
    ).all()


@also_counts("resolution:")
def topics_of_editions(topic_name: str) -> Sequence[str]:
    """Return the topics of all editions of the same resolution, because a thread belongs to its
    clause in each of them.
    """
    edition, other = aliased(Edition), aliased(Edition)
    slugs = db.session.scalars(
        select(other.slug)
        .join(edition, edition.resolution_id == other.resolution_id)
        .where(edition.slug == topic_name.removeprefix("resolution:"))
        .order_by(other.id)
    )
    return [f"resolution:{slug}" for slug in slugs]


def topics_of_resolution(resolution_id: ColumnElement[int]) -> Select[str]:
    """Select the topics of all editions of a resolution, as part of another statement."""
    return select(literal("resolution:") + Edition.slug).where(
        Edition.resolution_id == resolution_id
    )


def topics_of_resolutions(resolution_ids: Collection[int] | Select[int]) -> list[str]:
    """Return the topics of all editions of these resolutions."""
    slugs = db.session.scalars(
        select(Edition.slug).where(Edition.resolution_id.in_(resolution_ids)).order_by(Edition.id)
    )
    return [f"resolution:{slug}" for slug in slugs]


def edition_with_clauses(slug: str) -> Edition | None:
    """Return an edition with its whole text in two SQL statements, or None."""
    return db.session.scalar(
        select(Edition)
        .where(Edition.slug == slug)
        .options(
            joinedload(Edition.resolution),
            selectinload(Edition.sections).joinedload(Section.wordings).joinedload(Wording.clause),
        )
    )


def edition_called(slug: str) -> Edition | None:
    """Return an edition, or None. The same SQL statement finds which one is in force."""
    latest = with_expression(Edition.latest_id, _latest_of(Edition.resolution_id))
    return db.session.scalar(
        select(Edition).where(Edition.slug == slug).options(joinedload(Edition.resolution), latest)
    )


def edition_beside(slug: str, language: str) -> Edition | None:
    """Return an edition that is in another language than this, or None."""
    edition = edition_called(slug)
    return edition if edition and language in languages_beside(edition) else None


def newer_edition(edition: Edition, opened: Clause | None = None) -> Edition | None:
    """Return the edition in force if it is another one than this, or None. No SQL statement is sent if
    the one that read the edition, or the clause that is opened in it, has found that it is in force.
    """
    known = edition.latest_id or (opened and beside.found(opened, "latest_edition"))
    if known == edition.id:
        return None
    latest = latest_edition(edition.resolution)
    return latest if latest.id != edition.id else None


def latest_edition(resolution: Resolution) -> Edition:
    """Return the edition in force: that of the latest year, and of two of a year the one stored last."""
    return db.session.scalars(
        select(Edition)
        .where(Edition.resolution_id == resolution.id)
        .order_by(Edition.year.desc(), Edition.id.desc())
        .limit(1)
        .options(joinedload(Edition.resolution))
    ).one()


def _latest_of(resolution_id: Any) -> Any:
    """Select the id of the edition in force of a resolution, as part of another statement."""
    other = aliased(Edition)
    latest = select(other.id).order_by(other.year.desc(), other.id.desc()).limit(1)
    return latest.where(other.resolution_id == resolution_id).scalar_subquery()


def _latest_of_clause(clause_id: Any) -> Any:
    """Select the same for the resolution of a clause."""
    other, one = aliased(Edition), aliased(Clause)
    latest = select(other.id).order_by(other.year.desc(), other.id.desc()).limit(1)
    joined = latest.join(one, one.resolution_id == other.resolution_id)
    return joined.where(one.id == clause_id).scalar_subquery()


beside.stands_beside("latest_edition", _latest_of_clause)


def topics_of_work(edition: Edition) -> list[str]:
    """Return the topics of all editions of the same work: what happens at a clause is told on that
    of the edition that was the latest when its thread began.
    """
    editions = (
        select(Edition)
        .where(Edition.resolution_id == edition.resolution_id)
        .order_by(Edition.id)
        .options(load_only(Edition.slug))
    )
    return [each.topic for each in db.session.scalars(editions)]


def clauses_of_work(work: str) -> frozenset[str]:
    """Return the wids of all clauses in the editions of a work."""
    return frozenset(
        db.session.scalars(
            select(Clause.wid).join(Clause.resolution).where(Resolution.work == work)
        )
    )


def clauses_below(clause: Clause) -> list[Clause]:
    """Return the items below a clause, with theirs, in the order of the latest edition."""
    wording = clause.wording
    following = db.session.scalars(
        select(Wording)
        .where(Wording.section_id == wording.section_id, Wording.position > wording.position)
        .order_by(Wording.position)
        .options(joinedload(Wording.clause).selectinload(Clause.wordings))
    )
    return [each.clause for each in takewhile(lambda each: each.depth > wording.depth, following)]


_WITH_WORDINGS = (
    joinedload(Clause.wordings)
    .joinedload(Wording.section)
    .joinedload(Section.edition)
    .joinedload(Edition.resolution),
)


def clause_by_wid(wid: str) -> Clause | None:
    """Return the clause with its wordings and the edition of each, or None."""
    rows = db.session.scalars(select(Clause).where(Clause.wid == wid).options(*_WITH_WORDINGS))
    return rows.unique().one_or_none()


def clause_with_what_stands_beside(wid: str) -> Clause | None:
    """Return a clause for its own page, or None. The same SQL statement also checks whether other
    features have something to show beside it.
    """
    rows = db.session.execute(_with_what_stands_beside(), {"wid": wid})
    row = rows.unique().one_or_none()
    if row is None:
        return None
    clause: Clause = row[0]
    beside.note(clause, row._asdict(), db.session)
    return clause


@cache
def _with_what_stands_beside() -> Select[Any]:
    return (
        select(Clause, *beside.columns())
        .where(Clause.wid == bindparam("wid"))
        .options(*_WITH_WORDINGS)
    )


def clauses_by_wid(wids: Collection[str]) -> Sequence[Clause]:
    """Return those of the clauses that exist, with their wordings and the edition of each."""
    if not wids:
        return []
    rows = db.session.scalars(select(Clause).where(Clause.wid.in_(wids)).options(*_WITH_WORDINGS))
    return rows.unique().all()


def clauses_to_choose() -> Sequence[Wording]:
    """Return the wordings of every clause in reading order, for forms that link to clauses."""
    return db.session.scalars(
        select(Wording)
        .join(Wording.section)
        .join(Section.edition)
        .options(
            joinedload(Wording.clause),
            joinedload(Wording.section).joinedload(Section.edition).joinedload(Edition.resolution),
        )
        .order_by(Edition.slug, Section.position, Wording.position)
    ).all()


def operative_clauses() -> Sequence[Wording]:
    """Return the operative clauses of each resolution's latest edition, in reading order."""
    newest = (
        select(
            Edition.id,
            func.row_number()
            .over(
                partition_by=Edition.resolution_id,
                order_by=(Edition.year.desc(), Edition.id.desc()),
            )
            .label("age"),
        )
    ).subquery()
    return db.session.scalars(
        select(Wording)
        .join(Wording.section)
        .join(Section.edition)
        .join(newest, newest.c.id == Edition.id)
        .where(newest.c.age == 1, Section.kind == SectionKind.OPERATIVE)
        .options(
            joinedload(Wording.clause),
            joinedload(Wording.section).joinedload(Section.edition).joinedload(Edition.resolution),
        )
        .order_by(Edition.slug, Section.position, Wording.position)
    ).all()


def clauses_named(typed: str, *, most: int) -> list[Wording]:
    """Return the clauses that the typed words name: first an exact citation, then citations that
    begin with them, then clauses that contain the words anywhere.
    """
    matches = [
        (match, clause) for clause in clauses_to_choose() if (match := _match(typed, clause))
    ]
    matches.sort(key=itemgetter(0))
    return [wording for _, wording in matches[:most]]


def _match(typed: str, wording: Wording) -> naming.Match | None:
    edition = wording.section.edition
    names = [wording.citation, naming.in_short(wording.citation)]
    return naming.match(
        typed,
        citations=[*names, *(f"{name} {edition.name}" for name in names), wording.clause.wid],
        text=wording.text,
    )


def names_to_choose(wordings: Sequence[Wording]) -> dict[int, str]:
    """Return the citations by the id of the clause, with the name of the edition if the clauses
    belong to several editions.
    """
    several = len({wording.section.edition.id for wording in wordings}) > 1
    return {
        wording.clause_id: f"{wording.citation} · {wording.section.edition.name}"
        if several
        else wording.citation
        for wording in wordings
    }
