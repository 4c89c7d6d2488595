"""The names of the kinds of records, for pages and for questions."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import LazyString

KIND_NAMES: dict[str, "KindNames"] = {}
"""The names of each kind, by the kind; filled as searchable models are declared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindNames:
    """The names of one kind of record. Its model declares them, next to `search_kind`."""

    one: LazyString
    """The name of one hit: `Clause`."""
    many: LazyString
    """The heading over hits of this kind: `Clauses`."""
    all_of: Callable[[int], str]
    """The text of the link to all hits of this kind, for their number: `All 12 clauses`."""
    plurals: tuple[str, ...] = ()
    """English words that match any record of this kind. They may also follow `kind:`."""
    aliases: tuple[str, ...] = ()
    """Other words that may follow `kind:`."""
    help_place: int | None = None
    """The position in the list of kinds on the help page; None leaves it out."""


def kind_of_plural(word: str) -> str | None:
    """Return the kind that this English plural means: `papers` → `contribution`. Return None if it
    means no kind.
    """
    return next((kind for kind, names in KIND_NAMES.items() if word in names.plurals), None)


def kind_of_alias(word: str) -> str | None:
    """Return the kind that a plural or another alias means: `paper` → `contribution`. Return None
    if it means no kind.
    """
    by_alias = (kind for kind, names in KIND_NAMES.items() if word in names.aliases)
    return kind_of_plural(word) or next(by_alias, None)


def kinds_in_help() -> list[str]:
    places = {
        kind: names.help_place for kind, names in KIND_NAMES.items() if names.help_place is not None
    }
    return sorted(places, key=lambda kind: (places[kind], kind))
