"""Makes search terms from words, phrases, symbols, names and years."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from wgcop.search.question.analysis import Token, normalise, tokenise
from wgcop.search.question.query import Phrase, PhrasePlace, Term, one_place
from wgcop.search.question.stems import variants

MOST_TERMS = 32
LONGEST_PHRASE = 24
MOST_YEARS = 200


def word(text: str) -> Term:
    if len(text) == 1 and unicodedata.category(text) == "Lo" and not text.isascii():
        return prefix(text)
    return Term(alternatives=(one_place(variants(text)),))


def prefix(text: str) -> Term:
    """Return a term for words that begin with this text. It is empty for a single letter, because
    too many words begin with one; a single ideograph is a word.
    """
    if len(text) == 1 and unicodedata.category(text) != "Lo":
        return Term()
    return Term(prefix=text)


def compound(group: list[Token]) -> Term:
    """Return a term for a symbol or a hyphenated word, which matches its parts as a phrase or the
    whole as one word.
    """
    parts = [token for token in group if not token.whole]
    whole_group = (parts[0].start, parts[-1].end)
    wholes = [token for token in group if token.whole and (token.start, token.end) == whole_group]
    alternatives: list[Phrase] = [one_place(variants(token.text)) for token in wholes]
    if not (wholes and any(token.stop for token in parts)):
        alternatives += phrase(parts).alternatives
    return Term(alternatives=tuple(alternatives))


def phrase(tokens: Iterable[Token]) -> Term:
    telling = [token for token in tokens if not (token.stop or token.whole)][:LONGEST_PHRASE]
    if not telling:
        return Term()
    if len(telling) == 1:
        return word(telling[0].text)
    first = telling[0].position
    places = (PhrasePlace(token.position - first, variants(token.text)) for token in telling)
    return Term(alternatives=(tuple(places),))


def label(name: str, value: str) -> Term:
    """Return a term for all words of a name in their order, stop words included: `source:"United
    Kingdom"`.
    """
    tokens = [token for token in tokenise(value) if not token.whole][:LONGEST_PHRASE]
    starred = bool(tokens) and value.startswith("*", tokens[-1].end)
    if starred and len(tokens) == 1:
        return replace(prefix(tokens[0].text), field=name)
    places = tuple(PhrasePlace(token.position, frozenset({token.text})) for token in tokens)
    return Term(alternatives=(places,) if places else (), field=name)


def exact(name: str, values: frozenset[str]) -> Term:
    return Term(alternatives=(one_place(values),) if values else (), field=name)


def kinds(value: str) -> frozenset[str]:
    kind = "-".join(filter(None, map(normalise, re.split(r"[\s_-]+", value))))
    return frozenset(filter(None, {kind, kind.removesuffix("s")}))


def years(value: str) -> frozenset[str]:
    numbers = re.fullmatch(r"(\d{1,4})(?:(?:-|–|\.\.)(\d{1,4}))?\*?", value)
    if not numbers:
        return frozenset()
    first, last = int(numbers[1]), int(numbers[2] or numbers[1])
    return frozenset(str(year) for year in range(first, min(last, first + MOST_YEARS) + 1))


def either(term: Term, others: Iterable[Term]) -> Term:
    return replace(
        term, alternatives=sum((other.alternatives for other in others), term.alternatives)
    )


def with_counts(terms: list[Term]) -> tuple[Term, ...]:
    """Return each term once, with the number of times it was typed."""
    counts: dict[Term, int] = {}
    for term in terms[: 8 * MOST_TERMS]:
        counts[term] = counts.get(term, 0) + 1
    return tuple(
        term if n == term.count else replace(term, count=n)
        for term, n in list(counts.items())[:MOST_TERMS]
    )
