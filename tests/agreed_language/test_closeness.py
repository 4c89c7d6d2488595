"""The passage closest to given words is found in any script, and nothing is taken for close that is not."""

import pytest

from wgcop.agreed_language.closeness import closest, is_enough

TEXT = (
    "The conference met in Kigali. It agreed to build the capacity of teachers and parents in all regions; "
    "it thanked the host.\nIt agreed to build the capacity of regulators."
)


def test_the_same_words_are_told_from_similar_ones():
    same = closest("build the capacity of teachers and parents", TEXT)
    assert same and same.share == 1 and "all regions" in same.passage
    similar = closest("build up the capacity of all teachers and parents", TEXT)
    assert similar and similar.passage == same.passage and 0.6 <= similar.share < 1


def test_of_several_that_come_as_close_the_shortest_is_shown():
    found = closest("agreed to build the capacity of", TEXT)
    assert found and found.passage == "It agreed to build the capacity of regulators."


def test_the_same_words_scattered_over_a_passage_are_not_close():
    scattered = "Parents met. Of the teachers and the capacity we know little: to build is to agree, said parents."
    assert closest("agreed to build the capacity of teachers and parents", scattered) is None


def test_a_short_passage_is_not_close_to_a_long_text():
    assert (
        closest(
            "to build the capacity of teachers and parents in all regions by 2030", "of teachers"
        )
        is None
    )


@pytest.mark.parametrize(
    "words, text, passage",
    [
        (
            "鼓励成员国与学校合作",
            "大会决定：鼓励成员国与学校合作。感谢东道国。",
            "大会决定：鼓励成员国与学校合作。",
        ),
        (
            "с учетом потребностей детей",
            "Решает действовать с учетом потребностей детей.",
            "Решает действовать с учетом потребностей детей.",
        ),
        (
            "حماية الأطفال على الخط",
            "بشأن حماية الأطفال على الخط؛ وشكرا.",
            "بشأن حماية الأطفال على الخط؛",
        ),
    ],
)
def test_any_script_is_read(words, text, passage):
    found = closest(words, text)
    assert found and (found.passage, found.share) == (passage, 1)


def test_two_words_are_too_few():
    assert not is_enough("capacity building") and is_enough("build the capacity")
    assert not is_enough("儿童") and is_enough("保护儿童上网安全")
