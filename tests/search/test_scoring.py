"""Where a phrase stands, as arithmetic on arrays, beside reading each text word by word."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgcop.search.question.query import PhrasePlace
from wgcop.search_engines.scoring import Occurrences, standing

WORDS = ["rare", "usual", "common", "common", "common", "common"]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=30), min_size=1, max_size=8)
PHRASES = st.lists(st.sets(st.sampled_from(WORDS), min_size=1, max_size=2), min_size=1, max_size=3)


def occurrences(word, texts):
    docs = [number for number, text in enumerate(texts) if word in text]
    return Occurrences(
        np.array(docs, dtype=np.uint32),
        np.array([texts[doc].count(word) for doc in docs], dtype=np.uint16),
        np.array([n for doc in docs for n, w in enumerate(texts[doc]) if w == word], np.uint32),
    )


@pytest.mark.parametrize("many", [0, 20_000])
@given(texts=TEXTS, places=PHRASES, hidden=st.sets(st.integers(0, 7)), gap=st.integers(1, 2))
def test_a_phrase_stands_where_its_words_follow_one_another(many, texts, places, hidden, gap):
    phrase = tuple(PhrasePlace(gap * n, frozenset(words)) for n, words in enumerate(places))
    lists = [[occurrences(word, texts) for word in words] for words in places]
    visible = np.array([number not in hidden for number in range(len(texts))])
    expected = [
        number
        for number, text in enumerate(texts)
        if visible[number]
        and any(
            all(
                begin + place.offset < len(text) and text[begin + place.offset] in place.terms
                for place in phrase
            )
            for begin in range(len(text))
        )
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wgcop.search_engines.scoring.MANY", many)
        assert standing(phrase, lists, visible).tolist() == expected
