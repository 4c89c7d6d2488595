"""Where a bracket stands: read from typed brackets, and found again in words that have changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgcop.brackets.spans import (
    FoundSpan,
    anchor_at,
    bracketed,
    find_span,
    with_brackets,
    without_ends,
)
from wgcop.errors import Invalid

WORDS = "that many of them will participate in the youth programmes of the Bureau,"

words = st.lists(
    st.sampled_from(
        ["many", "of", "them", "will", "take", "part", "[sic]", "юноши", "児童", "young,"]
    ),
    min_size=1,
    max_size=12,
).map(" ".join)


def inside(text, typed):
    span = bracketed(text, typed)
    return text[span.start : span.end]


def test_a_pair_of_brackets_marks_the_words_between_them():
    assert inside(WORDS, WORDS.replace("many", "[many]")) == "many"
    assert inside(WORDS, WORDS.replace("many of", " [ many\n of ] ")) == "many of"
    assert inside(WORDS, f"[{WORDS}]") == WORDS


def test_brackets_without_words_mark_the_place_of_an_insertion():
    span = bracketed(WORDS, WORDS.replace("many of", "many [] of"))
    assert span == FoundSpan(WORDS.index("of"), WORDS.index("of"))
    assert bracketed(WORDS, f"{WORDS} []") == FoundSpan(len(WORDS), len(WORDS))


@pytest.mark.parametrize(
    "typed",
    [WORDS, WORDS.replace("many", "[many"), WORDS.replace("many", "[all]"), f"[{WORDS}] and", "[]"],
)
def test_anything_but_one_pair_of_brackets_is_refused_with_what_to_do(typed):
    with pytest.raises(Invalid, match="Type"):
        bracketed(WORDS, typed)


def test_brackets_that_the_clause_has_itself_stay_words():
    text = "the draft resolution [KEN-1] on schools"
    assert inside(text, "the draft [resolution [KEN-1]] on schools") == "resolution [KEN-1]"
    with pytest.raises(Invalid):
        bracketed(text, text)


@given(words, st.data())
def test_what_is_typed_around_a_span_is_that_span(text, data):
    places = [at for at, letter in enumerate(text) if not letter.isspace()]
    start = data.draw(st.sampled_from(places))
    end = data.draw(st.sampled_from([at + 1 for at in places if at >= start]))
    found = bracketed(text, with_brackets(text, FoundSpan(start, end)))
    read = with_brackets(text, found)
    assert "".join(read.split()) == "".join(with_brackets(text, FoundSpan(start, end)).split())


@given(words, st.data())
def test_a_span_is_found_again_where_nothing_changed(text, data):
    places = sorted({at for at in range(len(text) + 1)})
    start, end = sorted((data.draw(st.sampled_from(places)), data.draw(st.sampled_from(places))))
    span = without_ends(text, start, end)
    found = find_span(text, anchor_at(text, span))
    assert found is not None
    assert text[found.start : found.end] == text[span.start : span.end]


@given(words, words, st.data())
def test_what_is_found_is_within_the_words_whatever_they_have_become(text, later, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = find_span(later, anchor_at(text, without_ends(text, start, end)))
    assert found is None or 0 <= found.start <= found.end <= len(later)


def test_a_bracket_survives_changes_elsewhere_and_says_when_its_words_are_gone():
    one = anchor_at(WORDS, bracketed(WORDS, WORDS.replace("many", "[many]")))
    later = f"recognizing also {WORDS.replace('participate', 'take part')} and elsewhere"
    found = find_span(later, one)
    assert later[found.start : found.end] == "many" and not found.is_changed
    assert find_span(WORDS.replace("many", "most"), one) is None
    assert find_span("", one) is None


def test_the_same_word_elsewhere_is_not_the_same_place():
    text = "that parents teach their children; that schools of all countries teach"
    at = anchor_at(text, FoundSpan(text.index("teach"), text.index("teach") + 5))
    assert find_span("that schools of all countries can teach", at) is None


def test_words_that_changed_a_little_are_found_as_changed():
    around = "the youth programmes of the Bureau"
    at = anchor_at(WORDS, FoundSpan(WORDS.index(around), WORDS.index(around) + len(around)))
    later = WORDS.replace("youth programmes", "youth camps")
    found = find_span(later, at)
    assert found.is_changed and later[found.start : found.end] == "the youth camps of the Bureau"


def test_the_place_of_an_insertion_is_found_between_the_words_around_it():
    at = anchor_at(WORDS, bracketed(WORDS, WORDS.replace("many of", "many [] of")))
    later = WORDS.replace("participate", "take part")
    assert find_span(later, at) == FoundSpan(later.index("of"), later.index("of"))
    assert find_span("to train teachers in all schools of the countries concerned;", at) is None
