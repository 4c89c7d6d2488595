"""`make test` gives up to five tests that failed one more chance, alone, and hides none of them."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.reading import ROOT

# A test that fails when it is first run, and the next time does what FAILS_AGAIN says.
TEST = """
import pathlib, pytest
@pytest.mark.parametrize("number", range({count}))
def test_something(number):
    mark = pathlib.Path(f"ran-{{number}}")
    first = not mark.exists()
    mark.touch()
    assert not first and not {fails_again}
def test_something_else():
    pass
"""


@pytest.fixture
def run(tmp_path: Path):
    def run(count: int, *, fails_again: bool) -> subprocess.CompletedProcess[str]:
        (tmp_path / "test_it.py").write_text(TEST.format(count=count, fails_again=fails_again))
        return subprocess.run(
            [ROOT / "scripts" / "run-tests", sys.executable, "1"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    return run


def test_what_passes_alone_has_passed_and_is_listed_as_failed_before(run):
    done = run(2, fails_again=False)
    assert (done.returncode, "2 failed, 1 passed" in done.stdout) == (0, True)
    assert "one at a time" in done.stdout
    assert "2 passed" in done.stdout


def test_what_fails_again_has_failed(run):
    done = run(1, fails_again=True)
    assert (done.returncode, "one at a time" in done.stdout) == (1, True)


def test_more_than_five_have_failed_at_once(run):
    done = run(6, fails_again=False)
    assert (done.returncode, "one at a time" in done.stdout) == (1, False)
