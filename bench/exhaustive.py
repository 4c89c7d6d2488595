"""The same questions answered by working out BM25F for every document, one by one."""

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from math import isclose

import numpy as np

from bench.questions import READER, SIZE, Question, asked_of, records
from wgcop.search.question.analysis import labels_of, terms_of
from wgcop.search.question.query import CALLED
from wgcop.search.question.stems import variants
from wgcop.search.records import Record, talk
from wgcop.search_engines.fields import labels_of as labels_in
from wgcop.search_engines.fields import rounded_lengths
from wgcop.search_engines.matching import MOST_NAME_WORDS
from wgcop.search_engines.protocol import Engine
from wgcop.search_engines.ranking import FIELDS, K1, SCORED, B, beyond, idf


def compare_with_everything(
    engine: Engine, texts: Sequence[str], asked: Sequence[Question]
) -> None:
    """The first twenty against BM25F worked out over all documents, one by one."""
    same = 0
    for question, expected in zip(asked, exhaustive(texts, asked), strict=True):
        found = [hit.score for hit in engine.search(asked_of(question)).hits]
        same += len(found) == len(expected) and all(map(nearly_equal, found, expected))
    print(f"\ntop {SIZE} as by scoring every document: {same} of {len(asked)} questions")


def nearly_equal(one: float, other: float) -> bool:
    return isclose(one, other, abs_tol=0.001)


def terms_in(record: Record, field: str) -> list[str]:
    if field in ("title", "text"):
        return [term for term, _ in terms_of(getattr(record, field), record.language).terms]
    return [label for label, _ in labels_of(labels_in(record)[field])]


def exhaustive(texts: Sequence[str], asked: Sequence[Question]) -> list[list[float]]:
    wanted = [[variants(word) for word in question.words] for question in asked]
    every = {term for words in wanted for terms in words for term in terms}
    readable = [record for record in records(texts) if record.audience & READER]
    counts: dict[str, list[Counter[str]]] = {field: [] for field in SCORED}
    lengths: dict[str, list[int]] = {field: [] for field in SCORED}
    for record in readable:
        for field in SCORED:
            terms = terms_in(record, field)
            counts[field].append(Counter(term for term in terms if term in every))
            lengths[field].append(int(rounded_lengths(np.array([len(terms)]))[0]))
    average = {field: statistics.mean(filter(None, held)) for field, held in lengths.items()}

    @cache
    def scores(terms: frozenset[str]) -> list[float]:
        total = [0.0] * len(readable)
        for field in SCORED:
            held = [sum(count[term] for term in terms) for count in counts[field]]
            weight = idf(len(readable), sum(map(bool, held)))
            for number, count in enumerate(held):
                norm = K1 * (1 - B + B * lengths[field][number] / average[field])
                total[number] += weight * count * (K1 + 1) / (count + norm)
        return total

    @cache
    def in_names(terms: frozenset[str]) -> list[bool]:
        return [
            any(counts[field][number][term] for field in FIELDS[CALLED] for term in terms)
            for number in range(len(readable))
        ]

    has_name = [record.kind not in talk() for record in readable]
    answers = []
    for question, words in zip(asked, wanted, strict=True):
        rows = zip(*(scores(terms) for terms in words), strict=True)
        called = zip(has_name, *(in_names(terms) for terms in words), strict=True)
        is_short = len(words) <= MOST_NAME_WORDS
        tiers: dict[tuple[bool, bool], list[float]] = {}
        for row, names in zip(rows, called, strict=True):
            if any(row):
                tiers.setdefault((is_short and all(names), all(row)), []).append(sum(row))
        answers.append(in_tiers(tiers, beyond(len(readable), asked_of(question)))[:SIZE])
    return answers


def in_tiers(tiers: Mapping[tuple[bool, bool], list[float]], above: int) -> list[float]:
    """The scores of each tier raised above those of the tier below, highest first."""
    raised = [
        score + above * place for place, tier in enumerate(sorted(tiers)) for score in tiers[tier]
    ]
    return sorted(raised, reverse=True)
