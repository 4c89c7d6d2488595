"""Field-by-field merging of what several people type into one form at the same time (pure).

A form carries a mark for each field as it was when the form was opened. The marks show which fields
its writer changed, and which somebody else has saved since. A field is a conflict only if both
changed it, each in another way.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class JoinedFields:
    """The joined fields. Those `taken` now have the value that somebody else saved; in those in
    `conflicts` a person has to choose.
    """

    values: dict[str, Any]
    taken: tuple[str, ...]
    conflicts: tuple[str, ...]


def mark(value: Any) -> str:
    return hashlib.sha256(_in_words(value).encode()).hexdigest()[:12]


def marks_of(values: Mapping[str, Any]) -> str:
    """Return all marks as one string for a hidden field: `title:0a1b2c3d4e5f abstract:…`."""
    return " ".join(f"{name}:{mark(value)}" for name, value in sorted(values.items()))


def read_marks(text: str | None) -> dict[str, str]:
    pairs = (each.partition(":") for each in (text or "").split())
    return {name: value for name, _, value in pairs if value}


def join(
    marks: Mapping[str, str], stored: Mapping[str, Any], typed: Mapping[str, Any]
) -> JoinedFields:
    """Join the fields. A field without a mark was not on the form when it was opened, so its typed
    value counts.
    """
    values, taken, conflicts = dict(typed), [], []
    for name, value in typed.items():
        if name not in stored or is_same(stored[name], value):
            continue
        opened = marks.get(name)
        if opened is None or opened == mark(stored[name]):
            continue
        if opened == mark(value):
            values[name] = stored[name]
            taken.append(name)
        else:
            conflicts.append(name)
    return JoinedFields(values, tuple(taken), tuple(conflicts))


def is_same(one: Any, other: Any) -> bool:
    return _in_words(one) == _in_words(other)


def _in_words(value: Any) -> str:
    """Return a value in a form for comparison. The order of choices and the spaces around words
    make no difference to it.
    """
    if isinstance(value, Collection) and not isinstance(value, str):
        return "\n".join(sorted(map(str, value)))
    if value is None or value is False:
        return ""
    return str(value).replace("\r\n", "\n").strip()
