"""What is checked without a test: beside the tests in `make test`, and alone in `make gates`."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.reading import ROOT, files, name, report
from tests.running.__main__ import CHECKS

BIN = Path(sys.prefix) / "bin"
TSC = ROOT / "node_modules/.bin/tsc"


STEPS = ('ruff" format --check', 'ruff" check', "oxlint", "lint-imports", "mypy", "bin/tsc")


def test_form_lint_imports_and_types_are_checked_beside_the_tests_and_alone():
    script = (ROOT / "scripts/gates").read_text()
    assert [step for step in STEPS if step not in script] == []
    assert "scripts/gates" in CHECKS[-1] and "--checks" in planned("test")
    assert "scripts/gates" in planned("gates")


def planned(target: str) -> str:
    """The commands that `make` would run, in order."""
    return subprocess.run(
        ["make", "-n", target], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout


def test_one_check_that_fails_hides_no_other(tmp_path):
    for command in ("ruff", "oxlint", "lint-imports", "mypy"):
        tool = tmp_path / command
        tool.write_text(f"#!/bin/sh\necho ran {command}\n[ {command} != oxlint ]\n")
        tool.chmod(0o755)
    run = subprocess.run(
        [ROOT / "scripts/gates", tmp_path], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert [line[4:] for line in run.stdout.splitlines() if line.startswith("ran ")] == [
        *("ruff", "ruff", "oxlint", "lint-imports", "mypy")
    ]


@pytest.mark.parametrize(
    "script, fault",
    [
        ("console.log(window.name);\n", "no-console"),
        ("export const answer = () => undefinedName;\n", "no-undef"),
        ("let one = 1;\nexport default one == 2;\n", "eqeqeq"),
    ],
)
def test_a_fault_in_a_script_fails(tmp_path, script, fault):
    (tmp_path / "faulty.js").write_text(script)
    lint = subprocess.run(
        [BIN / "oxlint", "--config", ROOT / ".oxlintrc.json", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert lint.returncode != 0
    assert fault in lint.stdout


@pytest.fixture(scope="module")
def tsc():
    """The compiler that checks the types. `make test` has installed it; without make it is installed here."""
    if not TSC.exists():
        subprocess.run([ROOT / "scripts/node-packages"], cwd=ROOT, check=True)
    return TSC


@pytest.mark.parametrize(
    "script, fault",
    [
        ('import { announce } from "./announce.js";\nannounce("live:lost", {});\n', "live:lost"),
        ('document.addEventListener("live:entry", ({ detail }) => detail.markup);\n', "markup"),
        ("export function double(number) {\n  return 2 * number;\n}\n", "number"),
    ],
)
def test_a_script_that_breaks_the_types_fails(tsc, tmp_path, script, fault):
    scripts = tmp_path / "static/js"
    shutil.copytree(ROOT / "static/js", scripts)
    (scripts / "faulty.js").write_text(script)
    shutil.copy(ROOT / "jsconfig.json", tmp_path)
    check = subprocess.run(
        [tsc, "-p", tmp_path / "jsconfig.json"], capture_output=True, text=True, check=False
    )
    assert check.returncode != 0
    errors = [line for line in check.stdout.splitlines() if "error" in line]
    assert len(errors) == 1 and "faulty.js" in errors[0] and fault in errors[0], check.stdout


def test_no_test_is_silent_about_a_program_that_is_missing():
    report(
        "Ask for it with `program` or `absent` of tests/conftest.py, so that continuous integration fails without it:",
        (
            f"{name(file)}: {line.strip()}"
            for file in files("tests", ".py")
            for line in file.read_text().splitlines()
            if re.search(r"mark\.skipif\((?!.*(IS_LONG|is_turn))", line)
        ),
    )


def test_where_the_reference_material_is_missing_one_line_counts_what_was_left_out(tmp_path):
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            "tests/resolutions/test_parse.py",
        ],
        cwd=ROOT,
        env=os.environ | {"WGCOP_SHARED": str(tmp_path / "none"), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in run.stdout.splitlines() if "left out" in line]
    assert len(said) == 1 and str(tmp_path / "none") in said[0], run.stdout
    assert int(said[0].split()[0]) > 0 and run.returncode == 0
