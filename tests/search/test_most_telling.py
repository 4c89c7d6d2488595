"""The most telling terms of a text are found without asking about each of its words."""

from hypothesis import given
from hypothesis import strategies as st

from wgcop.search_engines.ranking import MOST_TELLING, idf, most_telling

READABLE = 1_000
TEXTS = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=4),
    st.tuples(st.integers(1, 6), st.integers(0, READABLE)),
    max_size=150,
)


@given(TEXTS)
def test_they_are_those_of_the_highest_weight(text):
    weights = {term: count * idf(READABLE, held) for term, (count, held) in text.items() if held}
    best = sorted(weights, key=lambda term: (-weights[term], term))[:MOST_TELLING]
    counts = {term: count for term, (count, _) in text.items()}
    assert list(most_telling(counts, lambda term: text[term][1], READABLE).weights) == best


def test_words_that_no_record_has_count_as_missing_if_they_would_be_among_them():
    few = {"known": 2, "unknown": 3}
    telling = most_telling(few, lambda term: 5 * (term == "known"), READABLE)
    assert telling == ({"known": 2 * idf(READABLE, 5)}, 3 * idf(READABLE, 0))
    many = {f"often{number}": 9 for number in range(MOST_TELLING)} | {"unknown": 1}
    assert most_telling(many, lambda term: term != "unknown", READABLE).missing == 0


def test_a_long_text_is_looked_up_by_a_limited_number_of_words():
    counts = {f"often{number}": 5 for number in range(60)}
    counts |= {f"once{number}": 1 for number in range(2_000)}
    asked = []
    most_telling(counts, lambda term: asked.append(term) or 10, READABLE)
    assert len(asked) == 60
