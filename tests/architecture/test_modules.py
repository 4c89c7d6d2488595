import ast
from collections import Counter
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.architecture.reading import ROOT, called, functions, holds, modules, name, report, tree

VAGUE = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "service",
    "services",
    "common",
    "core",
    "misc",
}
LARGEST = 7_000
"""The most lines of a package, with the packages inside it."""


def test_every_module_opens_with_a_sentence():
    report(
        "A module's first line is one sentence that could be its caption in docs/architecture.md.",
        [name(file) for file in modules() if not ast.get_docstring(tree(file))],
    )


def test_modules_are_named_for_what_they_do():
    report(
        "Name a module for the idea it holds.",
        [name(file) for file in modules() if VAGUE & {file.stem, file.parent.name}],
    )


def test_no_package_is_too_large_to_be_known():
    sizes = Counter()
    for file in modules():
        sizes[file.relative_to(ROOT / "wgcop").parts[0]] += len(file.read_text().splitlines())
    report(
        "Make a room that one person can know; decisions 81, 82, 84 and 96 say how.",
        [f"{package}: {size:,} lines" for package, size in sizes.items() if size > LARGEST],
    )


def test_nothing_is_imported_inside_a_function():
    report(
        "An import inside a function hides a cycle: mend the layering (.importlinter) instead.",
        [
            f"{name(file)}:{node.lineno}"
            for file in modules()
            for function in functions(tree(file))
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom)
        ],
    )


def test_no_two_packages_lead_to_each_other():
    """Not even by way of others."""
    try:
        TopologicalSorter(package_imports()).prepare()
        cycle = []
    except CycleError as error:
        cycle = [" <- ".join(error.args[1])]
    report("Let the lower feature offer a registry, and the higher one sign up to it.", cycle)


def package_imports():
    imports = {}
    for file in modules():
        importer = file.relative_to(ROOT / "wgcop").parts[0].removesuffix(".py")
        names = {
            full.split(".")[1]
            for node in ast.walk(tree(file))
            if isinstance(node, ast.ImportFrom)
            for full in (
                [f"wgcop.{a.name}" for a in node.names] if node.module == "wgcop" else [node.module]
            )
            if full.startswith("wgcop.")
        }
        imports.setdefault(importer, set()).update(names - {importer})
    return imports


def test_what_is_unread_is_said_in_one_place():
    report(
        "wgcop.threads.unread says what is new to a reader; a read mark alone says how far they have read.",
        [
            name(file)
            for file in modules()
            if "following" not in file.parts
            and name(file) != "wgcop/threads/unread.py"
            and any(isinstance(n, ast.Name) and n.id == "ReadMark" for n in ast.walk(tree(file)))
        ],
    )


@pytest.mark.parametrize("kind", ["actions", "models", "policy", "queries"])
def test_rules_and_verbs_do_not_know_who_is_signed_in(kind):
    report(
        "The actor is handed in as by=…; only the edges know who is signed in.",
        [
            f"{name(file)}:{node.lineno}"
            for file in modules()
            if holds(file, kind)
            for node in ast.walk(tree(file))
            if isinstance(node, ast.Name) and node.id in ("current_user", "request")
        ],
    )


@pytest.mark.parametrize("kind", ["actions", "models", "policy", "queries", "forms", "presenters"])
def test_time_is_asked_of_one_clock(kind):
    report(
        "Ask wgcop.clock.now(), which tests and the floor can stop.",
        [
            name(file)
            for file in modules()
            if holds(file, kind) and {"utcnow", "today"} & called(tree(file))
        ],
    )
