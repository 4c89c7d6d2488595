"""Queries for the merges of an entry, and for the two entries of a merge."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from wgcop.database import db
from wgcop.fields.comparing import ChangedFact, changed_facts
from wgcop.initiatives.fields import IN_HISTORY
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.merging.models import InitiativeMerge
from wgcop.initiatives.models import EntryVersion, Initiative
from wgcop.resolutions.models import Clause

MERGEABLE = (EntryState.ACCEPTED, EntryState.PROPOSED)


def latest_merge(staying: Initiative) -> InitiativeMerge | None:
    """Return the last merge into this entry that was not undone; None if there is no such merge."""
    return db.session.scalar(
        select(InitiativeMerge)
        .where(InitiativeMerge.staying_id == staying.id, InitiativeMerge.undone_at.is_(None))
        .options(joinedload(InitiativeMerge.merged), joinedload(InitiativeMerge.by))
        .order_by(InitiativeMerge.id.desc())
        .limit(1)
    )


def two_locked(one_id: int, other_id: int) -> dict[int, Initiative]:
    """Lock two entries, read them again, and return them by id. They are locked in the order of
    their ids, so that no two merges wait for each other.
    """
    rows = db.session.scalars(
        select(Initiative)
        .where(Initiative.id.in_((one_id, other_id)))
        .order_by(Initiative.id)
        .options(selectinload(Initiative.coverage), selectinload(Initiative.clauses))
        .with_for_update(of=Initiative)
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


def entry_called(typed: str) -> Initiative | None:
    """Find an entry by number (`INI-7`, `7`), name, acronym or address. For an entry that was
    merged, return the one that stays.
    """
    wanted = " ".join(typed.split())
    if not wanted:
        return None
    number = wanted.upper().removeprefix("INI").lstrip("-– ")
    conditions = [
        func.lower(Initiative.name) == wanted.lower(),
        func.lower(Initiative.acronym) == wanted.lower(),
        Initiative.slug == wanted.rstrip("/").rpartition("/")[2],
    ]
    if number.isdecimal() and len(number) < 10:
        conditions.append(Initiative.number == int(number))
    found = db.session.scalars(
        select(Initiative)
        .where(or_(*conditions), Initiative.state.in_((*MERGEABLE, EntryState.MERGED)))
        .order_by(Initiative.state == EntryState.MERGED, Initiative.id)
        .limit(1)
    ).first()
    return found.last if found else None


def others(initiative: Initiative) -> Sequence[Initiative]:
    """Return the entries that this one may be merged with, by name."""
    return db.session.scalars(
        select(Initiative)
        .where(Initiative.id != initiative.id, Initiative.state.in_(MERGEABLE))
        .order_by(func.lower(Initiative.name), Initiative.id)
    ).all()


def clauses_by_wid(wids: Iterable[str]) -> dict[str, Clause]:
    rows = db.session.scalars(select(Clause).where(Clause.wid.in_([*wids])))
    return {clause.wid: clause for clause in rows}


def citations_of(*entries: Initiative) -> dict[str, str]:
    """Return the citations of the clauses of these entries, by wid."""
    return {clause.wid: clause.wording.citation for entry in entries for clause in entry.clauses}


def latest_numbers(*entries: Initiative) -> dict[int, int]:
    """Return the number of the latest version of each entry by its id, 0 if it has no history."""
    rows = db.session.execute(
        select(EntryVersion.initiative_id, func.max(EntryVersion.number))
        .where(EntryVersion.initiative_id.in_([entry.id for entry in entries]))
        .group_by(EntryVersion.initiative_id)
    )
    numbers = {key: number for key, number in rows}
    return {entry.id: numbers.get(entry.id, 0) for entry in entries}


def changes_since(entry: Initiative, number: int) -> list[ChangedFact]:
    """Return the facts that have changed in the entry since version `number`."""
    versions = db.session.scalars(
        select(EntryVersion)
        .where(EntryVersion.initiative_id == entry.id, EntryVersion.number >= number)
        .order_by(EntryVersion.number)
    ).all()
    if not versions or versions[0].number != number:
        return []
    return changed_facts(IN_HISTORY, versions[0].facts, versions[-1].facts, citations_of(entry))
