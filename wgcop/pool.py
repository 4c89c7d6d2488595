"""Connections to a database server, lent in the order in which threads asked for them.

SQLAlchemy's own pool lets whoever comes at the right moment take a connection before those who wait. In a full room some
would then wait until they give up, while others are served twice.
"""

from collections import deque
from threading import Event, Lock
from typing import Any

from sqlalchemy import QueuePool
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import ConnectionPoolEntry


class InTurn(QueuePool):
    """Of a fixed size. Whoever has waited for `timeout` seconds is told that none is free."""

    def __init__(self, creator: Any, pool_size: int = 5, **options: Any) -> None:
        options["max_overflow"] = 0
        super().__init__(creator, pool_size=pool_size, **options)
        self._patience = self.timeout()
        self._gate = Lock()
        self._free = pool_size
        self._waiting: deque[Event] = deque()

    def _do_get(self) -> ConnectionPoolEntry:
        self._wait()
        try:
            return super()._do_get()
        except BaseException:
            self._let_next()
            raise

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        super()._do_return_conn(record)
        self._let_next()

    def _wait(self) -> None:
        with self._gate:
            if self._free > 0:
                self._free -= 1
                return
            turn = Event()
            self._waiting.append(turn)
        if turn.wait(self._patience):
            return
        with self._gate:
            if turn.is_set():  # it came at the last moment
                return
            self._waiting.remove(turn)
        raise NoneFree(
            f"None of {self.size()} connections became free within {self._patience:g} seconds.",
            code="3o7r",
        )

    def _let_next(self) -> None:
        with self._gate:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1
