"""The facts of a thing as its page lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString

from wgcop.fields.field import Field
from wgcop.fields.kinds import Codes
from wgcop.i18n import comma


@dataclass(frozen=True)
class ShownFact:
    """A row of a page. `shape` tells the template how to show the `value`. `words` are its names;
    `beside` is the field that goes with it, in words.
    """

    name: str
    title: LazyString
    shape: str
    value: Any
    words: list[str]
    beside: str = ""
    icon: str = ""


def shown_facts(thing: Any, fields: Iterable[Field]) -> list[ShownFact]:
    """Return the fields that have a value, each with the field that goes with it. A remark without
    a value is not shown.
    """
    fields = list(fields)
    beside = {field.goes_with: field for field in fields if field.goes_with}
    shown = []
    for field in fields:
        if not field.is_row or field.goes_with:
            continue
        value = getattr(thing, field.name)
        other = beside.get(field.name)
        note = getattr(thing, other.name) if other else ""
        if not (value or field.if_none or (note and not (other and other.is_remark))):
            continue
        words = _words(field, value) or [str(field.if_none or "")]
        noted = comma().join(_words(other, note)) if other else ""
        shown.append(
            ShownFact(field.name, field.title, field.kind.shape, value, words, noted, field.icon)
        )
    return shown


def words_of(thing: Any, fields: Iterable[Field]) -> list[str]:
    """Return all text in these fields, as people read it."""
    return [word for field in fields for word in _words(field, getattr(thing, field.name))]


def _words(field: Field, value: Any) -> list[str]:
    """Return a value as people read it. Codes are sorted by name."""
    if field.kind.shape in ("thing", "things"):
        return []
    words = field.kind.words(field.kind.kept(value), {})
    return sorted(words) if isinstance(field.kind, Codes) else words
