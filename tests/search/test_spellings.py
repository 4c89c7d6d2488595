"""Only plain words without matches are corrected."""

import pytest

from wgcop.search.question.spellings import MOST_WORDS, correct

KNOWN = {"children", "awareness", "campaigns", "protection"}
LIKE = {"chidlren": ("children", "chicken"), "campagns": ("campaigns",), "zzzz": ()}


def mend(typed):
    return correct(
        typed, has_matches=lambda word: word in KNOWN, words_like=lambda word: LIKE.get(word, ())
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chidlren", "children"),
        ("awareness campagns for chidlren", "awareness campaigns for children"),
        ("awareness campaigns", "awareness campaigns"),
        ("zzzz chidlren", "zzzz children"),
        ('"chidlren protection" campagns', '"chidlren protection" campaigns'),
        ("source:chidlren -chidlren chidlren*", "source:chidlren -chidlren chidlren*"),
        ("22-2/1 NOT campagns", "22-2/1 NOT campaigns"),
        ("with from what", "with from what"),
        ("", ""),
    ],
)
def test_words_are_mended_and_nothing_else(typed, meant):
    assert mend(typed) == meant


def test_the_words_of_names_are_kept():
    assert (
        correct(
            "chidlren campagns",
            has_matches=lambda word: word in KNOWN,
            words_like=lambda word: LIKE.get(word, ()),
            names=[(0, 8)],
        )
        == "chidlren campaigns"
    )


def test_a_long_question_is_not_read_to_its_end():
    asked = []
    correct(
        "wordy " * 500, has_matches=lambda word: not asked.append(word), words_like=lambda word: ()
    )
    assert len(asked) == MOST_WORDS
