"""How much of a draft stands in another text, and what that is called."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgcop.radar.matching import overlap as radar
from wgcop.radar.matching.overlap import Finding

GUIDANCE = (
    "Administrations that plan a campaign on the safety of children online are invited to look at "
    "what others have tried, to say what did not work, and to publish the material in a form that "
    "others may translate without asking."
)
NOBODY = 1_000


def score(draft, found, records=NOBODY):
    shingles = radar.shingles(draft)
    weights = radar.idf(np.zeros(len(shingles)), records)
    return radar.containment(shingles, weights, radar.shingles(found))


def test_a_text_stands_whole_in_itself_and_in_what_holds_it():
    assert score(GUIDANCE, GUIDANCE) == pytest.approx(1)
    assert score(GUIDANCE, f"Before. {GUIDANCE} And much after it.") == pytest.approx(1)


def test_capitals_and_stops_make_no_difference():
    assert score(GUIDANCE, GUIDANCE.upper().replace(",", " –")) == pytest.approx(1)


def test_what_holds_half_of_a_draft_scores_half():
    words = GUIDANCE.split()
    half = " ".join(words[: len(words) // 2])
    assert 0.4 < score(GUIDANCE, half) < 0.55


def test_a_few_words_that_agree_prove_nothing():
    assert score("safety of children online", GUIDANCE) == pytest.approx(2 / 20)
    assert score("children online", GUIDANCE) == 0
    assert score("", GUIDANCE) == score(GUIDANCE, "") == 0


def test_the_weight_of_a_shingle_is_as_the_design_says():
    weights = radar.idf(np.array([0.0, 3.0, 99.0, 5_000.0]), 99)
    expected = [math.log(100 / (df + 0.5)) for df in (0, 3, 99, 99)]
    assert weights.tolist() == pytest.approx(expected)


def test_what_everybody_writes_counts_less_than_what_few_write():
    common, rare = "in accordance with the decision", "radio plays about helplines for parents"
    draft = radar.shingles(f"{common} {rare}")
    usual = np.isin(draft, radar.shingles(common))
    weights = radar.idf(np.where(usual, 900.0, 1.0), NOBODY)
    assert radar.containment(draft, weights, radar.shingles(common)) < 0.1
    assert radar.containment(draft, weights, radar.shingles(rare)) > 0.2


@pytest.mark.parametrize(
    "score, length, expected",
    [
        (0.60, 60, Finding.EARLIER),
        (0.59, 60, Finding.PASSAGES),
        (0.25, 60, Finding.PASSAGES),
        (0.24, 60, Finding.TOPIC),
        (0.95, 59, Finding.TOPIC),
    ],
)
def test_a_hit_has_one_of_three_names(score, length, expected):
    assert radar.finding(score, length) is expected
    assert expected.is_alert is (expected is not Finding.TOPIC)


def test_a_script_without_spaces_is_read_two_characters_at_a_time():
    text = "保护上网儿童工作组"
    assert [word.text for word in radar.words(text)][:3] == ["保护", "护上", "上网"]
    for word in radar.words(text):
        assert text[word.start : word.end] == word.text
    assert len(radar.shingles(text)) == len(text) - 3 + 1
    longer = "请秘书处说明保护上网儿童工作组的下一步工作安排以及各国的经验"
    assert score("秘书处说明保护上网儿童工作组的下一步工作安排以及各国", longer) > 0.9


@given(st.text())
def test_the_words_alone_are_those_with_their_places(text):
    assert radar.texts(text) == [word.text for word in radar.words(text)]


def test_shingles_are_sorted_and_stand_once():
    found = radar.shingles("one two three one two three one two three")
    assert found.dtype == np.uint32
    assert found.tolist() == sorted(set(found.tolist()))
    assert len(found) == 3
