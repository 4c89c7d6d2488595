"""Follows the foreign keys that lead from rows to the thing to which they belong."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, ForeignKey, Table, select

from wgcop.database import db

FURTHEST = 2
"""The number of foreign keys that may lie between rows and their thing."""


def rows_of(model: Any, thing: Any) -> ColumnElement[bool]:
    """Return the condition for the rows of a model that belong to a thing. Raise ValueError if the
    foreign keys do not tell this, because none or several lead there.
    """
    table, owner = model.__table__, type(thing).__table__
    if table is owner:
        return _key(owner) == _id(thing)
    way = way_to(table, owner)
    if way is None:
        raise ValueError(f"{table} has no single way of foreign keys to {owner}")
    *nearer, last = way
    condition: ColumnElement[bool] = last.parent == _id(thing)
    for key in reversed(nearer):
        condition = key.parent.in_(select(key.column).where(condition))
    return condition


def owners_of(rows: Sequence[Any], owner: Any) -> Sequence[Any]:
    """Return the things of the model `owner` to which rows of one kind belong; none if the foreign
    keys do not tell this.
    """
    table = type(rows[0]).__table__
    if table is owner.__table__:
        return rows
    way = way_to(table, owner.__table__)
    if way is None:
        return ()
    first, *further = way
    found: ColumnElement[bool] = first.column.in_({getattr(row, first.parent.key) for row in rows})
    for key in further:
        found = key.column.in_(select(key.parent).where(found))
    return db.session.scalars(select(owner).where(found)).unique().all()


def way_to(table: Table, owner: Table) -> tuple[ForeignKey, ...] | None:
    """Return the foreign keys that lead from a table to its owner by the shortest way, or None if
    there is none or several are equally short.
    """
    ways: Iterable[tuple[ForeignKey, ...]] = [()]
    for _step in range(FURTHEST):
        ways = [
            (*way, key)
            for way in ways
            for key in (way[-1].column.table if way else table).foreign_keys
        ]
        there = [way for way in ways if way[-1].column.table is owner]
        if there:
            return there[0] if len(there) == 1 else None
    return None


def _key(table: Table) -> Column[Any]:
    [key] = table.primary_key
    return key


def _id(thing: Any) -> Any:
    return getattr(thing, _key(type(thing).__table__).key)
