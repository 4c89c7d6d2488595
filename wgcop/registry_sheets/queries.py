"""Queries for the import of a table, in a few SQL statements however long it is."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from wgcop.accounts.models import Delegation
from wgcop.database import db
from wgcop.fields.cells import words_of
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.models import EntryVersion, Initiative
from wgcop.registry_sheets.columns import Known
from wgcop.registry_sheets.models import RegistryImport
from wgcop.registry_sheets.table import RegistryTable
from wgcop.resolutions.models import Clause

IMPORTS_SHOWN = 10
_AT_ONCE = 1_000


def with_all_facts(query: Select[Any]) -> Select[Any]:
    """Extend the query so that it loads everything that a row of the table shows."""
    return query.options(
        selectinload(Initiative.coverage),
        selectinload(Initiative.clauses),
        joinedload(Initiative.delegation),
    )


def entries_in_every_state() -> Sequence[Initiative]:
    """Return all entries by number; those without a number come last."""
    return db.session.scalars(
        with_all_facts(select(Initiative)).order_by(
            Initiative.number.is_(None), Initiative.number, Initiative.id
        )
    ).all()


def accepted_entries() -> Sequence[Initiative]:
    """Return the accepted entries by number."""
    return db.session.scalars(
        with_all_facts(select(Initiative))
        .where(Initiative.state == EntryState.ACCEPTED)
        .order_by(Initiative.number, Initiative.id)
    ).all()


def known_to(table: RegistryTable) -> Known:
    """Return the clauses and delegations that the cells of the table may name."""
    wids = {wid for row in table.rows for wid in words_of(row.cells.get("clauses", ""))}
    clauses = {
        clause.wid: clause
        for some in _by_the_thousand(sorted(wids))
        for clause in db.session.scalars(select(Clause).where(Clause.wid.in_(some)))
    }
    if "owner" not in table.columns:
        return Known(clauses)
    delegations = db.session.scalars(select(Delegation))
    return Known(clauses, {delegation.code.casefold(): delegation for delegation in delegations})


def last_versions(initiative_ids: Sequence[int]) -> dict[int, int]:
    """Return the number of the last version of each entry that has one."""
    return {
        initiative_id: number
        for some in _by_the_thousand(initiative_ids)
        for initiative_id, number in db.session.execute(
            select(EntryVersion.initiative_id, func.max(EntryVersion.number))
            .where(EntryVersion.initiative_id.in_(some))
            .group_by(EntryVersion.initiative_id)
        )
    }


def last_imports() -> Sequence[RegistryImport]:
    """Return the latest imports that were carried out, newest first."""
    return db.session.scalars(
        select(RegistryImport)
        .where(RegistryImport.done_at.is_not(None))
        .options(joinedload(RegistryImport.by))
        .order_by(RegistryImport.id.desc())
        .limit(IMPORTS_SHOWN)
    ).all()


def entries_by_key(keys: Sequence[int], *, most: int) -> Sequence[Initiative]:
    return db.session.scalars(
        select(Initiative)
        .where(Initiative.id.in_(keys[:most]))
        .order_by(Initiative.number.is_(None), Initiative.number, Initiative.id)
    ).all()


def _by_the_thousand(keys: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
