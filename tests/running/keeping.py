"""Two processes that watch over a run, so that it ends whole however it ends.

The first is what was called, and passes on what it is told: Ctrl-C, or the end of `make`. The second runs the tests and the checks.
Each adopts what its descendants leave behind. If the first is killed, the second notices it by a pipe; if the second is killed, all
that it began becomes the first one's. Whoever is left kills every process, also those that made a session of their own, and removes
the folder of the run.
"""

import contextlib
import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.running import folders
from tests.running.processes import (
    adopt_orphans,
    end_descendants,
    end_with,
    end_with_parent,
    memory,
)

TOLD = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WORDS = 10.0
"""Seconds in which the tests may say what they found until they were stopped."""

LOOK_EVERY = 5.0


@dataclass(frozen=True)
class Plan:
    tests: Sequence[str]
    """The command that runs the tests; `{folder}` stands for the folder of the run."""
    checks: Sequence[str] = ()
    """The command that runs beside them."""


def run(plan: Plan) -> int:
    """The exit code of the tests, or of the checks if these alone failed."""
    end_with(os.getppid(), signal.SIGTERM)
    adopt_orphans()
    bases = folders.places()
    folders.remove_abandoned(bases)
    folder = folders.make(bases[0])
    lives, held = os.pipe()
    second = os.fork()
    if second == 0:
        os.close(held)
        os._exit(Keeper(plan, folder, lives).run())
    os.close(lives)
    told: list[int] = []

    def pass_on(number: int, _frame: object) -> None:
        told.append(number)
        with contextlib.suppress(ProcessLookupError):
            os.kill(second, number)

    for each in TOLD:
        signal.signal(each, pass_on)
    _, status = os.waitpid(second, 0)
    end_descendants()
    folders.remove(folder)
    code = os.waitstatus_to_exitcode(status)
    return 128 + (told[0] if told else -code) if told or code < 0 else code


class Keeper:
    def __init__(self, plan: Plan, folder: Path, lives: int) -> None:
        self._plan = plan
        self._folder = folder
        self._lives = lives
        self._told = 0
        self._most = 0
        self._looked = 0.0

    def run(self) -> int:
        os.setsid()  # so that Ctrl-C is told by the first alone
        adopt_orphans()
        wakes, wake = os.pipe()
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake)
        for each in (*TOLD, signal.SIGCHLD):
            signal.signal(each, self._hear)
        code = 1
        try:
            code = self._run(wakes)
        finally:
            end_descendants()
            folders.remove(self._folder)
        return code

    def _hear(self, number: int, _frame: object) -> None:
        if number in TOLD:
            self._told += 1

    def _run(self, wakes: int) -> int:
        begun = time.monotonic()
        tests = self._start(self._plan.tests)
        checks = Checks(self._start, self._plan.checks, self._folder / "checks")
        stop_by = float("inf")
        while tests.poll() is None or checks.run:
            ready, _, _ = select.select([self._lives, wakes], [], [], LOOK_EVERY)
            if wakes in ready:
                os.read(wakes, 100)
            self._look()
            if self._lives in ready or self._told > 1 or time.monotonic() > stop_by:
                return 1
            if self._told and tests.poll() is not None:
                return 1
            if self._told and stop_by == float("inf"):
                stop_by = time.monotonic() + WORDS
                tests.send_signal(signal.SIGINT)
        checks.tell()
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        minutes, seconds = divmod(round(time.monotonic() - begun), 60)
        print(
            f"\n{minutes}:{seconds:02} by the clock, {used.ru_utime + used.ru_stime:,.0f} seconds of processors, "
            f"at most {self._most / 2**30:.1f} GB of memory.",
            flush=True,
        )
        return tests.returncode or checks.code

    def _look(self) -> None:
        if time.monotonic() > self._looked + LOOK_EVERY:
            self._looked = time.monotonic()
            self._most = max(self._most, memory())

    def _start(
        self, command: Sequence[str], said: IO[str] | None = None
    ) -> subprocess.Popen[bytes]:
        named = {folders.VARIABLE: str(self._folder), "TMPDIR": str(self._folder / "tmp")}
        return subprocess.Popen(
            [word.replace("{folder}", str(self._folder)) for word in command],
            env=os.environ | named,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said and subprocess.STDOUT,
            preexec_fn=end_with_parent(),
        )


class Checks:
    """What runs beside the tests. What it says is told in one piece: at once if it failed."""

    def __init__(self, start, command: Sequence[str], place: Path) -> None:
        self.code = 0
        self._said = place.open("w+")
        self._process = start(command, self._said) if command else None
        self._is_told = False

    @property
    def run(self) -> bool:
        if self._process is None:
            return False
        code = self._process.poll()
        if code:
            self.code = abs(code)
            self.tell()
        return code is None

    def tell(self) -> None:
        if self._process is None:
            return
        self._said.seek(0)
        said = self._said.read()
        if not self.code:
            steps = [line[2:] for line in said.splitlines() if line.startswith("→ ")]
            print(f"\nChecked beside the tests: {', '.join(steps)}.", flush=True)
        elif self._is_told:
            print("\nThe checks failed; what they said stands above.", flush=True)
        else:
            start = "\r\x1b[K" if sys.stdout.isatty() else ""
            print(f"{start}\n{said}\nThe checks failed.\n", flush=True)
            self._is_told = True
