"""Where a passage stands, and what the clause reads with other words in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgcop.paper.anchor import QuotePlace, make
from wgcop.resolutions.suggested import (
    PassageGone,
    changed,
    only_place,
    with_words,
    with_words_as_typed,
)
from wgcop.resolutions.typeset import plain

CLAUSE = "that many of them will join; that others, too, will help. Those who help are many"


def anchored(words, text=CLAUSE, before="", after=""):
    anchor = make(text, words, before, after)
    assert anchor
    return anchor


def place(words, text=CLAUSE):
    start = text.index(words)
    return QuotePlace(start, start + len(words))


def test_words_that_stand_once_are_found_also_after_others_changed():
    anchor = anchored("others")
    assert only_place(CLAUSE, anchor) == place("others")
    later = CLAUSE.replace("many of them", "very many of these children")
    assert only_place(later, anchor) == place("others", later)


def test_words_that_are_gone_or_only_resembled_are_not_found():
    anchor = anchored("others, too")
    for later in (CLAUSE.replace("others, too", "other persons, too"), "", "nothing of it"):
        assert only_place(later, anchor) == PassageGone.GONE


def test_of_words_that_stand_twice_their_surroundings_decide_or_nobody_does():
    selected = anchored("many", before="help are ")
    assert only_place(CLAUSE, selected) == QuotePlace(len(CLAUSE) - 4, len(CLAUSE))
    later = CLAUSE.replace("help are many", "are many")
    assert only_place(later, selected) == PassageGone.SEVERAL


def test_the_same_words_elsewhere_are_another_passage():
    """The quoted ones were deleted, and others like them are left."""
    anchor = anchored("help", before="will ")
    assert only_place("Whoever may help", anchor) == PassageGone.GONE


@pytest.mark.parametrize(
    "words, instead, reads",
    [
        ("many of them", "most", "that most will join"),
        ("many", "", "that of them will join"),
        ("others", "others, all of them", "that others, all of them, too, will"),
        (", too,", "", "that others will help"),
        (" are many", "", "Those who help"),
    ],
)
def test_the_clause_reads_with_the_other_words(words, instead, reads):
    assert reads in with_words(CLAUSE, place(words), instead)


def test_leaving_words_out_leaves_no_second_space():
    assert with_words("a b c", place("b", "a b c"), "") == "a c"
    assert with_words("a b, c", place("b", "a b, c"), "") == "a, c"
    assert with_words("b c", place("b", "b c"), "") == "c"
    assert with_words("a b", place("b", "a b"), "") == "a"


def test_emphasis_stays_with_the_words_that_have_it():
    typed = "*further noting* that *many* help"
    text = plain(typed)
    assert with_words_as_typed(typed, place("many", text), "most") == (
        "*further noting* that *most* help"
    )
    assert with_words_as_typed(typed, place("noting that", text), "say that") == (
        "*further* say that *many* help"
    )
    assert with_words_as_typed(typed, place("help", text), "are here") == (
        "*further noting* that *many* are here"
    )


WORDS = st.text("abc *\n", max_size=30)


@given(WORDS, st.data())
def test_typed_and_plain_words_say_the_same(typed, data):
    text = plain(typed)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    instead = data.draw(st.text("xy ", max_size=8))
    where = QuotePlace(start, end)
    said = with_words_as_typed(typed, where, instead)
    if "*" not in text:  # an asterisk without a partner may find one
        assert plain(said) == with_words(text, where, instead)


def test_the_change_is_shown_in_its_sentence():
    shown = changed(CLAUSE, place("others"), "all others")
    assert shown.old == "… that others, too, will help. …"
    assert shown.new == "… that all others, too, will help. …"
    assert shown.new_clause == CLAUSE.replace("others", "all others")


def test_a_long_sentence_is_cut_at_words():
    text = f"{'before ' * 200}here{' after' * 200}"
    shown = changed(text, place("here", text), "there")
    assert len(shown.old) < 520 and shown.old.startswith("… before")
    assert shown.new == shown.old.replace("here", "there", 1)
