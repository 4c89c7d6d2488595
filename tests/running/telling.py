"""What a run says: what it will do, how far it is and how long it will take, what failed, and what was slow."""

import re
import sys
import time
from collections import defaultdict
from collections.abc import Generator, Sequence

import pytest

from tests.missing import programs
from tests.running.order import Durations, seconds_left

DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
OF_DATABASE = re.compile(r"[\[-](sqlite|postgresql)(?=[\]-])")

SLOWEST = 20

EVERY = 15.0
"""Seconds between two lines where no terminal renews them."""


STUCK = 120.0
"""Seconds after which a test is named that should have ended long ago."""


def clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def numbered(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def pace(expected: float, took: float) -> float:
    """How many times as long as written the tests take. A few say little, so a minute counts as written."""
    return (took + 60) / (expected + 60)


class Teller:
    """A plugin of the process that hands out the tests."""

    def __init__(
        self,
        config: pytest.Config,
        items: Sequence[pytest.Item],
        durations: Durations,
        workers: int,
    ) -> None:
        self._out = config.get_terminal_writer()
        self._stats = config.pluginmanager.get_plugin("terminalreporter").stats  # type: ignore[union-attr]
        self._items = items
        self._expected = [durations.of(item.nodeid) for item in items]
        self._workers = max(1, min(workers, len(items)))
        self._left = set(range(len(items)))
        self._at: dict[int, float] = {}
        self._failed: set[str] = set()
        self._is_over = False
        self._named: set[int] = set()
        self._told = 0.0
        self._is_renewed = sys.stdout.isatty()
        self.seconds: dict[str, float] = defaultdict(float)

    # What will be done

    def begin(self) -> None:
        self._begun = time.monotonic()
        of_kind = dict.fromkeys((*DATABASES.values(), "Chromium"), 0)
        for item in self._items:
            if found := OF_DATABASE.search(item.nodeid):
                of_kind[DATABASES[found[1]]] += 1
            of_kind["Chromium"] += item.get_closest_marker("browser") is not None
        kinds = [f"{count:,} with {name}" for name, count in of_kind.items() if count]
        there, missing = programs()
        left_out = len(self._stats.get("deselected", ()))
        for line in (
            f"{numbered(len(self._items), 'test')} by {numbered(self._workers, 'process')[:-1]}es"
            if self._workers > 1
            else f"{numbered(len(self._items), 'test')} by one process",
            f"  of these {', '.join(kinds)}" if kinds else "",
            f"  {left_out:,} are left out: this run does not ask for them" if left_out else "",
            f"  with {', '.join(there)}" if there else "",
            f"  without {', '.join(missing)}: what needs these is left out and counted at the end"
            if missing
            else "",
            f"  about {clock(self._seconds_left())}, as long as it took when tests/durations.json was written",
        ):
            if line:
                self._out.line(line)
        self._out.line()
        self._out.flush()

    # How far it is

    @property
    def patience(self) -> float:
        return 1.0 if self._is_renewed else EVERY / 3

    def begins(self, place: int) -> None:
        self._at[place] = time.monotonic()

    def ends(self, place: int) -> None:
        self._left.discard(place)
        self._at.pop(place, None)

    def tell(self, *, is_last: bool = False) -> None:
        now = time.monotonic()
        every = 0.5 if self._is_renewed else EVERY
        if not is_last and now < self._told + every:
            return
        self._told = now
        self._name_stuck(now)
        done = len(self._items) - len(self._left)
        failed = f", {len(self._failed)} failed" if self._failed else ""
        line = (
            f"{done:,} of {len(self._items):,} tests{failed}; "
            f"{clock(now - self._begun)} gone, about {clock(self._seconds_left())} left"
        )
        if self._is_renewed:
            self._out.write(f"\r\x1b[K{line}{'' if not is_last else chr(10)}")
        else:
            self._out.line(line)
        self._out.flush()

    def _name_stuck(self, now: float) -> None:
        for place, begun in self._at.items():
            if place not in self._named and now - begun > max(STUCK, 5 * self._expected[place]):
                self._named.add(place)
                self.say(f"Still at {self._items[place].nodeid} after {clock(now - begun)}")

    def _seconds_left(self) -> float:
        now = time.monotonic()
        expected = sum(self._expected)
        waiting = [self._expected[place] for place in self._left - self._at.keys()]
        at_work = [
            max(0.5, self._expected[place] - (now - begun)) for place, begun in self._at.items()
        ]
        done = expected - sum(waiting) - sum(at_work)
        took = (now - self._begun) * self._workers
        return seconds_left(waiting, at_work, self._workers, pace(done, took))

    def end(self) -> None:
        self.tell(is_last=True)

    # What came of it

    @pytest.hookimpl(wrapper=True)
    def pytest_report_teststatus(
        self, report: pytest.TestReport
    ) -> Generator[None, tuple[str, str, str], tuple[str, str, str]]:
        """No letter for each test: the line says how far it is."""
        category, letter, word = yield
        return (category, letter, word) if self._is_over else (category, "", "")

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        self._is_over = True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if report.failed and report.nodeid not in self._failed:
            self._failed.add(report.nodeid)
            self.say(f"FAILED {report.nodeid}")

    def say(self, line: str) -> None:
        self._out.line(f"\r\x1b[K{line}" if self._is_renewed else line)
        self._out.flush()

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        slowest = sorted(self.seconds.items(), key=lambda each: -each[1])[:SLOWEST]
        if not slowest:
            return
        terminalreporter.write_line(f"The slowest {len(slowest)}, in seconds:")
        for name, took in slowest:
            terminalreporter.write_line(f"{took:7.1f}  {name}")
