"""Sixty questions of a secretary, written from the public texts before anybody saw what the search answers."""

import pytest

from bench.secretary import Answered, ask, questions, within
from bench.worlds import demo_workspace

ENOUGH = 0.9


@pytest.mark.rest
@pytest.mark.shared
def test_nine_in_ten_questions_of_a_secretary_have_their_document_among_the_first_three():
    with demo_workspace() as app:
        answers = list(ask(app))
    missed = [each.question for each in answers if each not in within(answers)]
    assert len(missed) <= (1 - ENOUGH) * len(answers), missed


def test_there_are_sixty_questions_and_each_is_asked_once():
    assert len({question for question, _ in questions()}) == 60


def test_a_document_counts_where_it_comes_first():
    expected = frozenset({"/priorwork/1", "/priorwork/2"})
    third = Answered("third", expected, ("/papers/3", "/priorwork/4", "/priorwork/2"))
    fourth = Answered("fourth", expected, ("/papers/3", "/papers/4", "/papers/5", "/priorwork/1"))
    nowhere = Answered("nowhere", expected, ("/papers/3",))
    assert [each.place for each in (third, fourth, nowhere)] == [3, 4, 0]
    assert within([third, fourth, nowhere]) == [third]
