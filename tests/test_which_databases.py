"""Each test runs on the databases where it proves something, and none of those is forgotten for which they differ."""

import ast
from contextlib import nullcontext

import pytest

from tests.architecture.reading import report
from tests.audit.test_every_verb import verbs
from tests.databases import DIFFER, HERE, SAME, SEVERAL, module_of
from tests.verbs import ELSEWHERE, LIST, WATCHED, listed, reached
from wgcop.audit.actions import disguised


def test_every_module_that_is_named_is_there():
    there = {module_of(file) for file in HERE.rglob("test_*.py")}
    assert (DIFFER.keys() | SAME) - there == set()
    assert DIFFER.keys() & SAME == set()


def test_whoever_lets_several_write_at_once_or_writes_sql_runs_on_both_or_says_why_not():
    forgotten = [
        f"{module_of(file)}: {test.name}"
        for file in sorted(HERE.rglob("test_*.py"))
        if module_of(file) not in DIFFER.keys() | SAME and "browser" not in file.parts
        for test in who_lets_several(ast.parse(file.read_text("utf-8")))
    ]
    report(
        "Mark these `databases`, or name their module in tests/databases.py: in DIFFER, or in SAME.",
        forgotten,
    )


def test_every_verb_is_tried_on_postgresql():
    there, tried = set(verbs()), [verb for each in listed().values() for verb in each]
    report(
        f"Write each into tests/{LIST.name}, below a test that calls it; that test then runs on PostgreSQL too.",
        there - set(tried) - ELSEWHERE.keys(),
    )
    report(
        f"These verbs are gone: take them out of tests/{LIST.name}.",
        (ELSEWHERE.keys() | set(tried)) - there,
    )
    assert len(tried) == len(set(tried))


def test_the_tests_that_try_verbs_are_there():
    gone = []
    for test in listed():
        file, _, name = test.partition("[")[0].partition("::")
        tests = ast.parse((HERE / file).read_text("utf-8")).body if (HERE / file).exists() else ()
        if name not in {each.name for each in tests if isinstance(each, ast.FunctionDef)}:
            gone.append(test)
    report(f"These tests are gone; let others reach their verbs in tests/{LIST.name}.", gone)


def test_a_verb_that_its_test_no_longer_calls_is_named():
    verb = "audit.actions.disguised"
    is_missed = pytest.raises(AssertionError, match=verb) if WATCHED else nullcontext()
    with is_missed, reached([verb]):
        pass
    with reached([verb]), pytest.raises(RuntimeError, match="outside of application context"):
        disguised("Amina")


def who_lets_several(module):
    """Tests over a database that name what lets several write, or a function beside them that does."""
    imported = {
        alias.asname or alias.name
        for each in module.body
        if isinstance(each, ast.ImportFrom)
        for alias in each.names
    } & SEVERAL
    functions = [each for each in module.body if isinstance(each, ast.FunctionDef)]
    beside = {each.name for each in functions if names(each) & imported} | imported
    for test in functions:
        asks = {argument.arg for argument in test.args.args} & {"app", "session", "http", "world"}
        is_decided = any(
            "databases" in ast.unparse(each) or "database" in ast.unparse(each)
            for each in [*test.decorator_list, *marks(module)]
        )
        if test.name.startswith("test_") and asks and names(test) & beside and not is_decided:
            yield test


def names(function):
    return {each.id for each in ast.walk(function) if isinstance(each, ast.Name)} | {
        argument.arg for argument in function.args.args
    }


def marks(module):
    return [
        each.value
        for each in module.body
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "pytestmark"
    ]
