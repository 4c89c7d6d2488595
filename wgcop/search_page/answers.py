"""Answers a question in the same way for the page, for programs and at a terminal."""

from dataclasses import dataclass
from typing import Any

from wgcop.search.question import spellings
from wgcop.search.question.parsing import parse
from wgcop.search.question.query import Query, Term, one_place
from wgcop.search.question.symbols import SymbolKey, key_of, key_without_year
from wgcop.search.question.understanding import named_in
from wgcop.search_engines.protocol import Engine, Results
from wgcop.search_engines.spelling import edits
from wgcop.search_page.addresses import Address
from wgcop.search_page.asking import SearchReader, place_names, query_of

MOST_EDITS = 2
"""The number of letters of a symbol that may be mistyped. No digit may be, since another number
means another document.
"""
MOST_WITH_NUMBERS = 100
LESS_UNDERSTOOD: tuple[dict[str, Any], ...] = ({"filters_places": False}, {"understands": False})
"""The options of further attempts where the filters in a question leave no result with all words,
because many texts do not name their country. First places, then all filters are read as plain
words.
"""


@dataclass(frozen=True)
class SearchAnswer:
    query: Query
    results: Results
    correction: str = ""
    """The corrected question, if a word was misspelt and these are the results of the corrected
    question.
    """


def answer(engine: Engine, address: Address, reader: SearchReader, **options: Any) -> SearchAnswer:
    """Ask the engine once, and again if something misspelt has a correction. `options` are those of
    `query_of`.

    If the filters in the question leave nothing that has all words, read them as plain words: first
    the places, then all filters.
    """
    query = query_of(address, reader, **options)
    if query.says_nothing or (query.is_empty and query.apart):
        return SearchAnswer(query, Results(total=0))
    results = engine.search(query)
    for fewer in LESS_UNDERSTOOD:
        if not query.understood or results.complete:
            break
        wider = query_of(address, reader, **options, **fewer)
        of_wider = engine.search(wider)
        if of_wider.complete or not results.total:
            query, results = wider, of_wider
    correction = _correction(engine, query, results, reader)
    if correction:
        better = engine.search(query_of(address.typing(correction), reader, **options))
        if better.complete > results.complete or better.total > results.total:
            return SearchAnswer(query, better, correction)
    return SearchAnswer(query, results)


def _correction(engine: Engine, query: Query, results: Results, reader: SearchReader) -> str:
    """Return the question with misspelt words and symbols replaced by the likely intended ones;
    empty if nothing changes.
    """
    if not results.missing:
        return ""

    def has_matches(word: str) -> bool:
        terms = parse(word, audiences=reader.audiences, language=reader.language).words
        return not any(term in results.missing for term in terms)

    correction = spellings.correct(
        query.typed,
        has_matches=has_matches,
        words_like=lambda word: engine.words_like(word, audiences=reader.audiences),
        names=[(start, end) for start, end, _place in named_in(query.typed, place_names())],
    )
    for symbol in {term.symbol for term in results.missing if term.symbol}:
        if symbol in correction and (other := _symbol_like(engine, symbol, reader)):
            correction = correction.replace(symbol, other)
    return "" if correction == query.typed else correction


def _symbol_like(engine: Engine, symbol: str, reader: SearchReader) -> str:
    """Return the symbol that the reader likely meant: of those with the same numbers that they may
    see, the one whose letters differ least. Return an empty string if none is close.
    """
    wanted = key_of(symbol)
    if wanted is None:
        return ""
    shared = Term((one_place(frozenset({wanted.word_of_numbers})),))
    query = Query(
        reader.audiences, words=(shared,), facets=False, snippets=False, size=MOST_WITH_NUMBERS
    )
    near = [
        (distance, hit.symbol)
        for hit in engine.search(query).hits
        if (distance := _distance(wanted, key_without_year(hit.symbol))) <= MOST_EDITS
    ]
    return min(near)[1] if near else ""


def _distance(wanted: SymbolKey, other: SymbolKey | None) -> int:
    if other is None or other.numbers != wanted.numbers:
        return MOST_EDITS + 1
    return edits(wanted.letters, other.letters, MOST_EDITS)
