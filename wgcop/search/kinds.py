"""What each kind of record is called, in pages and by those who search."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import LazyString

KIND_NAMES: dict[str, "KindNames"] = {}
"""Kind → its names; filled as searchable models are declared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindNames:
    """The names of one kind of record. Its model says them, next to `search_kind`."""

    one: LazyString
    """What one hit is: `Clause`."""
    many: LazyString
    """The heading over hits of this kind: `Clauses`."""
    all_of: Callable[[int], str]
    """The link from the best of them to all, for their number: `All 12 clauses`."""
    plurals: tuple[str, ...] = ()
    """English words that, typed among others, also mean any record of this kind; they may follow `kind:` too."""
    aliases: tuple[str, ...] = ()
    """What else may follow `kind:`, beside the kind itself."""
    help_place: int | None = None
    """Where the help lists the kind among those that may follow `kind:`. Without a place it is not listed."""


def kind_of_plural(word: str) -> str | None:
    """`papers` → `contribution`."""
    return next((kind for kind, names in KIND_NAMES.items() if word in names.plurals), None)


def kind_called(word: str) -> str | None:
    """The kind that is meant by a plural or another alias: `paper` → `contribution`."""
    by_alias = (kind for kind, names in KIND_NAMES.items() if word in names.aliases)
    return kind_of_plural(word) or next(by_alias, None)


def kinds_in_help() -> list[str]:
    places = {
        kind: names.help_place for kind, names in KIND_NAMES.items() if names.help_place is not None
    }
    return sorted(places, key=lambda kind: (places[kind], kind))
