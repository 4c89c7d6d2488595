"""docs/architecture.md shows the house as it is, and its walks lead through it."""

import ast
import re
from itertools import groupby
from pathlib import Path

import pytest

from scripts import architecture
from tests.architecture.reading import ROOT, name, report, tree

WALKS = architecture.walks()


def test_the_page_is_up_to_date():
    assert architecture.PAGE.read_text() == architecture.page(), (
        "docs/architecture.md is behind the code. Run `make architecture` and commit the page."
    )


def test_every_caption_is_one_whole_sentence():
    report(
        "A package or module opens with one sentence that ends with a full stop.",
        [
            name(file)
            for file in architecture.PACKAGE.rglob("*.py")
            if not architecture.caption(module_path(file)).endswith(".")
        ],
    )


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk["title"])
def test_a_walk_is_short_and_never_turns_back(walk):
    rooms = [room for room, _ in groupby(walk["step"], key=room_of)]
    assert len(rooms) <= 10
    assert len(set(rooms)) == len(rooms), f"A walk never comes back to a room: {rooms}"


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk["title"])
def test_a_step_comes_from_the_one_before_or_from_the_room_before(walk):
    rooms = [list(steps) for _, steps in groupby(walk["step"], key=room_of)]
    allowed = [None, *({step["in"] for step in room} for room in rooms)]
    report(
        "`from` names a step of the room before, where a new room is entered.",
        [
            f"{step['in']} from {step['from']}"
            for before, room in zip(allowed, rooms, strict=False)
            for step in room
            if "from" in step and (step is not room[0] or step["from"] not in (before or ()))
        ],
    )


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk["title"])
def test_the_modules_that_a_step_mentions_are_there(walk):
    mentioned = [
        module
        for step in walk["step"]
        for module in re.findall(r"`([a-z_]+(?:\.\w+)+)`", step["does"])
        if not module.endswith(".js")
    ]
    report(
        "Correct docs/walks.toml, then run `make architecture`: no such module.",
        [module for module in mentioned if not source({"in": module}).is_file()],
    )


def test_a_room_is_a_package_or_a_flat_module():
    assert room_of({"in": "search_engines.hits"}) == "search_engines"
    assert room_of({"in": "static/js/live.js"}) == "static"


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk["title"])
def test_what_a_walk_names_is_there(walk):
    report(
        "Correct docs/walks.toml, then run `make architecture`: no such thing to see.",
        [f"{step['in']}: {step['see']}" for step in walk["step"] if not is_there(step)],
    )


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk["title"])
def test_each_step_of_a_walk_leads_to_the_next(walk):
    report(
        "Correct docs/walks.toml, then run `make architecture`: the first does not lead to the second.",
        [
            f"{walk['step'][at - 1]['in']} → {step['in']}: {step['see']}"
            for at, step in enumerate(walk["step"])
            if at and not leads(walk["step"][:at], step)
        ],
    )


def room_of(step: dict) -> str:
    """A name of the table of packages and modules; for other files their first folder."""
    return re.split(r"[./]", step["in"])[0]


def module_path(file: Path) -> Path:
    return file.parent if file.stem == "__init__" else file.with_suffix("")


def source(step: dict) -> Path:
    """The file of a step: a module of `wgcop` by its dotted name, anything else by its path."""
    if "/" in step["in"]:
        return ROOT / step["in"]
    path = architecture.PACKAGE.joinpath(*step["in"].split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def is_there(step: dict) -> bool:
    file = source(step)
    if not file.is_file():
        return False
    if file.suffix != ".py":
        return re.search(rf"(?<!\w){re.escape(step['see'])}(?!\w)", file.read_text()) is not None
    return definition(tree(file), step["see"]) is not None


def definition(node: ast.AST, dotted: str) -> ast.AST | None:
    """A function, class or method by name: `deliver`, `Contribution.submit`."""
    first, _, rest = dotted.partition(".")
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef) and child.name == first:
            return definition(child, rest) if rest else child
    return None


def leads(previous: list[dict], step: dict) -> bool:
    """How a step is reached: by rows, by an event, by a template's name, or by a call."""
    before = next(one for one in reversed(previous) if one["in"] == step.get("from", one["in"]))
    if shared := step.get("rows"):
        return all(re.search(rf"\b{shared}\b", source(one).read_text()) for one in (before, step))
    if event := step.get("event"):
        sent = any(f'"{event}"' in source(one).read_text() for one in previous)
        return sent and f'"{event}"' in source(step).read_text()
    if step["in"].startswith("templates/"):
        return step["in"].removeprefix("templates/") in source(before).read_text()
    called = mentioned_from(tree(source(before)), before.get("see"))
    is_method = (
        "." in step["see"]
    )  # of a value that was handed in, whose module need not be imported
    return step["see"].rpartition(".")[2] in called and (
        is_method or module_name(step) in imported_by(before)
    )


def module_name(step: dict) -> str:
    return f"wgcop.{step['in']}"


def imported_by(step: dict) -> set[str]:
    """The modules that a module imports, and those that the packages among them bring along."""
    direct = imports_of(source(step))
    return direct.union(
        *(
            imports_of(init)
            for module in direct
            if (init := ROOT.joinpath(*module.split("."), "__init__.py")).is_file()
        )
    )


def imports_of(file: Path) -> set[str]:
    modules: set[str] = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.ImportFrom) and node.module:
            modules |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
    return modules


def mentioned_from(module: ast.Module, start: str | None) -> set[str]:
    """Every name that a function mentions, itself or through others of its module; of all, without a start."""
    if start is None:
        return names_in(module)
    names: set[str] = set()
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        current = waiting.pop()
        node = definition(module, current)
        if current in seen or node is None:
            continue
        seen.add(current)
        names |= names_in(node)
        waiting += [
            *names_in(node),
            *(f"{start.partition('.')[0]}.{one}" for one in names_in(node)),
        ]
    return names


def names_in(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} | {
        one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)
    }
