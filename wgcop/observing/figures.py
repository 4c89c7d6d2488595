"""The metrics of a running workspace: counts and durations, for `/metrics`.

A label is one of a few fixed values, and never an address, a person or a text, because each value
is kept for good. Several processes on one machine keep their figures in one folder, and any of them
can add them up.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Summary, values
from prometheus_client.metrics import disable_created_metrics
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

P = ParamSpec("P")
T = TypeVar("T")

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of its own is made in it)
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

disable_created_metrics()  # type: ignore[no-untyped-call]
OF_THIS_PROCESS = CollectorRegistry()

# Each figure has a label, even where one value would do: one without a label would be made at
# import, before it is known whether this is one process of several.
REQUESTS = Counter(
    "wgcop_requests",
    "Requests that were answered.",
    ["route", "method", "status"],
    registry=OF_THIS_PROCESS,
)
REQUEST_SECONDS = Histogram(
    "wgcop_request_seconds",
    "From when a request had arrived to its answer.",
    ["route"],
    buckets=SECONDS,
    registry=OF_THIS_PROCESS,
)
REQUEST_STATEMENTS = Summary(
    "wgcop_request_statements",
    "SQL statements that a request sent.",
    ["route"],
    registry=OF_THIS_PROCESS,
)
SEARCH_SECONDS = Histogram(
    "wgcop_search_seconds",
    "Questions to the search engine; similar: works near to a whole text.",
    ["engine", "question"],
    buckets=SECONDS,
    registry=OF_THIS_PROCESS,
)
CONNECTIONS = Gauge(
    "wgcop_live_connections",
    "Live connections that are open.",
    ["transport"],
    registry=OF_THIS_PROCESS,
    multiprocess_mode="livesum",
)
DELIVERIES = Counter(
    "wgcop_live_deliveries",
    "Messages to live connections: one to 500 pages counts as 500.",
    ["transport"],
    registry=OF_THIS_PROCESS,
)
CUT = Counter(
    "wgcop_live_cut",
    "Live connections that the server ended. slow: too much waited for them; excess: they sent too much; silent: no answer to a ping.",
    ["cause"],
    registry=OF_THIS_PROCESS,
)
REFUSED = Counter(
    "wgcop_live_refused",
    "Live connections for which there was no place.",
    ["transport"],
    registry=OF_THIS_PROCESS,
)
FAILURES = Counter(
    "wgcop_thread_failures",
    "How often a thread that lasts failed, and was started again.",
    ["thread"],
    registry=OF_THIS_PROCESS,
)
READ_FROM = Counter(
    "wgcop_pages_read",
    "Pages read from the copy of the database; and those begun there and answered again from the database itself.",
    ["source"],
    registry=OF_THIS_PROCESS,
)
REPLICA_LAG = Gauge(
    "wgcop_replica_lag_seconds",
    "How far the copy that pages are read from is behind; -1 if it is away.",
    ["source"],
    registry=OF_THIS_PROCESS,
    multiprocess_mode="livemostrecent",
)
POOL = Gauge(
    "wgcop_database_connections",
    "Connections to the database. used: by a request or a thread; waiting: who waits for one.",
    ["state"],
    registry=OF_THIS_PROCESS,
    multiprocess_mode="livesum",
)

ALL = (
    *(REQUESTS, REQUEST_SECONDS, REQUEST_STATEMENTS, SEARCH_SECONDS, CONNECTIONS),
    *(DELIVERIES, CUT, REFUSED, FAILURES, READ_FROM, REPLICA_LAG, POOL),
)


@dataclass
class RequestWork:
    """What a request has asked of the database so far."""

    statements: int = 0
    in_database: float = 0.0
    """Seconds for statements, and for waiting for a connection and for the turn to write."""


_work: ContextVar[RequestWork | None] = ContextVar("work", default=None)


def share() -> Path:
    """Prepare a process that will start several others: its own metrics are reset, and a folder for
    those of the others is made and returned.
    """
    for figure in ALL:
        figure.clear()
    in_memory = MEMORY if os.access(MEMORY, os.W_OK | os.X_OK) else None
    folder = tempfile.mkdtemp(prefix="wgcop-figures-", dir=in_memory)
    os.environ[FOLDER] = folder
    values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]
    return Path(folder)


def forget(folder: Path) -> None:
    """Delete the folder of metrics. Call it when the last of the processes has ended."""
    shutil.rmtree(folder, ignore_errors=True)


def kept() -> CollectorRegistry:
    """Return the figures of this process, or of all that share a folder. Processes that have ended
    are included.
    """
    if FOLDER not in os.environ:
        return OF_THIS_PROCESS
    for process in _numbers():
        if not Path(f"/proc/{process}").exists():
            mark_process_dead(process)  # type: ignore[no-untyped-call]
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together


def processes() -> list[int]:
    """Return the ids of the running processes that share these metrics."""
    if FOLDER not in os.environ:
        return [os.getpid()]
    return [process for process in _numbers() if Path(f"/proc/{process}").exists()]


def _numbers() -> list[int]:
    files = Path(os.environ[FOLDER]).glob("*.db")
    return sorted({int(file.stem.rpartition("_")[2]) for file in files})


def begin_request() -> None:
    _work.set(RequestWork())


def count_statement() -> None:
    """Count a statement for the current request, including those that notify open pages of it."""
    if work := _work.get():
        work.statements += 1


def spend_in_database(seconds: float) -> None:
    if work := _work.get():
        work.in_database += seconds


@contextmanager
def waiting_for_database() -> Iterator[None]:
    began = time.perf_counter()
    try:
        yield
    finally:
        spend_in_database(time.perf_counter() - began)


def end_request(route: str, method: str, status: int, seconds: float) -> RequestWork:
    work = _work.get() or RequestWork()
    REQUESTS.labels(route, method if method in METHODS else "other", status).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)
    REQUEST_STATEMENTS.labels(route).observe(work.statements)
    return work


def times(figure: Histogram, *labels: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    def mark(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def timed(*args: P.args, **kwargs: P.kwargs) -> T:
            began = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                figure.labels(*labels).observe(time.perf_counter() - began)

        return timed

    return mark


@contextmanager
def counted(figure: Gauge, *labels: str) -> Iterator[None]:
    """Count one more while the block lasts."""
    gauge = figure.labels(*labels)
    gauge.inc()
    try:
        yield
    finally:
        gauge.dec()
