"""A plugin that collects the tests once, and then forks the processes that run them: each begins with all that was imported.

The process that collected hands out shares of tests, longest first, and hears what became of each test. If a worker dies, the test
that it was at has failed, and another worker goes on with the others.
"""

import os
import pickle
import random
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, NoReturn

import pytest
from _pytest.scope import Scope

from tests.running.order import Collected, Durations, Share, shares
from tests.running.processes import end_with
from tests.running.telling import Teller

LIVES = 8
"""So many workers may die before the run is given up."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--workers", type=int, default=1, help="processes that run the tests")
    parser.addoption(
        "--write-durations", action="store_true", help="keep how long each module took"
    )


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    if not config.option.collectonly:
        config.pluginmanager.register(Workers(config), "workers")


def is_bound(item: pytest.Item) -> bool:
    """Whether a fixture that it uses is made once for its class, module or folder."""
    made = getattr(item, "_fixtureinfo", None)
    used = made.name2fixturedefs.values() if made else ()
    return any(Scope.Function < each[-1]._scope < Scope.Session for each in used)


@dataclass
class Worker:
    name: str
    process: int
    line: Connection
    share: list[int] = field(default_factory=list)
    """What it was given and has not finished."""
    at: int | None = None
    is_done: bool = False


class Workers:
    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._number = config.option.workers
        self._durations = Durations.read()
        self._workers: list[Worker] = []
        self._begun = 0
        self._waiting: list[Share] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed and not session.config.option.continue_on_collection_errors:
            raise session.Interrupted(f"{session.testsfailed} modules cannot be read.")
        self._session = session
        self._waiting = self._shared()
        self._teller = Teller(self._config, session.items, self._durations, self._number)
        self._config.pluginmanager.register(self._teller, "teller")
        self._base = self._config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
        self._teller.begin()
        try:
            for _ in range(min(self._number, len(self._waiting))):
                self._fork()
            while running := [worker for worker in self._workers if not worker.is_done]:
                for line in wait([worker.line for worker in running], self._teller.patience):
                    self._hear(next(worker for worker in running if worker.line is line))
                self._teller.tell()
        finally:
            for worker in self._workers:
                if not worker.is_done:
                    os.kill(worker.process, signal.SIGKILL)
                    os.waitpid(worker.process, 0)
        self._teller.end()
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)
        return True

    def pytest_sessionfinish(self) -> None:
        if self._config.option.write_durations:
            measured = self._durations.measured(self._teller.seconds)
            measured.there(self._config.rootpath).write()

    def _shared(self) -> list[Share]:
        tests = (
            Collected(place, item.nodeid, is_bound(item))
            for place, item in enumerate(self._session.items)
        )
        made = shares(tests, self._durations)
        is_asked_for = getattr(
            self._config.option, "order", ""
        )  # tests/orders.py has put them in it
        return sorted(made, key=lambda share: share.places) if is_asked_for else made

    def _fork(self) -> None:
        name = f"gw{self._begun}"
        self._begun += 1
        sys.stdout.flush()
        sys.stderr.flush()
        ours, theirs = Pipe()
        parent = os.getpid()
        process = os.fork()
        if process == 0:
            end_with(parent, signal.SIGKILL)
            for worker in self._workers:
                worker.line.close()
            ours.close()
            At(self._session, theirs, name, self._number).work(self._base / name)
        theirs.close()
        self._workers.append(Worker(name, process, ours))

    def _hear(self, worker: Worker) -> None:
        try:
            kind, said = worker.line.recv()
        except (EOFError, ConnectionResetError, pickle.UnpicklingError):
            self._bury(worker)
            return
        match kind:
            case "asks":
                self._give(worker)
            case "begins":
                worker.at = said
                self._teller.begins(said)
            case "ends":
                worker.share.remove(said)
                worker.at = None
                self._teller.ends(said)
            case "reports":
                self._report(said)
            case "warns":
                hook = self._config.hook.pytest_warning_recorded
                hook.call_historic(kwargs=said)
            case "broken":
                self._teller.say(said)

    def _give(self, worker: Worker) -> None:
        is_over = self._session.shouldfail or self._session.shouldstop
        share = self._waiting.pop(0).places if self._waiting and not is_over else ()
        worker.share += share
        worker.line.send(share)

    def _report(self, data: dict[str, Any]) -> None:
        hook = self._config.hook
        report = hook.pytest_report_from_serializable(config=self._config, data=data)
        hook.pytest_runtest_logreport(report=report)

    def _bury(self, worker: Worker) -> None:
        worker.is_done = True
        worker.line.close()
        _, status = os.waitpid(worker.process, 0)
        code = os.waitstatus_to_exitcode(status)
        if code == 0 and not worker.share:
            return
        if worker.at is not None:
            worker.share.remove(worker.at)
            self._fail(worker.at, code)
        if worker.share:
            seconds = sum(self._durations.of(self._session.items[i].nodeid) for i in worker.share)
            self._waiting.insert(0, Share(tuple(worker.share), seconds))
        if self._begun >= self._number + LIVES:
            raise self._session.Interrupted("Too many processes died that ran the tests.")
        if self._waiting:
            self._fork()

    def _fail(self, place: int, code: int) -> None:
        item = self._session.items[place]
        how = f"by {signal.Signals(-code).name}" if code < 0 else f"with code {code}"
        report = pytest.TestReport(
            item.nodeid,
            item.location,
            keywords={},
            outcome="failed",
            longrepr=f"The process that ran {item.nodeid} ended {how}.",
            when="call",
        )
        self._config.hook.pytest_runtest_logreport(report=report)
        self._teller.ends(place)


class At:
    """One who works: a process of its own."""

    def __init__(self, session: pytest.Session, line: Connection, name: str, workers: int) -> None:
        self._session = session
        self._line = line
        self._name = name
        self._workers = workers

    def work(self, folder: Any) -> NoReturn:
        code = 1
        try:
            self._settle(folder)
            for place, after in self._places():
                item = self._session.items[place]
                self._line.send(("begins", place))
                self._session.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
                self._line.send(("ends", place))
            code = 0
        except BaseException:
            self._line.send(("broken", traceback.format_exc()))
        finally:
            os._exit(code)  # to take apart all that was imported would take most of a second

    def _settle(self, folder: Any) -> None:
        """What a process shares with the one that it was forked from, it has for itself from here."""
        os.environ |= {
            "PYTEST_XDIST_WORKER": self._name,
            "PYTEST_XDIST_WORKER_COUNT": str(self._workers),
        }
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.SIG_DFL)
        random.seed()
        plugins = self._session.config.pluginmanager
        writer = self._session.config.get_terminal_writer()
        for name in ("terminalreporter", "teller", "workers", "lfplugin", "nfplugin"):
            if plugins.has_plugin(name):
                plugins.unregister(name=name)
        plugins.register(Silent(writer), "terminalreporter")
        capture = plugins.get_plugin("capturemanager")
        capture.stop_global_capturing()  # into a file that all would share
        capture.start_global_capturing()
        folder.mkdir()
        self._session.config._tmp_path_factory._basetemp = folder  # type: ignore[attr-defined]
        plugins.register(Reporter(self._session.config, self._line))

    def _places(self) -> Iterator[tuple[int, "Next"]]:
        """The tests to run, each with what follows it."""
        share = self._ask()
        while share:
            for place, after in pairwise(share):
                yield place, Next(self._session, partial(tuple, [after]))
            following = Next(self._session, self._ask)
            yield share[-1], following
            share = following.places

    def _ask(self) -> tuple[int, ...]:
        self._line.send(("asks", None))
        return tuple(self._line.recv())


class Next:
    """In place of the test that follows. pytest wants to know which it is only when it takes apart what this one does not need
    any more; the next share is asked for as late, since a share that is asked for early waits behind a long test."""

    def __init__(self, session: pytest.Session, ask: Callable[[], tuple[int, ...]]) -> None:
        self._session = session
        self._ask = ask

    @cached_property
    def places(self) -> tuple[int, ...]:
        return self._ask()

    def listchain(self) -> list[Any]:
        return self._session.items[self.places[0]].listchain() if self.places else []


class Silent:
    """In place of what writes to the terminal."""

    def __init__(self, writer: Any) -> None:
        self._tw = writer


class Reporter:
    """Sends on what is reported."""

    def __init__(self, config: pytest.Config, line: Connection) -> None:
        self._config = config
        self._line = line

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        hook = self._config.hook.pytest_report_to_serializable
        self._line.send(("reports", hook(config=self._config, report=report)))

    def pytest_warning_recorded(
        self, warning_message: Any, when: str, nodeid: str, location: Any
    ) -> None:
        said = {"when": when, "nodeid": nodeid, "location": location}
        try:
            self._line.send(("warns", {"warning_message": warning_message, **said}))
        except Exception:
            self._line.send(("broken", f"{nodeid}: {warning_message.message}"))
