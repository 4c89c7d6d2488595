"""How well the embedded engine answers on a judged collection; the other answers the same, and `bench/retrieval.py` tells more."""

from statistics import mean

import pytest

from bench.retrieval import answer, fill, judgements, lines, ndcg, recall
from tests.shared import SHARED
from wgcop.search_engines.whoosh.engine import WhooshEngine

CRANFIELD = SHARED / "eval" / "cranfield"


@pytest.mark.shared
def test_questions_find_what_readers_judged_relevant(folder):
    engine = WhooshEngine(folder)
    fill(engine, lines(CRANFIELD, "docs"))
    judged = judgements(CRANFIELD / "qrels.tsv")
    answers = {
        str(question["id"]): [document for document, _ in answer(engine, question["text"])]
        for question in lines(CRANFIELD, "queries")
    }
    assert mean(ndcg(answers[q], relevant) for q, relevant in judged.items()) >= 0.42
    assert mean(recall(answers[q], relevant) for q, relevant in judged.items()) >= 0.75


def test_gains_are_discounted_by_their_places():
    relevant = {"a": 4, "b": 2, "c": 1}
    assert ndcg(["a", "b", "c"], relevant) == 1
    assert ndcg(["x", "a"], {"a": 3}) == pytest.approx(0.6309, abs=1e-4)
    assert ndcg(["x"] * 10 + ["a"], {"a": 3}) == 0
    assert recall(["a", "x"], relevant) == pytest.approx(1 / 3)
