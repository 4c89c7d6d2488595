"""The database: engine settings, sessions and their locks, what follows a commit, and what all models share."""

import enum
import errno
import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from inspect import iscoroutinefunction
from time import monotonic
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import structlog
from flask import Flask, g, has_app_context, has_request_context, request
from flask.typing import TeardownCallable
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, Enum, MetaData, event, select
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction
from sqlalchemy.pool import ConnectionPoolEntry, Pool, QueuePool
from sqlalchemy.types import TypeDecorator

from wgcop import figures, telemetry
from wgcop.pool import InTurn
from wgcop.turns import Turns

log = structlog.get_logger(__name__)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

READER = "reader"
"""The engine of a read-only copy, if there is one. `wgcop.replica` decides who reads from it."""
_FROM_COPY = "reads_from_copy"


class _Session(Session):
    def get_bind(self, *args: Any, **options: Any) -> Engine | Connection:
        if reads_copy():
            return db.get_engine(READER)
        return super().get_bind(*args, **options)


def reads_from_copy(does: bool) -> None:
    """Set whether this request reads from the copy from here on."""
    setattr(g, _FROM_COPY, does)


def reads_copy() -> bool:
    return has_app_context() and bool(g.get(_FROM_COPY, False))


db = SQLAlchemy(session_options={"class_": _Session})

Thing = TypeVar("Thing")
Act = TypeVar("Act", bound=Callable[..., object])


class UtcDateTime(TypeDecorator[datetime]):
    """A moment that always has its zone. SQLite stores it in UTC without one."""

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


def init_app(app: Flask) -> None:
    db.init_app(app)
    # The extension also closes async sessions, of which there are none here. That would start an event
    # loop at the end of each request.
    app.teardown_appcontext_funcs = [
        _calmly(close) for close in app.teardown_appcontext_funcs if not iscoroutinefunction(close)
    ]


def _calmly(close: TeardownCallable) -> TeardownCallable:
    """Make a teardown function ignore a lost connection: an answer that is already made must not be
    lost when the database server ends.
    """

    def close_calmly(error: BaseException | None) -> None:
        try:
            close(error)
        except DBAPIError as lost:
            log.warning("connection_lost", error=lost)

    return close_calmly


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


LARGEST_ID = 2**31 - 1


def drawn_id(context: DefaultExecutionContext) -> int:
    """Return a random key for use in addresses. Numbers in a row would have gaps, which tell of
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


CONNECTIONS = 20
PATIENCE = 20
"""The seconds for which a request waits for a connection, before it is answered that the database
is busy.
"""
ANSWERS_WITHIN = 15
"""The seconds for opening a new connection. A machine that is gone would otherwise be waited for
more than two minutes.
"""


def engine_options(
    url: str, *, connections: int = CONNECTIONS, has_pooler: bool = False
) -> dict[str, Any]:
    """Return the options of the engine. Errors do not repeat what was being stored, since a log is
    no place for the words of a delegation.

    Behind a pooler, such as pgbouncer, nothing is prepared: each transaction may get another
    connection, on which it would be missing.
    """
    options: dict[str, Any] = {"url": url, "hide_parameters": True, "json_serializer": as_json}
    if url.startswith("sqlite"):
        # Writers wait for their turn, each with a connection: with a limit, readers would have to wait
        # for them.
        return options | {
            "connect_args": {"timeout": 15},
            "poolclass": CountedPool,
            "pool_size": 20,
            "max_overflow": -1,
        }
    # PostgreSQL would compile a statement that it takes for a long one, which takes fifty times as
    # long as answering it. A pooler does not pass this option on; there it is a setting of the
    # database.
    said = make_url(url).query
    ours: dict[str, Any] = {"prepare_threshold": None} if has_pooler else {"options": "-c jit=off"}
    ours |= {"connect_timeout": ANSWERS_WITHIN}
    return options | {
        "connect_args": {name: value for name, value in ours.items() if name not in said},
        "pool_pre_ping": True,
        "poolclass": CountedInTurn,
        "pool_size": connections,
        "pool_timeout": PATIENCE,
    }


class _Counted(QueuePool):
    """A pool that reports how many connections are in use, and how many threads wait for one."""

    def _do_get(self) -> ConnectionPoolEntry:
        with figures.counted(figures.POOL, "waiting"):
            entry = super()._do_get()
        figures.POOL.labels("used").set(self.checkedout())
        return entry

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        super()._do_return_conn(record)
        figures.POOL.labels("used").set(self.checkedout())


class CountedPool(_Counted): ...


class CountedInTurn(_Counted, InTurn): ...


@event.listens_for(Engine, "before_cursor_execute")
def _count_statement(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    if not statement.startswith(("BEGIN", "PRAGMA")):
        figures.count_statement()


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


_writing: ContextVar[bool] = ContextVar("writing", default=False)
_unlocked: ContextVar[bool] = ContextVar("unlocked", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """Make transactions begun inside take SQLite's write lock at once, so that none fails half-way."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def unlocked() -> Iterator[None]:
    """Run slow work within a request that writes: no transaction is open meanwhile.

    Rows that were read before are read again when they are next used. Nothing may have been changed
    yet.
    """
    session = db.session
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("Slow work comes before anything is changed: its changes would be lost.")
    session.rollback()
    token = _unlocked.set(True)
    try:
        yield
        session.rollback()
    finally:
        _unlocked.reset(token)


