"""What the reader typed → words, phrases, prefixes, fields, exclusions; never an error."""

import enum
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import MappingProxyType

from wgcop.search.analysis import HYPHENS, OPERATORS, Token, normalise, tokenise
from wgcop.search.languages import variants, without_weight

Aliases = Mapping[str, tuple[str, ...]]
"""The number of a Question → those that it had before and after: `22-2/1` → `22/1`, `22-1/1`, `3/2`."""

LONGEST_QUERY = 1_000
MOST_TERMS = 32
LONGEST_PHRASE = 24
MOST_YEARS = 200

TEXT_FIELDS = frozenset({"title", "text"})
LABEL_FIELDS = frozenset(
    {"source", "symbol", "body", "level", "region", "clause", "subject", "language", "state"}
)
EXACT_FIELDS = frozenset({"kind", "year"})
FIELDS = TEXT_FIELDS | LABEL_FIELDS | EXACT_FIELDS
CALLED = "called"
"""Title, symbol, source and other names together: what something is looked up by. Nobody can type it."""
SCORED_FIELDS = TEXT_FIELDS | {CALLED}


class Order(enum.StrEnum):
    RELEVANCE = "relevance"
    DATE = "date"
    """The newest first."""


Sequence = tuple[tuple[int, frozenset[str]], ...]
"""Places relative to the first, each with the terms that may stand there."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: any of its alternatives, or every word that begins with its prefix."""

    alternatives: tuple[Sequence, ...] = ()
    prefix: str = ""
    field: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Query:
    """All that decides an answer: who asks, what was typed, what was chosen, which page."""

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


_PIECE = re.compile(
    r"(?P<minus>(?<!\S)[-\u2212](?=\S))?"
    r"(?:(?P<field>[A-Za-z]{2,12}):(?=\S))?"
    r"(?:[\"“”„«](?P<phrase>[^\"“”»]*)(?:[\"“”»]|$)|(?P<word>[^\s\"“”„«»]+))"
)
_NUMBER = re.compile(
    rf"\W*(?:q(?:uestion)?\W*)?(?P<number>\d+(?:[{HYPHENS}]\d+)?/\d+)\W*", re.IGNORECASE
)


def parse(
    typed: str,
    *,
    audiences: frozenset[str],
    chosen: Mapping[str, Iterable[str]] | None = None,
    language: str = "",
    order: Order = Order.RELEVANCE,
    per_kind: int = 0,
    among: frozenset[str] | None = None,
    facets: bool = True,
    snippets: bool = True,
    aliases: Aliases = MappingProxyType({}),
    page: int = 1,
    size: int = 20,
) -> Query:
    typed = _printable(typed)[:LONGEST_QUERY]
    reader = _Reader(typed, language, aliases)
    words: list[Term] = []
    stop_words: list[Term] = []
    required: list[Term] = []
    excluded: list[Term] = []
    negated = False
    for match in _PIECE.finditer(typed):
        name, phrase, word = (match["field"] or "").lower(), match["phrase"], match["word"]
        if name and name not in FIELDS:
            name, phrase, word = "", None, f"{match['field']}:{phrase or word}"
        if word in OPERATORS:
            negated = word == "NOT"
            continue
        if name:
            terms = reader.field(name, phrase if phrase is not None else word)
        elif phrase is not None:
            terms = [reader.phrase(phrase)]
        else:
            terms, stops = reader.words(word)
            stop_words += [] if match["minus"] or negated else stops
        terms = [term for term in terms if term.alternatives or term.prefix]
        if match["minus"] or negated:
            excluded += terms
        else:
            if name or phrase is not None:
                required += terms
            if not name:
                words += terms
        negated = False
    return Query(
        audiences=audiences,
        typed=typed.strip(),
        words=_counted(words or ([] if required else stop_words)),
        required=_counted(required),
        excluded=_counted(excluded),
        chosen={name: tuple(values) for name, values in (chosen or {}).items() if values},
        language=language,
        order=order,
        per_kind=max(0, per_kind),
        among=among,
        facets=facets,
        snippets=snippets,
        page=max(1, min(page, 1_000_000)),
        size=max(1, min(size, 1_000)),
    )


def _printable(typed: str) -> str:
    """Control characters, halves of characters and the like are no part of a question."""
    return "".join(
        " " if unicodedata.category(c) in ("Cc", "Cs", "Cn", "Zl", "Zp") else c
        for c in typed[: 4 * LONGEST_QUERY]
    )


def called(typed: str) -> tuple[Term, ...]:
    """What begins like this in what something is called, word for word: for suggestions while typing."""
    tokens = [token for token in tokenise(_printable(typed)[:LONGEST_QUERY]) if not token.whole]
    telling = [token for token in tokens if not token.stop] or tokens
    return _counted([Term(prefix=token.text, field=CALLED) for token in telling])


