"""An INSERT that can say what becomes of a row that is there already, as SQLite and PostgreSQL word it."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from wgcop.database.columns import Base
from wgcop.database.session import db


def insert_into(rows: type[Base], *, session: Session | None = None) -> Any:
    """Return an INSERT into the table of these rows, with `on_conflict_do_update`."""
    dialect = (session or db.session).get_bind(rows).dialect.name
    return (sqlite if dialect == "sqlite" else postgresql).insert(rows)