def only_read() -> None:
    """Roll back what this request has begun. From here on it only reads, and so waits for no
    writer.
    """
    db.session.rollback()
    g.only_reads = True


def _intends_to_write() -> bool:
    if _unlocked.get():
        return False
    if _writing.get():
        return True
    return (
        has_request_context()
        and request.method not in SAFE_METHODS
        and not g.get("only_reads", False)
    )


@event.listens_for(Engine, "connect")
def _configure_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # transactions are begun below, never by the driver
    cursor = connection.cursor()
    # The timeout comes first: otherwise two processes that start together would fail on the journal.
    cursor.execute("PRAGMA busy_timeout = 15000")
    cursor.execute("PRAGMA journal_mode = wal")
    cursor.execute("PRAGMA synchronous = normal")
    cursor.execute("PRAGMA foreign_keys = on")
    cursor.execute("PRAGMA secure_delete = on")  # what is taken out leaves nothing in the file
    cursor.close()


WRITERS_PATIENCE = 15.0
"""The seconds for which a writer waits for others, before they are told that the database is busy.
"""
NOTICEABLE = 0.1
_writers: WeakKeyDictionary[Engine, Turns] = WeakKeyDictionary()
_TURN = "turn_to_write"


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if not _intends_to_write():
        connection.exec_driver_sql("BEGIN")
        return
    left = _wait_for_turn(connection)
    try:
        if left < WRITERS_PATIENCE - NOTICEABLE:
            [usual] = connection.exec_driver_sql("PRAGMA busy_timeout").one()
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {left * 1000:.0f}")
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout = {usual}")
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        _end_turn(connection)
        raise


def _wait_for_turn(connection: Connection) -> float:
    """Wait until it is this thread's turn to write, and return how many seconds are left to wait
    for other processes.

    SQLite lets waiting writers look again and again, and whoever looks at the right moment is next:
    with many writers some would never be. So the threads of a process queue before they ask it.
    """
    began = monotonic()
    turns = _writers.setdefault(connection.engine, Turns())
    if turns.wait(WRITERS_PATIENCE):
        connection.info[_TURN] = turns
    return max(WRITERS_PATIENCE - (monotonic() - began), 0)


@event.listens_for(Engine, "commit")
@event.listens_for(Engine, "rollback")
def _end_turn(connection: Connection) -> None:
    if not connection.invalidated:
        _give_back(connection.info)


@event.listens_for(Pool, "checkin")
@event.listens_for(Pool, "invalidate")
@event.listens_for(Pool, "soft_invalidate")
def _end_turn_of_what_was_left(_: object, record: ConnectionPoolEntry, *__: object) -> None:
    _give_back(record.info)


def _give_back(info: dict[Any, Any]) -> None:
    turns: Turns | None = info.pop(_TURN, None)
    if turns is not None:
        turns.end()


OF_THE_MOMENT = (
    *("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN"),
    # PostgreSQL: connections, conflicting transactions, resources such as disk space, shutdowns.
    *("08", "40", "53", "55P03", "57P"),
)
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def is_of_the_moment(error: BaseException) -> bool:
    """Return whether the same may succeed later: something is locked, unreachable or full, and
    nothing is wrong with the request.
    """
    if isinstance(error, DBAPIError):
        code = getattr(error.orig, "sqlite_errorname", None) or getattr(
            error.orig, "sqlstate", None
        )
        if code is None:  # the server could not even be asked
            return isinstance(error, OperationalError)
        return str(code).startswith(OF_THE_MOMENT)
    return isinstance(error, NoneFree) or (isinstance(error, OSError) and error.errno in NO_ROOM)


READ_ONLY = "25006"
"""PostgreSQL's code for an attempt to write to a copy."""


class CopyFailed(Exception):
    """Raised when the copy did not answer, or was asked to write. `wgcop.replica` then answers from
    the database itself.
    """


def tell_of_failures(copy: Engine) -> None:
    """Turn errors of the copy into `CopyFailed`, which no page mistakes for an error of its own."""
    event.listen(copy, "handle_error", _tell_of_failure)


def _tell_of_failure(failure: ExceptionContext) -> None:
    error = failure.sqlalchemy_exception or failure.original_exception
    state = str(getattr(failure.original_exception, "sqlstate", None) or "")
    if failure.is_disconnect or state == READ_ONLY or is_of_the_moment(error):
        raise CopyFailed(state or type(error).__name__) from failure.original_exception


class AtEnd(enum.IntEnum):
    """The order of what a transaction does last, and so of the locks that it takes there: no two
    transactions wait for each other.
    """

    HISTORY = 1
    OTHERS = 2
    TRAIL = 3
    """Takes a lock that every such transaction takes; none waits for another lock while it holds it."""


