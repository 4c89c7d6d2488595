"""Reading the project's own files, so that a rule can be checked where it is kept or broken."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import click

ROOT = Path(__file__).parents[2]


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is in the repository or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout
    names = sorted({name for name in listed.decode().split("\0") if name})
    return tuple(ROOT / name for name in names if (ROOT / name).is_file())


def files(folder: str, *suffixes: str) -> list[Path]:
    below = ROOT / folder
    return [f for f in project_files() if f.is_relative_to(below) and f.suffix in suffixes]


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def modules(folder: str = "wgcop") -> list[Path]:
    return files(folder, ".py")


def holds(file: Path, *kinds: str) -> bool:
    """Whether a module is a feature's `actions`, be it one file or one of a package's."""
    return file.stem in kinds or file.parent.name in kinds


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(), str(file))


def functions(node: ast.AST) -> Iterator[ast.FunctionDef]:
    return (inner for inner in ast.walk(node) if isinstance(inner, ast.FunctionDef))


def called(node: ast.AST) -> set[str]:
    """The names of what is called inside: `require`, `policy.may` as `may`."""
    names = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            match inner.func:
                case ast.Name(id=word) | ast.Attribute(attr=word):
                    names.add(word)
    return names


def decorators(function: ast.FunctionDef) -> set[str]:
    """`@public` and `@bp.get(…)` as `public` and `get`."""
    names = set()
    for decorator in function.decorator_list:
        match decorator:
            case (
                ast.Name(id=word)
                | ast.Attribute(attr=word)
                | ast.Call(func=ast.Name(id=word) | ast.Attribute(attr=word))
            ):
                names.add(word)
    return names


def every_command(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command below a group with its whole name: `people invite`."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from every_command(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


def commands(group: click.Group, above: str = "") -> Iterator[str]:
    return (name for name, _ in every_command(group, above))


def report(rule: str, places: Iterable[str]) -> None:
    """Fails with the rule and every place that breaks it."""
    broken = list(places)
    assert not broken, f"{rule}\n  " + "\n  ".join(broken)
