"""Database engines: their settings, connection pools and metrics."""

from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from wgcop.database.columns import as_json
from wgcop.database.pool import InTurn
from wgcop.observing import figures, telemetry

_BEGAN = "statement_began"
CONNECTIONS = 20  # of one process, unless DATABASE_CONNECTIONS says otherwise
PATIENCE = 20
"""How long a request waits for a connection, in seconds, before it is answered that the database is
busy.
"""
ANSWERS_WITHIN = 15
"""The seconds for opening a new connection. Otherwise a connection to an unreachable machine would
take more than two minutes to fail.
"""


def engine_options(
    url: str, *, connections: int = CONNECTIONS, has_pooler: bool = False
) -> dict[str, Any]:
    """Return the options of the engine. Errors do not repeat what was being stored, since
    delegations' texts must not get into a log.

    With a pooler, such as pgbouncer, no statements are prepared: the next transaction may get
    another connection, where a prepared statement would be missing.
    """
    options: dict[str, Any] = {"url": url, "hide_parameters": True, "json_serializer": as_json}
    if url.startswith("sqlite"):
        # Writers wait for their turn, each with a connection: with a limit, readers would have to wait
        # for them.
        return options | {
            "connect_args": {"timeout": 15},  # seconds, as `sqlite.WRITERS_PATIENCE`
            "poolclass": CountedPool,
            "pool_size": 20,  # connections that stay open
            "max_overflow": -1,
        }
    # PostgreSQL would compile a statement that it takes for a long one, which takes fifty times as
    # long as answering it. A pooler does not pass this option on; there it is a setting of the
    # database.
    given = make_url(url).query
    ours: dict[str, Any] = {"prepare_threshold": None} if has_pooler else {"options": "-c jit=off"}
    ours |= {"connect_timeout": ANSWERS_WITHIN}
    return options | {
        "connect_args": {name: value for name, value in ours.items() if name not in given},
        "pool_pre_ping": True,
        "poolclass": CountedInTurn,
        "pool_size": connections,
        "pool_timeout": PATIENCE,
    }


class _Counted(QueuePool):
    """A pool that reports how many connections are in use, and how many threads wait for one."""

    def _do_get(self) -> ConnectionPoolEntry:
        with figures.counted(figures.POOL, "waiting"), figures.waiting_for_database():
            entry = super()._do_get()
        figures.POOL.labels("used").set(self.checkedout())
        return entry

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        super()._do_return_conn(record)
        figures.POOL.labels("used").set(self.checkedout())


class CountedPool(_Counted): ...


class CountedInTurn(_Counted, InTurn): ...


@event.listens_for(Engine, "before_cursor_execute")
def _count_statement(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
    connection.info[_BEGAN] = perf_counter()
    if not statement.startswith(("BEGIN", "PRAGMA")):
        figures.count_statement()


@event.listens_for(Engine, "after_cursor_execute")
def _time_statement(connection: Connection, *_: Any) -> None:
    figures.spend_in_database(perf_counter() - connection.info[_BEGAN])


def _open_span(
    _connection: Any, _cursor: Any, statement: str, _: Any, context: Any, *__: Any
) -> None:
    if context is not None:
        context.span = telemetry.open_span(telemetry.without_values(statement))


def _close_span(
    _connection: Any, _cursor: Any, _statement: str, _: Any, context: Any, *__: Any
) -> None:
    if context is not None:
        telemetry.close(context.span)


def _close_span_of_error(failure: ExceptionContext) -> None:
    context: Any = failure.execution_context
    if context is not None and hasattr(context, "span"):
        telemetry.close(context.span, error__type=type(failure.original_exception).__name__)


if telemetry.IS_WANTED:
    event.listen(Engine, "before_cursor_execute", _open_span)
    event.listen(Engine, "after_cursor_execute", _close_span)
    event.listen(Engine, "handle_error", _close_span_of_error)
