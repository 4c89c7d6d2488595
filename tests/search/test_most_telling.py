"""The most telling terms of a text are found without asking about each of its words."""

from hypothesis import given
from hypothesis import strategies as st

from wgcop.search.engines.ranking import MOST_TELLING, idf, most_telling

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
    assert most_telling(counts, lambda term: text[term][1], READABLE) == best


def test_a_long_text_is_looked_up_by_a_limited_number_of_words():
    counts = {f"often{number}": 5 for number in range(60)}
    counts |= {f"once{number}": 1 for number in range(2_000)}
    asked = []
    most_telling(counts, lambda term: asked.append(term) or 10, READABLE)
    assert len(asked) == 60