_FOLLOWING = "what_follows_the_commit"


@dataclass
class _Following:
    """What a session will do when its outermost transaction is committed.

    `before` runs when all else of the transaction is written, `after` once it is committed. `marks`
    holds how long both were when each open savepoint was set. `reached` is how far the end has come.
    """

    after: list[tuple[Callable[[list[Any]], object], Any]] = field(default_factory=list)
    before: list[tuple[AtEnd, Callable[[Session, list[Any]], object], Any]] = field(
        default_factory=list
    )
    marks: dict[SessionTransaction, tuple[int, int]] = field(default_factory=dict)
    reached: AtEnd | None = None
    is_committed: bool = False

    @classmethod
    def of(cls, session: Session) -> "_Following":
        following: _Following = session.info.setdefault(_FOLLOWING, cls())
        return following


def after_commit(
    act: Callable[[list[Thing]], object], *things: Thing, session: Session | None = None
) -> None:
    """Call `act` with these things after the outermost commit, when the connection is given back.

    This is the only way from a commit to what follows it: telling open pages, waking a loop,
    forgetting what a cache holds. The verb that makes a change calls it, or a listener of
    `after_flush` that sees which rows changed; no edge does it by itself after its `commit()`. What
    must not be lost even if the process dies is a row instead, such as a letter or a stale record,
    which a loop finds.

    One call of `act` gets all things that were handed over with it in the transaction, in their
    order. A rollback forgets them, and a rollback to a savepoint those that came after it. An error
    in `act` is logged: the commit stands, and all other acts are called.
    """
    following = _Following.of(session or db.session)
    following.after.extend((act, thing) for thing in things)


def with_commit(
    act: Callable[[Session, list[Thing]], object],
    *things: Thing,
    session: Session | None = None,
    place: AtEnd = AtEnd.OTHERS,
) -> None:
    """Call `act` with these things at the end of the outermost transaction, when all else is
    written, in the order of places.

    One call gets all things that were handed over with `act`. A rollback forgets them, and a
    rollback to a savepoint those that came after it.
    """
    if not things:
        return
    session = session or db.session
    following = _Following.of(session)
    if following.reached is not None and following.reached >= place:
        act(session, list(things))
        return
    if not session.in_transaction():
        session.begin()  # so that a rollback is one
    following.before.extend((place, act, thing) for thing in things)


def act_now(act: Callable[[Session, list[Thing]], object], session: Session | None = None) -> None:
    """Call `act` at once with what was handed over with it, for whoever needs the result before
    the end.
    """
    session = session or db.session
    following = _Following.of(session)
    things = [thing for _place, each, thing in following.before if each is act]
    if not things:
        return
    if session.in_nested_transaction():
        raise RuntimeError("A rollback to the savepoint would lose what came before it.")
    following.before = [each for each in following.before if each[1] is not act]
    act(session, things)


_with_every_commit: list[Callable[[Session], object]] = []


def with_every_commit(act: Callable[[Session], object]) -> None:
    """Call `act` as the very last step of every outermost transaction, after what is done `last`."""
    _with_every_commit.append(act)


@event.listens_for(Session, "before_commit")
def _act_before_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    following = _Following.of(session)
    for place in AtEnd:
        following.reached = place  # what is handed over for it from here on is acted on at once
        here = [(act, thing) for each, act, thing in following.before if each == place]
        for act, things in _together(here).items():
            act(session, things)
    for each in _with_every_commit:
        each(session)


def _together(handed_over: list[tuple[Act, Any]]) -> dict[Act, list[Any]]:
    """Group the things by their act, in their order."""
    things_of: dict[Act, list[Any]] = {}
    for act, thing in handed_over:
        things_of.setdefault(act, []).append(thing)
    return things_of


@event.listens_for(Session, "after_transaction_create")
def _mark_savepoint(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        following = _Following.of(session)
        following.marks[transaction] = len(following.after), len(following.before)


@event.listens_for(Session, "after_commit")
def _note_commit(session: Session) -> None:
    """Note that the outermost transaction is committed. SQLAlchemy also sends this event when a
    savepoint is released, which commits nothing yet.
    """
    following = _Following.of(session)
    savepoint = session.get_nested_transaction()
    if savepoint is None:
        following.is_committed = True
    else:
        following.marks.pop(savepoint, None)


@event.listens_for(Session, "after_transaction_end")
def _act_after_commit(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is not None:
        following = _Following.of(session)
        if transaction in following.marks:  # it was rolled back, not released
            after, before = following.marks.pop(transaction)
            del following.after[after:]
            del following.before[before:]
        return
    finished: _Following | None = session.info.pop(_FOLLOWING, None)
    if finished is None or not finished.is_committed:
        return
    for act, things in _together(finished.after).items():
        try:
            act(things)
        except Exception:
            log.exception("failed_after_commit", act=f"{act.__module__}.{act.__qualname__}")
