"""Parses a question into words, phrases, prefixes, fields and exclusions. Nothing typed is refused:
pieces without meaning are named as faults.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

from wgcop.search.kinds import kind_of_alias
from wgcop.search.question import meanings, mentions
from wgcop.search.question import terms as term_of
from wgcop.search.question.analysis import HYPHENS, OPERATORS, Token, normalise, tokenise
from wgcop.search.question.query import (
    CALLED,
    FIELDS,
    LONGEST_QUERY,
    Order,
    Query,
    Term,
    Understood,
)
from wgcop.search.question.stems import stop_words_of
from wgcop.search.question.terms import either, kinds, with_counts, years
from wgcop.search.question.understanding import (
    NO_NAMES,
    NO_PLACES,
    EnglishNames,
    Places,
    countries,
    of_state,
    terms_of,
    understood,
    words_of_name,
)
from wgcop.search.record_fields import EXACT_FIELDS, LABEL_FIELDS

Aliases = Mapping[str, tuple[str, ...]]
"""Earlier and later numbers by the number of a Question: `22-2/1` → `22/1`, `22-1/1`, `3/2`."""

_PIECE = re.compile(
    r"(?P<minus>(?<!\S)[-\u2212](?=\S))?"
    r"(?:(?P<field>[A-Za-z]{2,12}):(?=\S))?"
    r"(?:[\"“”„«](?P<phrase>[^\"“”»]*)(?:[\"“”»]|$)|(?P<word>[^\s\"“”„«»]+))"
)
_SPACES = re.compile(r"\s+")
_SPACED = re.compile(rf"(?<!\S)((?:{'|'.join(sorted(EXACT_FIELDS))}):)\s+", re.IGNORECASE)
_UNFINISHED = re.compile(rf"(?<!\S)(?:{'|'.join(sorted(FIELDS))}):$", re.IGNORECASE)
"""The pattern of a field at the end of the question that has no value yet. It is left out and named
as a fault.
"""
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
    apart: bool = False,
    among: frozenset[str] | None = None,
    facets: bool = True,
    snippets: bool = True,
    aliases: Aliases = MappingProxyType({}),
    places: Places = NO_PLACES,
    english_names: EnglishNames = NO_NAMES,
    understands: bool = True,
    filters_places: bool = True,
    page: int = 1,
    size: int = 20,
) -> Query:
    typed = with_single_spaces(_printable(typed))[:LONGEST_QUERY]
    pieces = _Pieces(typed, language, aliases, places, english_names)
    question = _SPACED.sub(r"\1", typed.strip())
    if unfinished := _UNFINISHED.search(question):
        pieces.faults.append(unfinished[0])
        question = question[: unfinished.start()]
    left, symbols = mentions.symbols(question)
    filters: list[Understood] = []
    if understands:
        left, filters = understood(left, places if filters_places else NO_PLACES)
        pieces.required += terms_of(filters)
    left, dates = meanings.dates(left)
    left, named = countries(left, places, english_names)
    pieces.words += symbols + dates + named
    for piece in _PIECE.finditer(meanings.written_out(left)):
        pieces.take(piece)
    return Query(
        audiences=audiences,
        typed=typed.strip(),
        words=with_counts(pieces.words or ([] if pieces.required else pieces.stop_words)),
        required=with_counts(pieces.required),
        excluded=with_counts(pieces.excluded),
        chosen={name: tuple(values) for name, values in (chosen or {}).items() if values},
        language=language,
        order=order,
        per_kind=max(0, per_kind),
        apart=apart,
        among=among,
        understood=tuple(filters),
        faults=tuple(pieces.faults),
        facets=facets,
        snippets=snippets,
        page=max(1, min(page, 1_000_000)),
        size=max(1, min(size, 1_000)),
    )


def name_terms(typed: str) -> tuple[Term, ...]:
    """Return terms for suggestions while typing: each word is the beginning of a word in a name."""
    tokens = [token for token in tokenise(_printable(typed)[:LONGEST_QUERY]) if not token.whole]
    telling = [token for token in tokens if not token.stop] or tokens
    return with_counts([Term(prefix=token.text, field=CALLED) for token in telling])


def with_single_spaces(typed: str) -> str:
    """Return the question with one space for each run of spaces. A pattern that allows spaces in
    several places would try all ways to divide a long run among them.
    """
    return _SPACES.sub(" ", typed)


def _printable(typed: str) -> str:
    """Replace control characters, unpaired surrogates, unassigned characters and line separators by
    spaces.
    """
    if typed.isprintable():
        return typed
    return "".join(
        " " if unicodedata.category(c) in ("Cc", "Cs", "Cn", "Zl", "Zp") else c
        for c in typed[: 4 * LONGEST_QUERY]
    )


class _Pieces:
    """A collector that turns the pieces of one question into terms, in their order."""

    def __init__(
        self,
        typed: str,
        language: str,
        aliases: Aliases,
        places: Places,
        english_names: EnglishNames,
    ) -> None:
        self.words: list[Term] = []
        self.stop_words: list[Term] = []
        self.required: list[Term] = []
        self.excluded: list[Term] = []
        self.faults: list[str] = []
        self._negates = False
        self._aliases = aliases
        self._places = places
        self._english_names = english_names
        self._stop_words = stop_words_of((token.text for token in tokenise(typed)), language)

    def take(self, piece: re.Match[str]) -> None:
        name, phrase, word = (piece["field"] or "").lower(), piece["phrase"], piece["word"]
        if name and name not in FIELDS:
            name, phrase, word = "", None, f"{piece['field']}:{phrase or word}"
        if word in OPERATORS:
            self._negates = word == "NOT"
            return
        is_excluded, self._negates = bool(piece["minus"]) or self._negates, False
        stop_words: list[Term] = []
        if name:
            terms = self._of_field(name, phrase if phrase is not None else word)
        elif phrase is not None:
            terms = [self._phrase(phrase)]
        else:
            terms, stop_words = self._words(word)
        terms = [term for term in terms if term.alternatives or term.prefix]
        if name and not terms:
            self.faults.append(piece[0])
        if is_excluded:
            self.excluded += terms
            return
        self.stop_words += stop_words
        if name or phrase is not None:
            self.required += terms
        if not name:
            self.words += terms

    def _tokens(self, text: str) -> Iterator[Token]:
        return tokenise(text, self._stop_words)

    def _words(self, chunk: str) -> tuple[list[Term], list[Term]]:
        """Return the words of a piece without spaces, and separately its stop words."""
        terms: list[Term] = []
        stop_words: list[Term] = []
        tokens = self._tokens(chunk)
        if years_between := meanings.years_between(chunk):
            return [replace(term_of.phrase(tokens), labelled=years_between)], stop_words
        for group in [list(tokens)] if meanings.is_symbol(chunk) else _groups(tokens):
            last = group[-1]
            if chunk.startswith("*", last.end):
                terms.append(term_of.prefix(last.text))
                group = [token for token in group if token.position != last.position]
            parts = [token for token in group if not token.whole]
            if len(parts) == 1 or _has_no_spaces(parts):
                for part in parts:
                    (stop_words if part.stop else terms).append(self._word(part.text))
            elif parts:
                written = chunk[parts[0].start : parts[-1].end]
                terms.append(self._with_other_names(term_of.compound(group), written))
        return terms, stop_words

    def _word(self, text: str) -> Term:
        """Return a term for the word, its synonyms and, if it is a year, kind or country, the
        records that have it.
        """
        names = (term_of.phrase(tokenise(name)) for name in meanings.names(text))
        term = either(term_of.word(text), (*names, mentions.without_signs(text)))
        term = replace(term, labelled=meanings.labels(text))
        place = self._places.get(words_of_name(text))
        if place and place[0] == "country":
            return of_state(term, place, self._english_names)
        return term

    def _phrase(self, phrase: str) -> Term:
        return self._with_other_names(term_of.phrase(self._tokens(phrase)), phrase)

    def _with_other_names(self, term: Term, written: str) -> Term:
        return either(
            term, (term_of.phrase(self._tokens(other)) for other in self._other_names(written))
        )

    def _other_names(self, written: str) -> list[str]:
        """Return other names of a Question, in full, so that `3/2` of another series does not
        match.
        """
        match = _NUMBER.fullmatch(written)
        number = re.sub(rf"[{HYPHENS}]", "-", match["number"]) if match else ""
        if not match:
            return mentions.other_symbols(written)
        return [f"question {other}" for other in self._aliases.get(number, ())]

    def _of_field(self, name: str, value: str) -> list[Term]:
        match name:
            case "country" | "region" if place := self._places.get(words_of_name(value)):
                return [term_of.label(*place)] if place[0] == name else []
            case "kind":
                return [term_of.exact(name, kinds(kind_of_alias(normalise(value)) or value))]
            case "year":
                return [term_of.exact(name, years(value))]
            case "body":
                others = (term_of.label(name, other) for other in self._other_names(value))
                return [either(term_of.label(name, value), others)]
            case _ if name in LABEL_FIELDS:
                return [term_of.label(name, value)]
            case _ if " " in value:
                return [replace(self._phrase(value), field=name)]
            case _:
                terms, stop_words = self._words(value)
                return [replace(term, field=name) for term in terms or stop_words]


def _has_no_spaces(parts: list[Token]) -> bool:
    """Return whether the parts overlap, as in a script that is read two characters at a time
    because it does not mark where words end.
    """
    return all(after.start < before.end for before, after in pairwise(parts))


def _groups(tokens: Iterable[Token]) -> list[list[Token]]:
    groups: list[list[Token]] = []
    for token in tokens:
        if groups and (token.glued or token.position == groups[-1][-1].position):
            groups[-1].append(token)
        else:
            groups.append([token])
    return groups
