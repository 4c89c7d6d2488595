"""Reads the texts and facts of the demo world from the files in `data`."""

import tomllib
from dataclasses import is_dataclass
from enum import Enum
from importlib import resources
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Built = TypeVar("Built")


def read(name: str) -> dict[str, Any]:
    file = resources.files("wgcop.demo").joinpath("data", f"{name}.toml")
    return tomllib.loads(file.read_text("utf-8"))


def built(kind: type[Built], facts: dict[str, Any]) -> Built:
    """Build a dataclass from a table of a file. Enums are named by their values."""
    hints = get_type_hints(kind)
    return kind(**{name: _value(hints[name], value) for name, value in facts.items()})


def all_built(kind: type[Built], tables: list[dict[str, Any]]) -> tuple[Built, ...]:
    return tuple(built(kind, table) for table in tables)


def _value(hint: Any, value: Any) -> Any:
    if get_origin(hint) is UnionType:  # a type or None
        hint = get_args(hint)[0]
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], each) for each in value)
    if is_dataclass(hint):
        return built(hint, value)  # type: ignore[arg-type]
    return hint(value) if issubclass(hint, Enum) else value
