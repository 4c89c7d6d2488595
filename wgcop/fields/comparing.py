"""Differences between two versions of a thing, worded as on its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wgcop.fields.field import Field


@dataclass(frozen=True)
class ChangedFact:
    """A fact before and after, with one value to a line."""

    name: str
    before: str
    after: str


def changed_facts(
    fields: Iterable[Field],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    called: Mapping[str, str],
) -> list[ChangedFact]:
    """Compare two versions, given as JSON. `called` maps the keys of things that they refer to to
    their names.
    """
    return [
        ChangedFact(
            str(each.label),
            in_words(each, before.get(each.name), called),
            in_words(each, after.get(each.name), called),
        )
        for each in fields
        if (before.get(each.name) or "") != (after.get(each.name) or "")
    ]


def in_words(field: Field, kept: Any, called: Mapping[str, str]) -> str:
    """Return a stored value as people read it, one value to a line."""
    return "\n".join(field.kind.words(kept or "", called))
