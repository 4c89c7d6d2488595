"""Writes docs/architecture.md: what each package is for, which imports which, and four walks through them.

The page comes from three places, so that it cannot fall behind them: the order of layers in
`.importlinter`, the first sentence of every module, and the walks in `docs/walks.toml`.
"""

import ast
import configparser
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "wgcop"
PAGE = ROOT / "docs" / "architecture.md"
WALKS = ROOT / "docs" / "walks.toml"

# Large packages, whose inside is listed too.
WITH_ROOMS = (
    "drafting",
    "contributions",
    "threads",
    "thread_news",
    "accounts",
    "signing_in",
    "priorwork",
    "radar",
    "search",
    "search_engines",
    "search_page",
    "live",
    "paper",
    "web",
)

Imports = dict[str, set[str]]

PAGE_TEMPLATE = """\
# Architecture

`make architecture` writes this page from `.importlinter`, from the first sentence of each module and from
[walks.toml](walks.toml); a test compares. Do not edit it by hand.
[Decision 1](decisions/0001-by-feature.md) says why the code is laid out like this, the [glossary](glossary.md) explains the words, and
[Contributing](../CONTRIBUTING.md) says how the code reads.

## Packages and modules

Each line may import the lines below it. Lines with the same number do not import one another. A name with a slash is a package,
a name without one is a single module.

{order}

## Inside the large packages

{rooms}

## Which package imports which

The picture leaves out an arrow where a longer way leads to the same package, and it leaves out single modules. The table after it
says the same in words and leaves out nothing.

```mermaid
{picture}
```

{imports}
{upwards}
## Four walks

Each walk follows one thing through the code, through at most ten packages, and never comes back to one that it left. A step names a
module and what to look for in it. A test checks that it is there, and that each step leads to the next.

{walks}
"""


def main() -> None:
    sys.path.insert(0, str(ROOT))  # this checkout, whatever else is installed
    PAGE.write_text(page())
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} is up to date.\n")


def page() -> str:
    layers = layer_order()
    packages = [name for layer in layers for name in layer if is_package(PACKAGE / name)]
    height = {name: number for number, layer in enumerate(layers) for name in layer}
    imports = package_imports()
    below = {a: {b for b in imports[a] if height[a] < height[b]} for a in imports}
    above = {a: {b for b in imports[a] if height[a] >= height[b]} for a in imports}
    return PAGE_TEMPLATE.format(
        order=order_table(layers),
        rooms="\n\n".join(rooms_table(name) for name in packages if name in WITH_ROOMS),
        picture=picture(packages, shortest({a: below[a] & set(packages) for a in packages})),
        imports=imports_table(layers, below),
        upwards=upwards_list(layers, above),
        walks="\n\n".join(walk_list(walk) for walk in walks()),
    )


def layer_order() -> list[list[str]]:
    """The packages and modules of `wgcop` that exist, by the layers of `.importlinter`, the highest first."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    layers = []
    for line in contracts["importlinter:contract:features"]["layers"].split("\n"):
        names = [name.strip(" ()") for name in line.split("|")]
        there = sorted(name for name in names if name and exists(name))
        if there:
            layers.append(there)
    return layers


def exists(name: str) -> bool:
    return is_package(PACKAGE / name) or (PACKAGE / f"{name}.py").exists()


def is_package(folder: Path) -> bool:
    return (folder / "__init__.py").exists()


def caption(path: Path) -> str:
    """The first sentence of a module or package."""
    file = path / "__init__.py" if is_package(path) else path.with_suffix(".py")
    docstring = ast.get_docstring(ast.parse(file.read_text())) or ""
    paragraph = " ".join(docstring.partition("\n\n")[0].split())
    return re.split(r"(?<=[.!?]) (?=[A-Z])", paragraph)[0]


def package_imports() -> Imports:
    """For each package or module directly in `wgcop`, the others of which it imports something."""
    graph = grimp.build_graph("wgcop", cache_dir=None)
    imports: Imports = {name: set() for layer in layer_order() for name in layer}
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            a, b = top(importer), top(imported)
            if a in imports and b in imports and a != b:
                imports[a].add(b)
    return imports


def top(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def shortest(imports: Imports) -> Imports:
    """The fewest arrows that still lead from each package to all that it imports (transitive reduction)."""

    @cache
    def reachable(start: str) -> set[str]:
        return imports[start].union(*(reachable(package) for package in imports[start]))

    return {
        package: direct - set().union(*(reachable(other) for other in direct))
        for package, direct in imports.items()
    }


def order_table(layers: list[list[str]]) -> str:
    rows = [
        (str(number), f"`{label(PACKAGE / name)}`", caption(PACKAGE / name))
        for number, layer in enumerate(layers, start=1)
        for name in layer
    ]
    return table(("layer", "name", "what it is"), rows)


def rooms_table(name: str) -> str:
    rows = [(f"`{label(room, PACKAGE / name)}`", caption(room)) for room in rooms(PACKAGE / name)]
    return f"### {name}/\n\n{table(('name', 'what it is'), rows)}"


def rooms(package: Path) -> Iterator[Path]:
    """What stands directly in a package: its modules, then its own packages with those inside them."""
    inside = sorted(package.iterdir())
    yield from (p.with_suffix("") for p in inside if p.suffix == ".py" and p.stem != "__init__")
    for folder in inside:
        if is_package(folder):
            yield folder
            yield from (nested for nested in rooms(folder) if is_package(nested))


def label(path: Path, base: Path = PACKAGE) -> str:
    return path.relative_to(base).as_posix() + ("/" if is_package(path) else "")


def picture(packages: list[str], arrows: Imports) -> str:
    lines = [
        "flowchart TD",
        "  accTitle: Which package imports which",
        "  accDescr: The table after the picture says the same.",
    ]
    lines += [f"  {name}" for name in packages]
    lines += [f"  {a} --> {b}" for a in packages for b in packages if b in arrows[a]]
    return "\n".join(lines)


def imports_table(layers: list[list[str]], below: Imports) -> str:
    names = [name for layer in layers for name in layer]
    rows = [(f"`{a}`", listing(b for b in names if b in below[a])) for a in names if below[a]]
    return table(("name", "imports"), rows)


def upwards_list(layers: list[list[str]], above: Imports) -> str:
    """What edges take from packages above their own; nothing at all where there is none."""
    names = [name for layer in layers for name in layer]
    lines = [f"- `{a}`: {listing(b for b in names if b in above[a])}" for a in names if above[a]]
    if not lines:
        return ""
    return (
        "\nViews, channels and the API also take from packages above or beside their own:\n\n"
        + "\n".join([*lines, ""])
    )


def walks() -> list[dict]:
    return tomllib.loads(WALKS.read_text())["walk"]


def walk_list(walk: dict) -> str:
    steps = [
        f"{number}. `{step['in']}`, `{step['see']}`{origin(step)}: {step['does']}"
        for number, step in enumerate(walk["step"], start=1)
    ]
    return "\n".join([f"### {walk['title']}", "", walk["about"], "", *steps])


def origin(step: dict) -> str:
    return f" (from `{step['from']}`)" if "from" in step else ""


def listing(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *(map(escaped, row) for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def escaped(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    main()
