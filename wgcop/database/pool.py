"""Connections to a database server, lent in the order in which threads asked for them."""

from time import monotonic
from typing import Any

from sqlalchemy import QueuePool
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import ConnectionPoolEntry

from wgcop.processes.turns import Turns

TRUSTED = 1.0
"""How long a connection that was just given back is lent again without a check, in seconds; the
check would be one more SQL statement for each request. If the server was restarted in the meantime,
the first use fails, and then all other connections are renewed.
"""
_GIVEN_BACK = "given_back"


class InTurn(QueuePool):
    """A pool of fixed size that serves threads in turn. A thread that has waited for `timeout`
    seconds gets the error that none is free.
    """

    def __init__(self, creator: Any, pool_size: int = 5, **options: Any) -> None:
        options["max_overflow"] = 0
        super().__init__(creator, pool_size=pool_size, **options)
        self._patience = self.timeout()
        self.turns = Turns(pool_size)

    def _do_get(self) -> ConnectionPoolEntry:
        if not self.turns.wait(self._patience):
            raise NoneFree(
                f"None of {self.size()} connections became free within {self._patience:g} seconds.",
                code="3o7r",
            )
        try:
            record: Any = super()._do_get()
            if monotonic() - record.info.get(_GIVEN_BACK, -TRUSTED) < TRUSTED:
                record.fresh = True  # so that SQLAlchemy does not ask, as of one that was just made
            return record
        except BaseException:
            self.turns.end()
            raise

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        record.info[_GIVEN_BACK] = monotonic()
        super()._do_return_conn(record)
        self.turns.end()
