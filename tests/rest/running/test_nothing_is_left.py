"""A run of tests ends whole however it ends: no process and no file of it stays."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest

from tests.architecture.reading import ROOT
from tests.missing import absent
from tests.postgres import binaries
from tests.running.folders import PREFIX, places
from tests.running.processes import children
from tests.slices import part_of_today

TESTS = """
import os, signal, subprocess, sys, tempfile, time
from pathlib import Path
from tests.postgres import Cluster, binaries
from tests.servers import Redis

KEPT = []  # nobody is warned of a process that still runs

def start():
    # One that leaves its session, and one whose parent is gone.
    KEPT.append(subprocess.Popen(["sleep", "1000"], start_new_session=True))
    subprocess.run("sleep 1000 >/dev/null 2>&1 & sleep 1000 >/dev/null 2>&1 & kill -STOP $!", shell=True)
    Path(tempfile.mkdtemp(prefix="left-")).joinpath("file").write_text("words")

def test_one():
    start()
    with Cluster.running(binaries()):
        Path({place!r}, "one").touch()
        time.sleep({seconds})

def test_two():
    start()
    KEPT.append(Redis())
    KEPT[-1].start()
    Path({place!r}, "two").touch()
    time.sleep({seconds})
"""


class Trial:
    """A run of two tests that start what is hard to end, and its processes."""

    def __init__(self, folder: Path, seconds: float, *before: str) -> None:
        if binaries() is None:
            absent("PostgreSQL")
        self._mark = str(uuid4())
        self._folder = folder
        (folder / "test_it.py").write_text(TESTS.format(place=str(folder), seconds=seconds))
        (folder / "test_other.py").write_text(TESTS.format(place=str(folder), seconds=seconds))
        self.before = set(self.folders())
        self.process = subprocess.Popen(
            [*before, *command(folder, f"{folder}/test_it.py::test_one", f"{folder}/test_other.py::test_two")],
            cwd=ROOT,
            env=os.environ | {"TRIAL": self._mark, "TMPDIR": str(places()[1])},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )  # fmt: skip

    def wait_until_at_work(self) -> None:
        wait_for(lambda: all((self._folder / name).exists() for name in ("one", "two")), self.said)

    def said(self) -> str:
        self.process.kill()
        return self.process.communicate()[0]

    def child(self, of: int) -> int:
        """The process that it began first."""
        return min(number for number, _ in children()[of])

    def left(self) -> list[str]:
        mine = set(self.folders()) - self.before
        found = [str(folder) for folder in mine]
        for process in Path("/proc").iterdir():
            with suppress(OSError, ValueError):
                marked = self._mark.encode() in (process / "environ").read_bytes()
                stands = any(folder in (process / "cwd").readlink().parents for folder in mine)
                if marked or stands:
                    found.append((process / "cmdline").read_text().replace("\0", " "))
        return found

    @staticmethod
    def folders() -> list[Path]:
        return [folder for base in places() for folder in base.glob(f"{PREFIX}*")]


@pytest.fixture
def begin(tmp_path):
    begun = []

    def begin(seconds, *before):
        begun.append(Trial(tmp_path, seconds, *before))
        return begun[-1]

    yield begin
    for trial in begun:
        with trial.process as process:
            process.kill()


def command(folder: Path, *arguments: str) -> list[str]:
    settings = ["-c", str(ROOT / "pyproject.toml"), f"--rootdir={folder}", "-p", "no:cacheprovider"]
    return [
        *(sys.executable, "-m", "tests.running", "--workers", "2", "--"),
        *(*settings, "-o", f"pythonpath={ROOT}", *arguments),
    ]


def wait_for(state, said=lambda: "") -> None:
    deadline = time.monotonic() + 90
    while not state():
        assert time.monotonic() < deadline, said()
        time.sleep(0.05)


ENDS = [
    ("caller", signal.SIGKILL),
    ("first", signal.SIGINT),
    ("first", signal.SIGTERM),
    ("first", signal.SIGKILL),
    ("keeper", signal.SIGKILL),
    ("pytest", signal.SIGKILL),
]


@pytest.mark.parametrize(
    "who, how",
    part_of_today(ENDS, 2),
    ids=lambda each: getattr(each, "name", each),
)
def test_however_a_run_is_ended_nothing_of_it_stays(begin, who, how):
    caller = ["bash", "-c", '"$@"; exit', "bash"] if who == "caller" else []
    trial = begin(1000, *caller)
    trial.wait_until_at_work()
    at = trial.process.pid
    if who == "keeper":
        at = trial.child(at)
    if who == "pytest":
        at = trial.child(trial.child(at))
    assert len(trial.left()) > 8
    os.kill(at, how)
    wait_for(lambda: not trial.left(), lambda: "\n".join(trial.left()))
    assert trial.process.wait(30) != 0


def test_a_worker_that_dies_fails_the_test_that_it_was_at_and_nothing_else(begin):
    trial = begin(6)
    trial.wait_until_at_work()
    main = trial.child(trial.child(trial.process.pid))
    os.kill(trial.child(main), signal.SIGKILL)
    said, _ = trial.process.communicate(timeout=120)
    assert "1 failed, 1 passed" in said and "ended by SIGKILL" in said
    assert trial.process.returncode == 1 and trial.left() == []


def test_a_run_that_ends_by_itself_leaves_nothing(begin):
    trial = begin(0)
    said, _ = trial.process.communicate(timeout=120)
    assert "2 passed" in said and trial.process.returncode == 0
    assert trial.left() == []


def test_what_a_run_left_whose_keepers_were_both_killed_goes_as_the_next_begins(begin, tmp_path):
    trial = begin(1000)
    trial.wait_until_at_work()
    first = trial.process.pid
    keeper = trial.child(first)
    for process in (first, keeper):
        os.kill(process, signal.SIGSTOP)  # so that neither notices the other's end
    for process in (keeper, first):
        os.kill(process, signal.SIGKILL)
    trial.process.wait()
    assert trial.left() != []
    (tmp_path / "test_next.py").write_text("def test_nothing(): pass\n")
    after = command(tmp_path, str(tmp_path / "test_next.py"))
    subprocess.run(
        after, cwd=ROOT, check=True, capture_output=True, env=os.environ | {"TMPDIR": str(places()[1])}
    )  # fmt: skip
    wait_for(lambda: not trial.left(), lambda: "\n".join(trial.left()))