class _Reader:
    """Makes terms of the pieces of one question."""

    def __init__(self, typed: str, language: str, aliases: Aliases) -> None:
        self.aliases = aliases
        self.stop_words = without_weight((token.text for token in tokenise(typed)), language)

    def tokens(self, text: str) -> Iterator[Token]:
        return tokenise(text, self.stop_words)

    def words(self, chunk: str) -> tuple[list[Term], list[Term]]:
        """The words of a piece without spaces, and apart from them its stop words."""
        terms: list[Term] = []
        stop_words: list[Term] = []
        for group in _groups(self.tokens(chunk)):
            last = group[-1]
            if chunk.startswith("*", last.end):
                terms.append(_prefix(last.text))
                group = [token for token in group if token.position != last.position]
            parts = [token for token in group if not token.whole]
            if len(parts) == 1 or _has_no_spaces(parts):
                for part in parts:
                    (stop_words if part.stop else terms).append(_word(part.text))
            elif parts:
                written = chunk[parts[0].start : parts[-1].end]
                terms.append(self.also(_compound(group), written))
        return terms, stop_words

    def phrase(self, phrase: str) -> Term:
        return self.also(_phrase(self.tokens(phrase)), phrase)

    def also(self, term: Term, written: str) -> Term:
        return _either(term, (_phrase(self.tokens(other)) for other in self.other_names(written)))

    def other_names(self, written: str) -> list[str]:
        """What else a Question is called, in full, so that `3/2` of another series is not found."""
        match = _NUMBER.fullmatch(written)
        number = re.sub(rf"[{HYPHENS}]", "-", match["number"]) if match else ""
        return [f"question {other}" for other in self.aliases.get(number, ())]

    def field(self, name: str, value: str) -> list[Term]:
        match name:
            case "kind":
                return [_exact(name, _singular_and_plural(value))]
            case "year":
                return [_exact(name, _years(value))]
            case "body":
                others = (label(name, other) for other in self.other_names(value))
                return [_either(label(name, value), others)]
            case _ if name in LABEL_FIELDS:
                return [label(name, value)]
            case _ if " " in value:
                return [replace(self.phrase(value), field=name)]
            case _:
                terms, stop_words = self.words(value)
                return [replace(term, field=name) for term in terms or stop_words]


def _either(term: Term, others: Iterable[Term]) -> Term:
    return replace(
        term, alternatives=sum((other.alternatives for other in others), term.alternatives)
    )


def _has_no_spaces(parts: list[Token]) -> bool:
    """A script that is read two characters at a time: where its words end is not known."""
    return all(after.start < before.end for before, after in pairwise(parts))


def _groups(tokens: Iterable[Token]) -> list[list[Token]]:
    groups: list[list[Token]] = []
    for token in tokens:
        if groups and (token.glued or token.position == groups[-1][-1].position):
            groups[-1].append(token)
        else:
            groups.append([token])
    return groups


def _word(text: str) -> Term:
    if len(text) == 1 and unicodedata.category(text) == "Lo" and not text.isascii():
        return _prefix(text)
    return Term(alternatives=(((0, variants(text)),),))


def _prefix(text: str) -> Term:
    """One letter begins too many words to be a question; one ideograph is a word."""
    if len(text) == 1 and unicodedata.category(text) != "Lo":
        return Term()
    return Term(prefix=text)


def _compound(group: list[Token]) -> Term:
    """A symbol or a hyphenated word: its parts in order, or all of it as one word."""
    parts = [token for token in group if not token.whole]
    whole_group = (parts[0].start, parts[-1].end)
    wholes = [token for token in group if token.whole and (token.start, token.end) == whole_group]
    alternatives: list[Sequence] = [((0, variants(token.text)),) for token in wholes]
    if not (wholes and any(token.stop for token in parts)):
        alternatives += _phrase(parts).alternatives
    return Term(alternatives=tuple(alternatives))


def _phrase(tokens: Iterable[Token]) -> Term:
    kept = [token for token in tokens if not (token.stop or token.whole)][:LONGEST_PHRASE]
    if not kept:
        return Term()
    first = kept[0].position
    if len(kept) == 1:
        return _word(kept[0].text)
    return Term(
        alternatives=(tuple((token.position - first, variants(token.text)) for token in kept),)
    )


def label(name: str, value: str) -> Term:
    """The words of a name in their order, none left out: `source:"United Kingdom"`."""
    tokens = [token for token in tokenise(value) if not token.whole][:LONGEST_PHRASE]
    starred = bool(tokens) and value.startswith("*", tokens[-1].end)
    if starred and len(tokens) == 1:
        return replace(_prefix(tokens[0].text), field=name)
    sequence = tuple((token.position, frozenset({token.text})) for token in tokens)
    return Term(alternatives=(sequence,) if sequence else (), field=name)


def _exact(name: str, values: frozenset[str]) -> Term:
    return Term(alternatives=(((0, values),),) if values else (), field=name)


def _singular_and_plural(value: str) -> frozenset[str]:
    kind = "-".join(filter(None, map(normalise, re.split(r"[\s_-]+", value))))
    return frozenset(filter(None, {kind, kind.removesuffix("s")}))


def _years(value: str) -> frozenset[str]:
    numbers = re.fullmatch(r"(\d{1,4})(?:(?:-|–|\.\.)(\d{1,4}))?\*?", value)
    if not numbers:
        return frozenset()
    first, last = int(numbers[1]), int(numbers[2] or numbers[1])
    return frozenset(str(year) for year in range(first, min(last, first + MOST_YEARS) + 1))


def _counted(terms: list[Term]) -> tuple[Term, ...]:
    """Each term once, with the number of times it was typed."""
    counts: dict[Term, int] = {}
    for term in terms[: 8 * MOST_TERMS]:
        counts[term] = counts.get(term, 0) + 1
    return tuple(replace(term, count=n) for term, n in list(counts.items())[:MOST_TERMS])
