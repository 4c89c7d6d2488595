"""What the kernel knows of processes, and what it can be asked to do as one ends."""

import ctypes
import os
import signal
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

PARENT_DEATH, CHILD_SUBREAPER = 1, 36
"""Of prctl(2)."""

PATIENCE = 5.0
"""Seconds that a database gets to give back what outlives it."""


def end_with(parent: int, how: signal.Signals) -> None:
    """This process gets the signal as soon as its parent has gone."""
    ctypes.CDLL(None).prctl(PARENT_DEATH, int(how), 0, 0, 0)
    if os.getppid() != parent:  # gone already
        os.kill(os.getpid(), how)


def end_with_parent(how: signal.Signals = signal.SIGKILL) -> Callable[[], None]:
    """The same for a process that is about to begin: its `preexec_fn`."""
    return partial(end_with, os.getpid(), how)


def adopt_orphans() -> None:
    """From now on what a child leaves behind becomes a child of this process."""
    ctypes.CDLL(None).prctl(CHILD_SUBREAPER, 1, 0, 0, 0)


def children() -> dict[int, list[tuple[int, str]]]:
    """Numbers and names of all processes that run, by their parents."""
    found = defaultdict(list)
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                number, rest = (folder / "stat").read_text().split(" (", 1)
                name, rest = rest.rsplit(") ", 1)
                found[int(rest.split()[1])].append((int(number), name))
    return found


def descendants(of: int) -> Iterator[tuple[int, str, int]]:
    """Number, name and parent of each."""
    known, parents = children(), [of]
    for parent in parents:
        for number, name in known[parent]:
            parents.append(number)
            yield number, name, parent


def reap() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def end_descendants() -> None:
    """Whatever began here ends, also what left its session, stopped, or waits for something."""
    deadline = time.monotonic() + PATIENCE
    asked = set()
    while True:
        reap()
        left = list(descendants(os.getpid()))
        if not left:
            return
        databases = {number for number, name, _ in left if name == "postgres"}
        for number, _, parent in left:
            with suppress(ProcessLookupError):
                if number not in databases or time.monotonic() > deadline:
                    os.kill(number, signal.SIGKILL)
                elif parent not in databases and number not in asked:
                    # Its children end with it, and it gives back the memory that outlives processes.
                    os.kill(number, signal.SIGQUIT)
                    asked.add(number)
        time.sleep(0.02)


def memory() -> int:
    """Bytes that this process and all that began here take, what several share counted once."""
    total = 0
    for number in [os.getpid(), *(number for number, *_ in descendants(os.getpid()))]:
        with suppress(OSError):
            for line in Path(f"/proc/{number}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total
