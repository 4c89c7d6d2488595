"""The processes that read, draw and print for the tests, each begun from one that has imported what they need.

In a fork that learns which functions a test reaches, that one notes in a file what begins in them.
"""

import importlib
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.mutations.watching import Watch
from tests import ready
from tests.running.processes import end_with_parent
from wgcop.processes import apart

_others: list[object] = []
"""Of the process that this one is a fork of: kept, so that nobody takes them for finished."""


def begin() -> None:
    """The tests of the helpers themselves use them as well."""
    apart.start = ready.start
    ready.ready()


def begin_anew() -> None:
    """From the sources as they are now."""
    _others.append(ready.ready)
    ready.ready = cache(ready.Ready)
    apart.start = ready.start


def begin_noting(root: Path, address: Path, noted: Path) -> None:
    """As soon as a test needs it."""
    _others.append(ready.ready)
    ready.ready = cache(lambda: _Noting(root, address, noted))  # type: ignore[assignment]
    apart.start = ready.start


class _Noting:
    def __init__(self, root: Path, address: Path, noted: Path) -> None:
        self.address = str(address)
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, address, noted],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            preexec_fn=end_with_parent(),  # noqa: PLW1509 (as in `tests/ready.py`)
        )
        assert self._process.stdout
        self._process.stdout.readline()


def files(root: Path) -> set[str]:
    """What the helpers import."""
    lines = "; ".join(
        [
            "import importlib, sys",
            f"[importlib.import_module(f'{{name}}.__main__') for name in {ready.MODULES!r}]",
            "print(*(each.__file__ for each in sys.modules.values() if getattr(each, '__file__', None)), sep='\\n')",
        ]
    )
    told = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True)
    start = f"{root}/"
    return {line.removeprefix(start) for line in told.stdout.split("\n") if line.startswith(start)}


def _main(address: str, noted: str) -> None:
    watch = Watch(Path.cwd())

    def watched(main: Callable[[], None]) -> Callable[[], None]:
        def noting() -> None:
            file = os.open(noted, os.O_WRONLY | os.O_APPEND)
            watch.begin(lambda name: os.write(file, f"{name}\n".encode()))
            main()

        return noting

    def each_anew(answer: Callable[..., bytes]) -> Callable[..., bytes]:
        def answering(*asked: object) -> bytes:
            sys.monitoring.restart_events()  # it reads one file after the other
            return answer(*asked)

        return answering

    for name in ready.MODULES:
        module: ModuleType | Any = importlib.import_module(f"{name}.__main__")
        module.main = watched(module.main)
        if hasattr(module, "answer"):
            module.answer = each_anew(module.answer)
    ready.serve(address)


if __name__ == "__main__":
    _main(*sys.argv[1:])
