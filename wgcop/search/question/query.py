"""A complete question: the reader's audiences, the terms, the choices beside the box, the page."""

import enum
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from wgcop.search.record_fields import NAMED_FIELDS

LONGEST_QUERY = 1_000

TEXT_FIELDS = frozenset({"title", "text"})
FIELDS = TEXT_FIELDS | NAMED_FIELDS.keys()
"""What may stand before a colon."""
CALLED = "called"
"""Title, symbol, source and other names together. For the code only: a reader cannot type this field."""
SCORED_FIELDS = TEXT_FIELDS | {CALLED}


class Order(enum.StrEnum):
    RELEVANCE = "relevance"
    DATE = "date"
    """The newest first."""
    SYMBOL = "symbol"
    """By the numbers of documents, and what has no number last."""


class PhrasePlace(NamedTuple):
    """One place of a phrase, and the terms that match there."""

    offset: int
    """Distance from the first place, in words."""
    terms: frozenset[str]


Phrase = tuple[PhrasePlace, ...]
"""A single word is a phrase of one place."""


def one_place(terms: frozenset[str]) -> Phrase:
    return (PhrasePlace(0, terms),)


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a question: any of its alternatives matches, or every word with its prefix."""

    alternatives: tuple[Phrase, ...] = ()
    prefix: str = ""
    field: str = ""
    count: int = 1
    labelled: tuple[tuple[str, str], ...] = ()
    """Values of a facet, such as a year or a kind: a record with one of them matches too."""
    dated: tuple[datetime, datetime] | None = None
    """A span of time: a record dated in it matches too."""
    symbol: str = ""
    """The symbol of a document, if the term is one."""

    @property
    def in_words(self) -> "Term":
        """The part that an engine looks up among words."""
        if self.count == 1 and not (self.labelled or self.dated):
            return self
        return Term(self.alternatives, self.prefix, self.field)

    @property
    def in_names(self) -> "Term":
        return Term(self.alternatives, self.prefix, CALLED)


class Understood(NamedTuple):
    """What a question says of the records themselves: a facet and its value, as in a choice beside the box."""

    facet: str
    value: str
    """A range of years is `2015-`, `-2014` or `2010-2015`."""
    typed: str
    """How the question says it."""


@dataclass(frozen=True, slots=True)
class Query:
    audiences: frozenset[str]
    typed: str = ""
    words: tuple[Term, ...] = ()
    """A record with any of them matches; records with all of them come first."""
    required: tuple[Term, ...] = ()
    """Quoted phrases and fields: a record without them does not match."""
    excluded: tuple[Term, ...] = ()
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Facet → the values that the reader chose beside the box."""
    language: str = ""
    """The reader's own language, which comes first among equally good answers."""
    order: Order = Order.RELEVANCE
    per_kind: int = 0
    """If not 0: this many hits of each kind, instead of one page of all hits."""
    apart: bool = False
    """Whether records with only some of the words come separately, as on the search page. Facets then count those with
    all words, and hits of a single kind make an ordinary page.
    """
    among: frozenset[str] | None = None
    """Only these records, by their ids."""
    understood: tuple[Understood, ...] = ()
    """What the question says of the records themselves, beside its words. It is among what is required."""
    faults: tuple[str, ...] = ()
    """Pieces of the question that say nothing, such as `year:abcd`. They are left out, and the reader is told."""
    facets: bool = True
    snippets: bool = True
    """Facets and snippets cost time: set both to False if nobody sees them."""
    page: int = 1
    size: int = 20

    @property
    def asked(self) -> Hashable:
        """All that it asks but for whom. Of readers who see the same, it has the same answer."""
        return (
            *(self.typed, self.words, self.required, self.excluded, tuple(self.chosen.items())),
            *(self.language, self.order, self.per_kind, self.apart, self.among),
            *(self.facets, self.snippets, self.page, self.size),
        )

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.required or self.excluded or any(self.chosen.values()))
