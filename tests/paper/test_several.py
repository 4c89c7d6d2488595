"""Several wordings of a clause are one text with alternatives, from which each of them can be read
again.
"""

from hypothesis import example, given
from hypothesis import strategies as st

from wgcop.paper.comparison.several import Alternative, WordStretch, joined, words_of

BASE = "to continue the study of child online protection within its mandate;"
KENYA = "to intensify the study of child online protection within its mandate;"
BRAZIL = "to accelerate the study of child online protection within available resources;"
JAPAN = "to continue the study of child online protection within its mandate;"


def test_words_that_all_keep_stand_once_and_changes_stand_as_alternatives():
    assert joined(BASE, {"KEN": KENYA, "B": BRAZIL, "J": JAPAN}) == (
        WordStretch("to"),
        WordStretch(
            " continue",
            (
                Alternative(" intensify", ("KEN",)),
                Alternative(" accelerate", ("B",)),
                Alternative(" continue", ("J",)),
            ),
        ),
        WordStretch(" the study of child online protection within"),
        WordStretch(
            " its mandate",
            (
                Alternative(" its mandate", ("KEN", "J")),
                Alternative(" available resources", ("B",)),
            ),
        ),
        WordStretch(";"),
    )


def test_a_text_that_nobody_changes_is_one_settled_stretch():
    (stretch,) = joined(BASE, {"J": JAPAN})
    assert stretch.is_settled and stretch.base == BASE


def test_changes_that_overlap_are_one_stretch_in_which_each_says_the_whole():
    base = "to promote safe access of all children to the Internet"
    stretches = joined(
        base,
        {
            "KEN": "to promote protection online",
            "B": "to promote safe access of all girls and boys to the Internet",
        },
    )
    assert stretches == (
        WordStretch("to promote"),
        WordStretch(
            " safe access of all children to the Internet",
            (
                Alternative(" protection online", ("KEN",)),
                Alternative(" safe access of all girls and boys to the Internet", ("B",)),
            ),
        ),
    )


def test_a_suppression_and_an_empty_base_are_wordings_too():
    assert joined(BASE, {"KEN": ""}) == (WordStretch(BASE, (Alternative("", ("KEN",)),)),)
    assert joined("", {"KEN": "a new clause;"}) == (
        WordStretch("", (Alternative("a new clause;", ("KEN",)),)),
    )
    assert joined("", {}) == ()


_texts = st.lists(
    st.sampled_from(
        ["the", "Director", "and", "of", "children", ",", "resolves", "儿童", "\n", "a)"]
    )
).map(" ".join)


@given(base=_texts, wordings=st.dictionaries(st.sampled_from("ABCDE"), _texts))
@example(base="a b c d", wordings={"A": "a x b c d", "B": "a c d", "C": "a b c d"})
def test_each_wording_and_the_base_can_be_read_again_from_the_joined_text(base, wordings):
    stretches = joined(base, wordings)
    assert words_of(stretches, None) == base
    for holder, wording in wordings.items():
        assert words_of(stretches, holder) == wording
    for stretch in stretches:
        held = [holder for each in stretch.alternatives for holder in each.holders]
        assert stretch.is_settled or sorted(held) == sorted(wordings)
        assert len({each.words for each in stretch.alternatives}) == len(stretch.alternatives)


@given(base=_texts, wordings=st.dictionaries(st.sampled_from("ABC"), _texts, min_size=1))
def test_a_text_made_of_any_mixture_of_wordings_keeps_what_all_keep(base, wordings):
    stretches = joined(base, wordings)
    settled = [stretch.base for stretch in stretches if stretch.is_settled]
    mixture = "".join(
        stretch.words_of(sorted(wordings)[n % len(wordings)]) for n, stretch in enumerate(stretches)
    )
    at = 0
    for words in settled:
        at = mixture.index(words, at) + len(words)
