"""`make test` answers while one still thinks of the change; what cannot stands in `tests/rest/`, for `make test-all`."""

import ast
import subprocess
from pathlib import Path

import pytest

from tests.architecture.reading import ROOT, decorators, files, functions, name, report, tree
from tests.folders import HERE, REST

SLOW = {
    "s3_server": "starts a store of files elsewhere",
    "convert": "converts with LibreOffice",
    "soffice": "begins LibreOffice",
    "ceph": "starts Ceph",
    "debootstrap": "makes a whole Debian",
}
"""Names that a test of `make test` neither asks for nor speaks of."""

FOLDERS = {"deploy", "oldest", "scale", "upkeep", "libreoffice"}


def asked(function: ast.FunctionDef) -> set[str]:
    """Fixtures and programs of one test or fixture."""
    words = {argument.arg for argument in function.args.args}
    for inner in ast.walk(function):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            words.add(inner.value)
    return words


def is_marked(file: Path) -> bool:
    """As a whole module."""
    return "\npytestmark = pytest.mark.rest\n" in file.read_text()


def test_what_is_slow_and_seldom_touched_stands_in_the_rest_or_is_marked():
    tests = [file for file in files("tests", ".py") if file.name.startswith("test_")]
    report(
        "Move the module to tests/rest/, or mark the test `rest`:",
        (
            f"{name(file)}: {function.name} {SLOW[word]}"
            for file in tests
            if REST not in file.parents and file.stem != "test_rest" and not is_marked(file)
            for function in functions(tree(file))
            if function.name.startswith("test_") and "rest" not in decorators(function)
            for word in SLOW.keys() & asked(function)
        ),
    )


def test_whole_subjects_stand_in_the_rest_alone():
    assert {folder.name for folder in REST.iterdir()} >= FOLDERS
    assert not {folder.name for folder in HERE.iterdir()} & FOLDERS


@pytest.mark.parametrize(
    ("target", "expressions"), [("test", ["not rest"]), ("test-all", ["not rest", "rest"])]
)
def test_the_rest_runs_after_all_others_and_only_where_everything_is_asked_for(target, expressions):
    planned = subprocess.run(
        ["make", "-n", target], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    runs = [line for line in planned.splitlines() if "-m tests.running" in line]
    assert [line.rpartition(" -m ")[2].strip().strip('"') for line in runs] == expressions
    assert "make test-all" in (ROOT / ".ci/run").read_text()
