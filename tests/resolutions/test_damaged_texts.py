"""Texts of a resolution of 60 clauses, pasted whole and damaged: the clauses found, and none wrong without a mark."""

from itertools import islice

import pytest

from tests.resolutions.damaged_texts import (
    FORMS,
    LANGUAGES,
    Outcome,
    as_it_is,
    outcome,
    read,
    section_alone,
)
from wgcop.resolutions.aligning import UnitKind

UNITS, TEXTS = read()
BAR = 0.95
EVERY = 29
"""Of the texts of a form every 29th is aligned; `bench/language_versions.py` aligns all."""


def total(form, language, every=1):
    whole = Outcome()
    for text in islice(form(TEXTS[language], UNITS), 0, None, every):
        whole.add(outcome(UNITS, text))
    return whole


def test_the_resolution_has_60_clauses():
    assert sum(unit.kind is UnitKind.CLAUSE for unit in UNITS) == 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_text_is_found_without_a_hand(language):
    told = total(as_it_is, language)
    assert told.right == told.total and told.wrong_unmarked == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_section_alone_is_not_taken_for_another(language):
    told = total(section_alone, language)
    assert told.right == told.total and told.wrong_unmarked == 0


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
def test_damage_leaves_95_in_100_right_and_none_wrong_without_a_mark(form, language):
    told = total(form, language, EVERY)
    assert told.right >= BAR * told.total
    assert told.wrong_unmarked == 0
