"""The things that other features show beside a clause. Their existence is checked in the SQL
statement that reads the clause.

A feature registers a part of that statement, such as `exists()`, under a name of its own. It then
sends its own statement only for clauses that have something to show, which most do not have.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session, object_session

from wgcop.resolutions.models import Clause

Asks = Callable[[Any], ColumnElement[Any]]
"""A function that turns the column with the id of a clause into the part of the statement."""

_registered: dict[str, Asks] = {}
_FOUND = "beside_clauses"


def stands_beside(name: str, asks: Asks) -> None:
    _registered[name] = asks


def columns() -> list[ColumnElement[Any]]:
    return [asks(Clause.id).label(name) for name, asks in _registered.items()]


def note(clause: Clause, found: Mapping[str, Any], session: Session) -> None:
    """Cache the result for a clause until the end of the transaction."""
    noted = {name: found[name] for name in _registered}
    session.info[_FOUND] = session.get_transaction(), clause.id, noted


def found(clause: Clause, name: str) -> Any:
    """Return the cached result for this clause, or None if it was not read in this transaction."""
    session = object_session(clause)
    transaction, clause_id, noted = (
        session.info.get(_FOUND, (None, 0, {})) if session else (None, 0, {})
    )
    is_known = (
        session is not None and clause_id == clause.id and transaction is session.get_transaction()
    )
    return noted.get(name) if is_known else None
