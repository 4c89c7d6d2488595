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
"""The fields that may precede a colon."""
CALLED = "called"
"""A field of title, symbol, source and other names together. Only code uses it: a reader cannot
type it.
"""
SCORED_FIELDS = TEXT_FIELDS | {CALLED}


class Order(enum.StrEnum):
    RELEVANCE = "relevance"
    DATE = "date"
    """The order by date, newest records first."""
    SYMBOL = "symbol"
    """The order by document number; records without a number come last."""


class PhrasePlace(NamedTuple):
    """One place of a phrase, and the terms that match there."""

    offset: int
    """The distance from the first place, in words."""
    terms: frozenset[str]


Phrase = tuple[PhrasePlace, ...]
"""The places of a phrase. A single word is a phrase of one place."""


def one_place(terms: frozenset[str]) -> Phrase:
    return (PhrasePlace(0, terms),)


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a question. A record matches with any of the alternatives, or with any word that
    begins with the prefix.
    """

    alternatives: tuple[Phrase, ...] = ()
    prefix: str = ""
    field: str = ""
    count: int = 1
    labelled: tuple[tuple[str, str], ...] = ()
    """Values of a facet, such as a year or a kind. A record with one of them matches too."""
    dated: tuple[datetime, datetime] | None = None
    """A span of time. A record dated in it matches too."""
    symbol: str = ""
    """The symbol of a document, if the term is one."""

    @property
    def in_words(self) -> "Term":
        """The part of the term that an engine looks up among words."""
        if self.count == 1 and not (self.labelled or self.dated):
            return self
        return Term(self.alternatives, self.prefix, self.field)

    @property
    def in_names(self) -> "Term":
        return Term(self.alternatives, self.prefix, CALLED)


class Understood(NamedTuple):
    """A filter that the question states in words: a facet and its value, as in a choice beside the
    box.
    """

    facet: str
    value: str
    """The value of the facet. A range of years is `2015-`, `-2014` or `2010-2015`."""
    typed: str
    """The words of the question that state the filter."""


@dataclass(frozen=True, slots=True)
class Query:
    audiences: frozenset[str]
    typed: str = ""
    words: tuple[Term, ...] = ()
    """Words of the question. A record with any of them matches; records with all of them come
    first.
    """
    required: tuple[Term, ...] = ()
    """Quoted phrases, fields and filters. A record that lacks one does not match."""
    excluded: tuple[Term, ...] = ()
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The values that the reader chose beside the box, by facet."""
    language: str = ""
    """The reader's own language, which comes first among equally good answers."""
    order: Order = Order.RELEVANCE
    per_kind: int = 0
    """The number of hits of each kind, instead of one page of all hits; 0 for one page."""
    apart: bool = False
    """Whether records with only some of the words come separately, as on the search page. Facets
    then count only records with all words, and hits of a single kind make an ordinary page.
    """
    among: frozenset[str] | None = None
    """The ids of the records to which the search is restricted; None for no restriction."""
    understood: tuple[Understood, ...] = ()
    """The filters that the question states in words. `required` holds their terms."""
    faults: tuple[str, ...] = ()
    """Pieces of the question that could not be read, such as `year:abcd`. They are left out, and
    the reader is told so.
    """
    facets: bool = True
    snippets: bool = True
    """Whether snippets are made. Facets and snippets cost time: set both to False if nobody sees
    them.
    """
    page: int = 1
    size: int = 20

    @property
    def asked(self) -> Hashable:
        """Everything that the query asks for, except its reader. Readers who see the same records
        get the same answer for equal values.
        """
        return (
            *(self.typed, self.words, self.required, self.excluded, tuple(self.chosen.items())),
            *(self.language, self.order, self.per_kind, self.apart, self.among),
            *(self.facets, self.snippets, self.page, self.size),
        )

    @property
    def is_empty(self) -> bool:
        return not (self._has_terms or any(self.chosen.values()))

    @property
    def says_nothing(self) -> bool:
        """Whether nothing that was typed can be looked up, such as punctuation alone. Such a query
        finds nothing, whatever is chosen beside the box.
        """
        return bool(self.typed) and not self._has_terms

    @property
    def _has_terms(self) -> bool:
        return bool(self.words or self.required or self.excluded)
