"""Differences between two versions of a thing: worded as on its page, or in sentences."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from wgcop.fields.field import ChangeSentences, Field
from wgcop.i18n import comma

LONGEST_VALUE = 120
"""How many characters of a value a sentence about its change repeats."""

_TOLD = ChangeSentences(_l("%(item)s: “%(field)s” has changed."))


@dataclass(frozen=True)
class ChangedFact:
    """A fact before and after, with one value to a line."""

    name: str
    before: str
    after: str

    @property
    def in_a_sentence(self) -> str:
        names = {
            "field": self.name,
            "from": _in_one_line(self.before),
            "to": _in_one_line(self.after),
        }
        if self.before and self.after:
            return _("%(field)s: from “%(from)s” to “%(to)s”.", **names)
        if self.after:
            return _("%(field)s: now “%(to)s”.", **names)
        return _("%(field)s: no longer “%(from)s”.", **names)


def _in_one_line(words: str) -> str:
    return shorten(comma().join(words.splitlines()), LONGEST_VALUE, placeholder=" …")


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
            str(field.label),
            in_words(field, before.get(field.name), called),
            in_words(field, after.get(field.name), called),
        )
        for field in fields
        if (before.get(field.name) or "") != (after.get(field.name) or "")
    ]


def in_words(field: Field, kept: Any, called: Mapping[str, str]) -> str:
    """Return a stored value as people read it, one value to a line."""
    return "\n".join(field.kind.words(kept or "", called))


def sentences(
    fields: Iterable[Field], before: Mapping[str, Any], after: Mapping[str, Any], item: str
) -> Iterator[str]:
    """Yield the changes between two versions, given as JSON, in sentences about the item."""
    for field in fields:
        old, now = (field.kind.words(version[field.name], {}) for version in (before, after))
        if old == now:
            continue
        told = field.told or _TOLD
        if told.in_parts:
            old, now = ([w for w in a if w not in b] for a, b in ((old, now), (now, old)))
        names = {
            "item": item,
            "field": field.label,
            "before": comma().join(old) or field.if_none,
            "now": comma().join(now) or field.if_none,
        }
        if now or not told.ended:
            yield str(told.changed) % names
        if told.ended and (old if told.in_parts else not now):
            yield str(told.ended) % names
