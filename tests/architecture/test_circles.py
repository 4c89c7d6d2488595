"""No module of the package needs itself, by way of others, to be imported; and no part of a feature
needs itself to work.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[2]


def test_modules_can_be_read_in_an_order_in_which_each_needs_only_earlier_ones() -> None:
    # Tables that refer to each other name one another for the type checker alone.
    graph = grimp.build_graph("wgcop", exclude_type_checking_imports=True, cache_dir=None)
    needed = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert [*TopologicalSorter(needed).static_order()]  # CycleError names a circle


def test_the_parts_of_a_package_need_one_another_in_one_direction() -> None:
    """A part is a module or a package directly inside a package. Imports inside functions count, and
    so do modules that are named in a string, as for `called_for`.
    """
    graph = grimp.build_graph("wgcop", exclude_type_checking_imports=True, cache_dir=None)
    needed = {
        module: graph.find_modules_directly_imported_by(module) | {*_named(module, graph.modules)}
        for module in graph.modules
    }
    circles = [*_circles(needed)]
    assert not circles, f"Move what both sides need below them, or let one sign up: {circles}"


def test_a_circle_of_parts_is_found_whatever_modules_it_goes_through() -> None:
    tree = {"wgcop.a.one": {"wgcop.a.two.deep"}, "wgcop.a.two.other": {"wgcop.a.one"}}
    assert [*_circles(tree)] == [("wgcop.a.one", "wgcop.a.two", "wgcop.a.one")]
    assert not [*_circles({"wgcop.a.two.deep": {"wgcop.a.two.other"}})]


def _named(module: str, modules: set[str]) -> Iterator[str]:
    """Yield the modules that a string of this module names, with or without a name inside them."""
    path = ROOT / module.replace(".", "/")
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = node.value.partition(":")[0]
            if name in modules and name != module:
                yield name


def _circles(needed: dict[str, set[str]]) -> Iterator[tuple[str, ...]]:
    """Yield a circle of parts for each package that has one."""
    packages: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for module, others in needed.items():
        for other in others:
            one, two = _part(module), _part(other)
            if one and two and one != two and _package(one) == _package(two):
                packages[_package(one)][one].add(two)
    for parts in packages.values():
        try:
            TopologicalSorter(parts).prepare()
        except CycleError as error:
            yield tuple(error.args[1])


def _part(module: str) -> str:
    """Return the part that holds this module; an empty string for what is no part of a package."""
    names = module.split(".")
    return ".".join(names[:3]) if len(names) > 2 else ""


def _package(part: str) -> str:
    return part.rpartition(".")[0]
