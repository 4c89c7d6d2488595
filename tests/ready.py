"""Processes that read, draw and print, each begun from one that has imported already what it needs: that was most of a second
of the processor's for every file.

`start` takes the place of `wgcop.processes.apart.start`. What it starts is `tests/ready_client.py`, which hands its three streams over,
and ends as the process that does the work ends. If it is killed, that process is killed too.
"""

import contextlib
import gc
import importlib
import os
import select
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from tests.architecture.reading import ROOT
from tests.running.processes import end_with, end_with_parent
from wgcop.processes import apart

MODULES = ("wgcop.reading", "wgcop.drawing", "wgcop.printing")
CLIENT = Path(__file__).with_name("ready_client.py")

start_anew = apart.start


class Ready:
    """The process that they begin from. It ends with this one."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="wgcop-ready-")
        self.address = str(Path(self._folder.name) / "socket")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.ready", self.address],
            cwd=ROOT,
            env={**apart.environment(), "PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            preexec_fn=end_with_parent(),
        )
        assert self._process.stdout
        self._process.stdout.readline()


ready = cache(Ready)


def start(
    command: Sequence[str], *, errors: int | None = None, folder: str | None = None
) -> subprocess.Popen[bytes]:
    module = command[-1]
    if module in MODULES and tuple(command) == apart.module(module) and hasattr(os, "pidfd_open"):
        command = (sys.executable, "-I", "-S", str(CLIENT), ready().address, module)
    return start_anew(command, errors=errors, folder=folder)


def serve(address: str) -> None:
    """Until whoever began this has gone."""
    mains = {name: importlib.import_module(f"{name}.__main__").main for name in MODULES}
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        print(flush=True)
        while sys.stdin not in select.select([listening, sys.stdin], [], [])[0]:
            asked, _ = listening.accept()
            if os.fork() == 0:
                listening.close()
                attend(asked, mains)
            asked.close()


def attend(asked: socket.socket, mains: dict[str, Callable[[], None]]) -> NoReturn:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    name, streams, _, _ = socket.recv_fds(asked, 100, 3)
    here = os.getpid()
    process = os.fork()
    if process == 0:
        end_with(here, signal.SIGKILL)
        asked.close()
        work(mains[name.decode()], streams)
    for stream in streams:
        os.close(stream)
    ended = os.pidfd_open(process)
    if ended not in select.select([ended, asked], [], [])[0]:
        os.kill(process, signal.SIGKILL)  # whoever asked is gone
    _, status = os.waitpid(process, 0)
    with contextlib.suppress(OSError):
        asked.send(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def work(main: Callable[[], None], streams: list[int]) -> NoReturn:
    os.setsid()
    for place, stream in enumerate(streams):
        os.dup2(stream, place)
        os.close(stream)
    code = 1
    try:
        main()
        sys.stdout.flush()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve(sys.argv[1])
