"""The address of a search: the typed words, the choices beside the box and the order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Self
from urllib.parse import urlencode

from wgcop.search.question.parsing import with_single_spaces
from wgcop.search.question.query import LONGEST_QUERY, Order
from wgcop.search.record_fields import FACETS
from wgcop.search_engines.protocol import Hit

MOST_CHOSEN = 20
LONGEST_CHOICE = 250  # the names of clauses are the longest

Chosen = Mapping[str, tuple[str, ...]]


class Choice(NamedTuple):
    facet: str
    value: str


@dataclass(frozen=True)
class Address:
    typed: str = ""
    chosen: Chosen = field(default_factory=dict)
    order: Order = Order.RELEVANCE

    @classmethod
    def read(cls, values: Mapping[str, list[str]]) -> Self:
        """Read the parameters of a request. Repeated choices count once, and unknown facets are
        ignored.
        """
        chosen = {name: _usable(values.get(name, ())) for name in FACETS}
        return cls(
            typed=with_single_spaces(next(iter(values.get("q", ())), "")[: 4 * LONGEST_QUERY]),
            chosen={name: usable for name, usable in chosen.items() if usable},
            order=next((o for o in Order if values.get("sort") == [o]), Order.RELEVANCE),
        )

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The names and values of the parameters. Their order is fixed, so that equal searches have
        equal addresses.
        """
        pairs = [("q", self.typed)] if self.typed else []
        pairs += self.choices
        return [*pairs, ("sort", str(self.order))] if self.order != Order.RELEVANCE else pairs

    @property
    def choices(self) -> list[Choice]:
        return [Choice(name, value) for name in FACETS for value in self.chosen.get(name, ())]

    def url(self, page: int = 1, path: str = "/search") -> str:
        pairs = [*self.pairs, ("page", str(page))] if page > 1 else self.pairs
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def toggling(self, choice: Choice) -> Self:
        """Return the address with this choice added, or without it if it is already made."""
        values = self.chosen.get(choice.facet, ())
        if choice.value in values:
            others = tuple(value for value in values if value != choice.value)
            return self.choosing(choice.facet, others)
        return self.choosing(choice.facet, (*values, choice.value))

    def choosing(self, facet: str, values: tuple[str, ...] = ()) -> Self:
        """Return the address with exactly these values of the facet; without values, the facet is
        not restricted.
        """
        chosen = {**self.chosen, facet: values}
        return replace(self, chosen={name: values for name, values in chosen.items() if values})

    def typing(self, typed: str) -> Self:
        return replace(self, typed=typed)

    def by(self, order: Order) -> Self:
        return replace(self, order=order)

    def without_choices(self) -> Self:
        return replace(self, chosen={})


def _usable(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values without duplicates and empty ones, limited in length and number."""
    return tuple(dict.fromkeys(_cut(values)))[:MOST_CHOSEN]


def _cut(values: Iterable[str]) -> Iterator[str]:
    return (value[:LONGEST_CHOICE] for value in values if value.strip())


def opened(hit: Hit, typed: str) -> str:
    """Return the address of a hit. A document opens at the paragraph of the snippet, with the words
    of the search marked.
    """
    if not hit.model.is_read_in_parts or not typed.strip():
        return hit.url
    page = hit.url.partition("#")[0].partition("?")[0]
    # Without a start, because the words are too far into the text for the snippet, the page looks for them.
    place = {"at": hit.start} if hit.start is not None else {}
    return f"{page}?{urlencode(place | {'q': typed})}#found"
