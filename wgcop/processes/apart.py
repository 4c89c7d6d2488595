"""Runs work in a process of its own, which ends with the work: one pipe carries its input, another
its output.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer

import wgcop

_ROOT = Path(wgcop.__file__).parents[1]
_PASSED_ON = ("LANG", "LD_LIBRARY_PATH", "PATH")
"""The only environment variables that the process gets. Others may hold passwords."""


@dataclass(frozen=True)
class Ended:
    code: int
    """The exit code as a shell sees it; a negative one is the signal that ended the process."""
    answer: bytes
    errors: bytes

    @property
    def last_words(self) -> list[str]:
        return self.errors.decode(errors="replace").strip().splitlines()[-1:]


def module(name: str) -> tuple[str, ...]:
    return (sys.executable, "-m", name)


def start(
    command: Sequence[str], *, errors: int | None = None, folder: str | None = None
) -> subprocess.Popen[bytes]:
    """Start the command with pipes for input and output. Its temporary files go to `folder`, if one
    is given.
    """
    place = {"TMPDIR": folder} if folder else {}
    return subprocess.Popen(  # noqa: S603 (no argument comes from outside)
        command,
        cwd=_ROOT,
        env={**environment(), **place, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        start_new_session=True,  # so that Ctrl-C reaches only the parent
    )


def run(command: Sequence[str], question: bytes, *, longest_wait: float) -> Ended:
    """Run the command with `question` as its input, and kill it after `longest_wait` seconds. Its
    temporary files are deleted at the end.
    """
    with (
        TemporaryDirectory(prefix="wgcop-apart-", ignore_cleanup_errors=True) as folder,
        start(command, errors=subprocess.PIPE, folder=folder) as process,
    ):
        timer = Timer(longest_wait, process.kill)
        timer.start()
        answer, errors = b"", b""
        try:
            # A process that ended early has not read everything; its exit code says why.
            with suppress(BrokenPipeError):
                answer, errors = process.communicate(question)
        except BaseException:
            # also when this process is told to stop: the child must not outlive it
            process.kill()
            raise
        finally:
            timer.cancel()
    return Ended(process.returncode, answer, errors)


def environment() -> dict[str, str]:
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
