"""A run says what it will do, how far it is and what failed, and gives no test a second chance."""

import os
import re
import subprocess
import sys

import pytest

from tests.architecture.reading import ROOT
from tests.rest.running.test_nothing_is_left import command

TESTS = """
from pathlib import Path
import pytest, time
from tests.missing import absent

@pytest.fixture(scope="module")
def world():
    return []

@pytest.mark.parametrize("number", range(10))
def test_in_order(world, number):
    assert len(world) == number
    world.append(number)

def test_passes_the_second_time():
    mark = Path({place!r}, "ran")
    is_second = mark.exists()
    mark.touch()
    assert is_second

def test_without_its_program():
    absent("Abacus")
"""


@pytest.fixture
def run(tmp_path):
    def run(*arguments: str, tests: str = TESTS) -> subprocess.CompletedProcess[str]:
        (tmp_path / "test_it.py").write_text(tests.format(place=str(tmp_path)))
        environment = {name: value for name, value in os.environ.items() if name != "CI"}
        return subprocess.run(
            command(tmp_path, str(tmp_path / "test_it.py"), *arguments),
            cwd=ROOT,
            capture_output=True,
            text=True,
            env=environment,
            timeout=120,
            check=False,
        )

    return run


def test_what_fails_once_has_failed(run):
    done = run()
    assert done.returncode == 1
    assert "1 failed, 10 passed, 1 skipped" in done.stdout, done.stdout
    # As it happens, and in the summary.
    said = re.findall(
        r"^FAILED \S*test_it.py::test_passes_the_second_time", done.stdout, re.MULTILINE
    )
    assert len(said) == 2, done.stdout


def test_it_says_what_it_will_do_how_far_it_is_and_what_was_slow(run):
    said = run().stdout
    assert "12 tests by 2 processes" in said
    for words in (
        "about 0:0",
        "12 of 12 tests, 1 failed",
        "The slowest 12",
        "seconds of processors",
    ):
        assert words in said, said


def test_the_first_failure_ends_the_run_where_that_is_asked_for(run):
    done = run("-x", "-k", "second_time or program")
    assert "1 failed" in done.stdout and done.returncode != 0


def test_checks_that_fail_beside_the_tests_fail_the_run(tmp_path):
    (tmp_path / "test_it.py").write_text("def test_nothing(): pass\n")
    code = """
import sys
from tests.running.keeping import Plan, run
sys.exit(run(Plan(["true"], ["bash", "-c", "echo '→ Format'; echo a fault; exit 3"])))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "a fault" in done.stdout and "The checks failed" in done.stdout


def test_checks_that_pass_are_named_in_one_line(tmp_path):
    code = """
import sys
from tests.running.keeping import Plan, run
sys.exit(run(Plan(["true"], ["bash", "-c", "echo '→ Format'; echo '→ Types'"])))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Checked beside the tests: Format, Types." in done.stdout) == (0, True)
