"""For every verb it is decided whether the trail holds what it does, and what is decided is done.

`verbs.txt` is the list. What a verb notes is followed through the code: from the verb to the functions that it calls,
and from these to the words of `note` or of an entry of the history.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.architecture.reading import ROOT, functions, holds, modules, name, report, tree
from wgcop.audit.deeds import DEEDS, IN_HISTORY

WHY_NOT = frozenset({"looks", "part", "says", "own", "draft", "kept", "room", "work"})
ELSEWHERE = {
    "person.signed-in": "wgcop.accounts.identity",
    "contribution.submitted": "wgcop.drafting.submission",
    "contribution.accepted": "wgcop.drafting.submission",
    "contribution.held": "wgcop.drafting.submission",
    "contribution.change-asked": "wgcop.drafting.submission",
    "contribution.returned": "wgcop.drafting.submission",
    "drafts.ended": "wgcop.drafting.unsubmitted",
    "export.taken": "wgcop.audit.views",
    "trail.exported": "wgcop.audit.views",
    "trail.end-lost": "wgcop.audit.actions",
    "trail.unsealed": "wgcop.audit.actions",
    "workspace.kept": "wgcop.upkeep.keeping.noting",
    "workspace.restored": "wgcop.upkeep.keeping.noting",
    "workspace.moved": "wgcop.upkeep.keeping.noting",
}
"""Deeds of no verb, and where they are noted."""
NOTING = frozenset({"note", "_note", "_note_for_another", "record_change", "tell"})
RECORDED = frozenset(kind for kind, _target in IN_HISTORY)


def listed() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    module = ""
    for line in (ROOT / "tests/audit/verbs.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if not line.startswith(" "):
            module = line
            continue
        verb, *decided = line.split()
        found[f"{module}.{verb}"] = decided
    return found


def verbs() -> Iterator[str]:
    for file in modules():
        if holds(file, "actions"):
            for each in tree(file).body:
                if isinstance(each, ast.FunctionDef) and not each.name.startswith("_"):
                    yield f"{dotted(file).removeprefix('wgcop.')}.{each.name}"


def test_for_every_verb_it_is_decided_what_the_trail_holds_of_it():
    decided, there = listed(), set(verbs())
    report(
        "Decide for each in tests/audit/verbs.txt which deeds it notes, or why it needs no row.",
        sorted(there - decided.keys()),
    )
    report("These verbs are gone: take them out of tests/audit/verbs.txt.", decided.keys() - there)
    report(
        "Give either deeds of wgcop.audit.deeds or one of the reasons at the head of the list.",
        sorted(
            verb
            for verb, why in decided.items()
            if not (why and set(why) <= DEEDS.keys()) and not (len(why) == 1 and why[0] in WHY_NOT)
        ),
    )


def test_no_deed_has_a_name_that_nobody_notes():
    noted = {deed for decided in listed().values() for deed in decided}
    report("Which verb notes these?", sorted(DEEDS.keys() - noted - ELSEWHERE.keys()))


def test_a_verb_notes_the_deeds_that_are_decided_for_it():
    silent = [
        f"{verb}: {deed}"
        for verb, decided in listed().items()
        for deed in decided
        if deed in DEEDS and deed not in said_by(f"wgcop.{verb}")
    ]
    report("Note these deeds, or record the entries of the history that stand for them.", silent)


def said_by(verb: str) -> set[str]:
    """The deeds that a function notes, or that functions note which it calls."""
    said: set[str] = set()
    seen = set()
    waiting = [verb]
    while waiting:
        function = waiting.pop()
        if function not in seen and function in code():
            seen.add(function)
            deeds, calls = code()[function]
            said |= deeds
            waiting += calls
    return said


@cache
def code() -> dict[str, tuple[set[str], set[str]]]:
    """Of every function: the deeds that stand in it, and the whole names of what it calls."""
    found = {}
    for file in modules():
        module = dotted(file)
        known = dict(imported(tree(file)))
        for each in functions(tree(file)):
            found[f"{module}.{each.name}"] = (
                set(deeds_in(each)),
                set(calls_in(each, module, known)),
            )
        for here, there in known.items():
            found.setdefault(f"{module}.{here}", (set(), {there}))
    return found


def deeds_in(function: ast.FunctionDef) -> Iterator[str]:
    """What is given to a function that notes, and what is an entry of the history that stands for a deed."""
    defaults = [each for each in function.args.defaults if isinstance(each, ast.Constant)]
    yield from (str(each.value) for each in defaults)
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Name(id=word) | ast.Attribute(attr=word)) if word in NOTING:
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                yield from (str(each.value) for each in given if isinstance(each, ast.Constant))
            case ast.Constant(value=str(word)) if word in RECORDED:
                yield word
            case ast.JoinedStr(values=[ast.Constant(), *_] as parts):
                pattern = "".join(
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z-]+"
                    for part in parts
                )
                yield from (deed for deed in RECORDED if re.fullmatch(pattern, deed))


def calls_in(function: ast.FunctionDef, module: str, known: dict[str, str]) -> Iterator[str]:
    for node in ast.walk(function):
        match node:
            case ast.Name(id=word):
                yield known.get(word, f"{module}.{word}")
            case ast.Attribute(value=ast.Name(id=package), attr=word):
                yield f"{known.get(package, package)}.{word}"


def imported(module: ast.Module) -> Iterator[tuple[str, str]]:
    for each in module.body:
        if isinstance(each, ast.ImportFrom):
            for alias in each.names:
                yield alias.asname or alias.name, f"{each.module}.{alias.name}"


def dotted(file: Path) -> str:
    return name(file).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
