"""Texts of a resolution of 60 clauses, pasted whole and damaged: the clauses found, and none wrong without a mark."""

import pytest

from tests.resolutions.damaged_texts import (
    FORMS,
    LANGUAGES,
    Outcome,
    as_it_is,
    outcome,
    read,
    section_alone,
    section_alone_without_labels,
)
from wgcop.resolutions.aligning import UnitKind

UNITS, TEXTS = read()
BAR = 0.95
BAR_WITHOUT_LABELS = 0.92
"""Of a section alone that has lost its labels, only lengths and shared words are left."""
EVERY = 45
"""Of the many texts of a form these are aligned; `bench/language_versions.py` aligns all."""


def total(form, language):
    texts = list(form(TEXTS[language], UNITS))
    some = texts if len(texts) <= 10 and len(texts[0]) < 20 else texts[-1::-EVERY]
    whole = Outcome()
    for text in some:
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
def test_damage_leaves_most_right_and_nothing_wrong_without_a_mark(form, language):
    told = total(form, language)
    bar = BAR_WITHOUT_LABELS if form is section_alone_without_labels else BAR
    assert told.right >= bar * told.total
    assert told.wrong_unmarked == 0
