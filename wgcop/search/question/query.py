"""A question in full: who asks, the terms to look for, what was chosen, which page."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from wgcop.search.record_fields import NAMED_FIELDS

LONGEST_QUERY = 1_000

TEXT_FIELDS = frozenset({"title", "text"})
FIELDS = TEXT_FIELDS | NAMED_FIELDS.keys()
"""What may stand before a colon."""
CALLED = "called"
"""Title, symbol, source and other names together: what something is looked up by. Nobody can type it."""
SCORED_FIELDS = TEXT_FIELDS | {CALLED}


class Order(enum.StrEnum):
    RELEVANCE = "relevance"
    DATE = "date"
    """The newest first."""


class PhrasePlace(NamedTuple):
    """One place of a phrase, and the terms that may stand there."""

    offset: int
    """In words from the first place."""
    terms: frozenset[str]


Phrase = tuple[PhrasePlace, ...]
"""A single word is a phrase of one place."""


def one_place(terms: frozenset[str]) -> Phrase:
    return (PhrasePlace(0, terms),)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: any of its alternatives, or every word that begins with its prefix."""

    alternatives: tuple[Phrase, ...] = ()
    prefix: str = ""
    field: str = ""
    count: int = 1
    labelled: tuple[tuple[str, str], ...] = ()
    """Or whoever has one of these values of a facet: a year, a kind."""
    dated: tuple[datetime, datetime] | None = None
    """Or whoever is dated from one moment until before the other."""

    @property
    def in_words(self) -> "Term":
        """What an engine looks up."""
        return Term(self.alternatives, self.prefix, self.field)

    @property
    def in_what_it_is_called(self) -> "Term":
        return Term(self.alternatives, self.prefix, CALLED)


@dataclass(frozen=True, slots=True)
class Query:
    audiences: frozenset[str]
    typed: str = ""
    words: tuple[Term, ...] = ()
    """Whoever holds one is found; whoever holds all comes first."""
    required: tuple[Term, ...] = ()
    """Quoted phrases and fields: only what holds them is found."""
    excluded: tuple[Term, ...] = ()
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Facet → the values that the reader chose beside the box."""
    language: str = ""
    """The reader's own, which comes first among what answers equally."""
    order: Order = Order.RELEVANCE
    per_kind: int = 0
    """So many hits of each kind, instead of a page of them all."""
    apart: bool = False
    """As a page shows it: what holds some words only is kept apart from what holds all, facets count the latter, and
    one kind alone is a page of hits.
    """
    among: frozenset[str] | None = None
    """Only these records, by their ids."""
    facets: bool = True
    snippets: bool = True
    """Without either where nobody sees them: what counts, lists or suggests."""
    page: int = 1
    size: int = 20

    @property
    def asks_nothing(self) -> bool:
        return not (self.words or self.required or self.excluded or any(self.chosen.values()))
