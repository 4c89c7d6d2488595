"""A reader as the parameters of a statement, so that the statement is built only once.

It takes longer to build a statement of several joins than SQLite needs to answer it.
"""

from collections.abc import Collection
from typing import Any, Protocol

from sqlalchemy import Integer, bindparam

from wgcop.accounts.models import Person


class AnyReader:
    """A stand-in for a person in the conditions of SQL statements. `parameters` returns the values
    for one person.
    """

    id: Any = bindparam("reader_id", type_=Integer)
    delegation_ids: Any = bindparam("reader_delegations", expanding=True)
    audiences: Any = bindparam("reader_audiences", expanding=True)


ANY_READER = AnyReader()

Reader = Person | AnyReader


class OneOfMany(Protocol):
    """A person, or the data known about them."""

    @property
    def id(self) -> Any: ...

    @property
    def delegation_ids(self) -> Collection[int]: ...

    @property
    def audiences(self) -> Collection[str]: ...


def parameters(person: OneOfMany) -> dict[str, Any]:
    return {
        "reader_id": person.id,
        "reader_delegations": list(person.delegation_ids),
        "reader_audiences": list(person.audiences),
    }
