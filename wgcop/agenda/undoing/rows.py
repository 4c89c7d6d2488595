"""Items with all rows that depend on them, as values that can be stored and restored when a removal
is undone.
"""

import enum
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Column, Interval, Table, inspect, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapper
from sqlalchemy.types import TypeDecorator

from wgcop.agenda.models import AgendaItem
from wgcop.database import Base, db

ITEMS = AgendaItem.__tablename__
Row = dict[str, Any]
"""The name of a `table`, and `values` by attribute name."""


def storable(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.isoformat() if isinstance(value, date | time) else value


def restored(column: Column[Any], value: Any) -> Any:
    stored = column.type
    kind = (stored.impl_instance if isinstance(stored, TypeDecorator) else stored).python_type
    if value is None:
        return None
    if isinstance(stored, Interval):
        return timedelta(seconds=value)
    if issubclass(kind, date | time):
        return kind.fromisoformat(value)
    return kind(value) if issubclass(kind, enum.Enum) else value


def rows_of(items: Collection[AgendaItem]) -> list[Row]:
    """Return the items in the given order, then the rows that would be deleted with them, parents
    before their dependents.

    There is one SQL statement for each table that can depend on an item, whichever feature it
    belongs to, so that undoing a removal also restores what other features store about an item.
    """
    db.session.flush()
    rows = [_as_row(item) for item in items]
    ids = {ITEMS: [item.id for item in items]}
    for table, mapper in _mappers().items():
        if table.name == ITEMS:
            continue
        for column, target in _references(table, ids, "CASCADE"):
            hanging = db.session.scalars(
                select(mapper.class_).where(column.in_(ids[target])).order_by(*table.primary_key)
            ).all()
            rows += [_as_row(each) for each in hanging]
            if "id" in table.c:
                ids[table.name] = [each.id for each in hanging]
    return rows


def pointers_to(items: Collection[AgendaItem]) -> list[list[Any]]:
    """Return `[table, column, id, item]` for each row that stays when the items are deleted and
    only loses its reference.
    """
    ids = [item.id for item in items]
    return [
        [table.name, column.name, key, item]
        for table in Base.metadata.sorted_tables
        for column, _ in _references(table, {ITEMS: ids}, "SET NULL")
        for key, item in db.session.execute(select(table.c.id, column).where(column.in_(ids)))
    ]


def put_back(rows: Iterable[Row], pointers: Iterable[list[Any]]) -> None:
    """Restore the rows. Items get their old ids, all other rows new ones. A row that depends on
    something that no longer exists is left out.
    """
    moved: dict[tuple[str, int], int] = {}
    for row in rows:
        table = Base.metadata.tables[row["table"]]
        mapper = _mappers()[table]
        values = _restored_values(mapper, row["values"])
        old = values.get("id")
        if table.name != ITEMS:
            values.pop("id", None)
            for column in table.c:
                name = mapper.get_property_by_column(column).key
                for key in column.foreign_keys:
                    there = (key.column.table.name, values.get(name))
                    values[name] = moved.get(there, values.get(name))  # type: ignore[arg-type]
        again = mapper.class_(**values)
        try:
            # A savepoint, so that a row whose parent is gone does not undo the others.
            with db.session.begin_nested():
                db.session.add(again)
        except IntegrityError:
            continue
        if old is not None and table.name != ITEMS:
            moved[table.name, old] = again.id
    for name, column, key, item in pointers:
        table = Base.metadata.tables[name]
        forgotten = update(table).where(table.c.id == key, table.c[column].is_(None))
        db.session.execute(forgotten.values({column: item}))
    db.session.expire_all()


def _as_row(thing: Base) -> Row:
    attributes = inspect(type(thing)).column_attrs
    values = {attribute.key: storable(getattr(thing, attribute.key)) for attribute in attributes}
    return {"table": thing.__tablename__, "values": values}


def _restored_values(mapper: Mapper[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the columns that still exist. A column that was added since gets its
    default.
    """
    return {
        attr.key: restored(attr.columns[0], values[attr.key])  # type: ignore[arg-type]
        for attr in mapper.column_attrs
        if attr.key in values
    }


def _references(
    table: Table, ids: Mapping[str, list[int]], rule: str
) -> Iterator[tuple[Column[Any], str]]:
    for column in table.c:
        for key in column.foreign_keys:
            target = key.column.table.name
            if key.ondelete == rule and ids.get(target):
                yield column, target


@cache
def _mappers() -> dict[Table, Mapper[Any]]:
    """Return the mappers by table, parents before their dependents. A class that maps only some of
    a table's columns is left out.
    """
    whole = {
        mapper.local_table: mapper
        for mapper in Base.registry.mappers
        if set(mapper.local_table.c) <= set(mapper.columns)
    }
    return {table: whole[table] for table in Base.metadata.sorted_tables if table in whole}
