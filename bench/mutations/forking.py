"""Tests in a fork of the process that has imported and collected all: a change is made there, and gone with it."""

import json
import os
import resource
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from _pytest.runner import runtestprotocol

from bench.mutations.reached import Ran
from bench.mutations.watching import Watch

STUCK = 120
"""Seconds without a word and without work for the processor."""


@dataclass
class Fork:
    """`prepare` is done in the fork before the tests; what it raises is `refused`. It ends at the first test that falls, if so asked."""

    items: dict[str, Any]
    watch: Watch
    most_seconds: float
    """Of a processor: no further test begins after them. Twice as many end the process."""
    ends_at_fall: bool
    prepare: Callable[[], object] = lambda: None
    also_hit: Callable[[], Iterable[str]] = lambda: ()
    refused: str = ""
    ended: str = ""
    """How the process ended, unless it came to the end of its tests."""

    def run(self, tests: list[str], folder: Path) -> Iterator[Ran]:
        """What the tests leave in the folder goes with the fork."""
        with _nothing_new(folder):
            reading, writing = os.pipe()
            process = os.fork()
            if process == 0:
                os.close(reading)
                self._work(tests, os.fdopen(writing, "w", buffering=1))
            os.close(writing)
            with os.fdopen(reading, "rb", buffering=0) as lines:
                for line in self._told(process, lines.fileno()):
                    said = json.loads(line)
                    if "refused" in said:
                        self.refused = said["refused"]
                    else:
                        yield Ran(**said)
            with suppress(ProcessLookupError):
                os.killpg(process, signal.SIGKILL)
            _, status = os.waitpid(process, 0)
            if code := os.waitstatus_to_exitcode(status):
                self.ended = f"it ended with {code}"

    def _told(self, process: int, reading: int) -> Iterator[bytes]:
        rest, worked, since = b"", -1.0, time.monotonic()
        while True:
            if select.select([reading], [], [], 10)[0]:
                some = os.read(reading, 1 << 20)
                *whole, rest = (rest + some).split(b"\n")
                yield from whole
                since = time.monotonic()
                if not some:
                    return
            elif (now := _work_of(process)) != worked:
                worked, since = now, time.monotonic()
            elif time.monotonic() - since > STUCK:
                return

    def _work(self, tests: list[str], told: Any) -> None:
        code = 1
        try:
            os.setpgid(0, 0)
            _be_silent()
            most = int(2 * self.most_seconds)
            # The last limit is left as it is, since processes that read files set their own.
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
            sys.dont_write_bytecode = True
            os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
            try:
                self.prepare()
            except ValueError as error:
                told.write(json.dumps({"refused": str(error)}) + "\n")
                return
            self.watch.begin()
            self._run([self.items[test] for test in tests], told)
            code = 0
        finally:
            os._exit(code)

    def _run(self, order: list[Any], told: Any) -> None:
        begun = _processor()
        for place, item in enumerate(order):
            before = _processor()
            self.watch.anew()
            after = order[place + 1] if place + 1 < len(order) else self._elsewhere(item)
            reports = runtestprotocol(item, nextitem=after, log=False)
            fell = any(report.failed for report in reports)
            if fell and "MUTATIONS_LOUD" in os.environ:
                print(*(str(r.longrepr)[-1500:] for r in reports if r.failed), file=sys.stderr)
            hit = sorted({*self.watch.seen, *self.also_hit()})
            ran = Ran(item.nodeid, fell, round(_processor() - before, 2), hit)
            told.write(json.dumps(asdict(ran)) + "\n")
            if (fell and self.ends_at_fall) or _processor() - begun > self.most_seconds:
                return

    def _elsewhere(self, item: Any) -> Any:
        """What is shared by the tests of a module or a folder is put away as well."""
        return next(each for each in self.items.values() if each.path.parent != item.path.parent)


def warm_up(items: list[Any]) -> None:
    """What all tests share is made before the forks: a test of the demo world and one of empty tables."""
    kinds = ({"world", "http"}, set()), ({"session"}, {"world"})
    for needs, lacks in kinds:
        fitting = (
            each
            for each in items
            if needs <= set(each.fixturenames) and not lacks & set(each.fixturenames)
        )
        if item := next(fitting, None):
            after = next(each for each in items if each.path.parent != item.path.parent)
            item.ihook.pytest_runtest_protocol(item=item, nextitem=after)


@contextmanager
def _nothing_new(folder: Path) -> Iterator[None]:
    places = [folder, folder / "templates"]
    before = {each for place in places if place.exists() for each in place.iterdir()}
    yield
    for place in places:
        for each in {*place.glob("*")} - before:
            if each.is_dir() and not each.is_symlink():
                shutil.rmtree(each, ignore_errors=True)
            else:
                each.unlink(missing_ok=True)


def _be_silent() -> None:
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    if "MUTATIONS_LOUD" not in os.environ:
        os.dup2(silent, 2)


def _work_of(process: int) -> float:
    with suppress(OSError):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return sum(map(float, fields[11:15]))
    return -1.0


def _processor() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
