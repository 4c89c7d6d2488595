"""Whole arrays give the same postings as reading each record by itself."""

from collections import defaultdict
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.search.world import record
from wgcop.search.question.analysis import labels_of as words_of
from wgcop.search.question.analysis import terms_of
from wgcop.search_engines import inverting
from wgcop.search_engines.fields import TERMS_FIELDS, labels_of, rounded_lengths, values_of
from wgcop.search_engines.inverting import in_parts, inverted

WORDS = (
    "children",
    "the",
    "Res. 67",
    "cyber-bullying",
    "Q22-2/1",
    "l’enfant",
    "儿童在线",
    "67",
    "WHO",
)
LANGUAGES = ("en", "fr", "und")


def read_one_by_one(records):
    """Field → term → document → positions, with as many as there are occurrences."""
    fields = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for doc, each in enumerate(records):
        for name in ("title", "text"):
            read = terms_of(getattr(each, name), each.language)
            for term, place in read.terms:
                fields[name][term][doc].append(place)
            for word in read.words:
                fields[f"{name}_words"][word][doc].append(None)
        for name, labels in labels_of(each).items():
            for term, place in words_of(labels):
                fields[name][term][doc].append(place)
        for name, values in values_of(each).items():
            for value in values:
                fields[name][value][doc].append(None)
    return fields


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_records_turned_around_together_have_the_terms_of_each(data):
    texts = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
    records = [
        record(
            str(number),
            data.draw(texts),
            title=data.draw(texts),
            language=data.draw(st.sampled_from(LANGUAGES)),
            subjects=tuple(data.draw(st.lists(st.sampled_from(WORDS), max_size=3))),
        )
        for number in range(data.draw(st.integers(1, 5)))
    ]
    expected = read_one_by_one(records)
    fewest_that_share = data.draw(st.sampled_from((1, 200)))
    with patch.object(inverting, "MANY", fewest_that_share):
        got = inverted(records)
    assert {name for name, postings in got.fields.items() if postings.terms} == set(expected)
    for name, postings in got.fields.items():
        assert postings.terms == sorted(expected[name])
        begin = place = 0
        for term, end in zip(postings.terms, postings.ends.tolist(), strict=True):
            docs, counts = postings.docs[begin:end].tolist(), postings.counts[begin:end].tolist()
            assert dict(zip(docs, counts, strict=True)) == {
                doc: len(places) for doc, places in expected[name][term].items()
            }
            if TERMS_FIELDS[name].has_positions:
                for doc, count in zip(docs, counts, strict=True):
                    places = postings.places[place : place + count].tolist()
                    assert places == expected[name][term][doc]
                    place += count
            begin = end
    lengths = [len(terms_of(each.text, each.language).terms) for each in records]
    assert got.lengths["text"].tolist() == rounded_lengths(lengths).tolist()


def test_a_term_without_end_in_one_record_is_counted_as_far_as_counts_go(monkeypatch):
    monkeypatch.setattr(inverting, "MOST_COUNTED", 3)
    text = inverted([record("a", "word " * 5 + "other"), record("b", "word")]).fields["text"]
    assert text.terms == ["other", "word"]
    assert text.counts.tolist() == [1, 3, 1]
    assert text.places.tolist() == [5, 0, 1, 2, 0]
    assert text.place_ends.tolist() == [1, 5]


def test_what_was_read_of_pieces_is_not_kept_without_end(monkeypatch):
    monkeypatch.setattr(inverting, "MANY", 1)
    monkeypatch.setattr(inverting, "MOST_PIECES", 30)
    for number in range(10):
        words = " ".join(f"word{number}of{nth}" for nth in range(20))
        assert len(inverted([record("a", words)]).fields["text"].terms) == 20
        assert sum(len(each.texts) for each in inverting._kept) < 60


def test_very_long_texts_are_turned_around_in_parts(monkeypatch):
    monkeypatch.setattr(inverting, "MOST_CHARACTERS", 10)
    records = [record(name, "eleven letters") for name in "abc"]
    assert [[each.id for each in part] for part in in_parts(records)] == [
        ["remark:a"], ["remark:b"], ["remark:c"],
    ]  # fmt: skip
