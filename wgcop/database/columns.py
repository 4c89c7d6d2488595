"""Column types and conventions of all models: names of constraints, times with a zone, random keys,
and JSON.
"""

import enum
import json
import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, MetaData, inspect, select
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A time with a time zone. SQLite stores it in UTC, without the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A moment without a time zone cannot be stored: {value}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(kind: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in kind]


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UtcDateTime(),
        enum.Enum: Enum(enum.Enum, native_enum=False, length=40, values_callable=_values),
    }


WORDS = {"holds": "words"}
"""The mark of a column that holds text that people wrote: `mapped_column(Text, info=WORDS)`. It is
searched and changed when words are redacted.
"""
PLAIN_WORDS = {"holds": "plain words"}
"""The mark of a column that holds the plain text of the tree in the column `text` of its row."""
FILES = {"holds": "files"}
"""The mark of a column that holds the SHA-256 digest of a stored file, or a list of such digests."""


def marked(model: Any, *marks: dict[str, str]) -> tuple[str, ...]:
    """Return the names of the attributes of a model whose columns have one of the marks."""
    attributes = inspect(model).column_attrs
    return tuple(
        attribute.key
        for attribute in attributes
        if getattr(attribute.columns[0], "info", None) in marks
    )


LARGEST_ID = 2**31 - 1  # the largest INTEGER of PostgreSQL


def drawn_id(context: DefaultExecutionContext) -> int:
    """Return a random key for use in addresses. Consecutive numbers would have gaps, which reveal
    things that a reader may not see.

    A key that a row already has is drawn again: among 100,000 rows two would probably be alike.
    """
    column = context.current_column
    assert column is not None
    beside = {row.get(column.key) for row in context.compiled_parameters}
    while True:
        drawn = secrets.randbelow(LARGEST_ID) + 1
        is_taken = select(column).where(column == drawn)
        if drawn not in beside and context.connection.execute(is_taken).first() is None:
            return drawn


class WrittenJson(str):
    """A value for a JSON column that is already written as JSON, because it was cheaper to write in
    parts.
    """


def as_json(value: Any) -> str:
    return value if isinstance(value, WrittenJson) else json.dumps(value)
