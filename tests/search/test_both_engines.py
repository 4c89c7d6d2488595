"""Side by side: the same corpus and the same question give the same answer."""

from operator import itemgetter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.search.places import Place
from tests.search.world import GUEST, KENYAN, record
from wgcop.search.question.parsing import parse
from wgcop.search.question.query import Order
from wgcop.search_engines.postgres import merging

WORDS = st.sampled_from(
    [
        "child",
        "children",
        "protection",
        "online",
        "cyber-bullying",
        "cyberbullying",
        "the",
        "school",
    ]
    + ["22-2/1", "enfants", "儿童在线", "protect", "Kenya", "2010"]
)
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)
RECORDS = st.builds(
    dict,
    text=TEXTS,
    title=st.lists(WORDS, max_size=3).map(" ".join),
    audience=st.sampled_from(["public", "public", "delegation:7", "delegation:8"]),
    kind=st.sampled_from(["clause", "comment"]),
    year=st.sampled_from([None, 2010, 2014]),
    language=st.sampled_from(["en", "en", "fr", "zh"]),
    body=st.sampled_from(["", "ITU-D", "ITU-D Study Group 1"]),
    subjects=st.sets(st.sampled_from(["Training", "Helplines"])).map(lambda s: tuple(sorted(s))),
    symbol=st.sampled_from(["", "", "WG-COP/3/7", "WG-COP/3/10"]),
)
ASKED = st.lists(
    WORDS
    | st.sampled_from(
        ["prot*", "on*", '"child protection"', '"protection online"', "title:child", "kind:clause"]
        + ["body:ITU-D", "-school", "year:2010-2014", "symbol:WG-COP/3", '-"child online"', "xyz"]
    ),
    max_size=5,
).map(" ".join)


@pytest.fixture(scope="module")
def postgres(search_database):
    engine = Place("postgres", search_database).open()
    yield engine
    engine.close()


@settings(max_examples=25, deadline=None)
@given(
    corpus=st.lists(RECORDS, max_size=12),
    changed=st.lists(st.tuples(st.integers(0, 11), RECORDS), max_size=3),
    typed=st.lists(ASKED, min_size=1, max_size=5),
    options=st.fixed_dictionaries(
        {
            "audiences": st.sampled_from([GUEST, KENYAN]),
            "language": st.sampled_from(["", "fr"]),
            "order": st.sampled_from(Order),
            "per_kind": st.sampled_from([0, 0, 2]),
            "chosen": st.sampled_from(
                [{}, {"kind": ["clause"]}, {"subject": ["Training"], "year": ["2010"]}]
            ),
        }
    ),
)
def test_both_engines_answer_alike(postgres, tmp_path_factory, corpus, changed, typed, options):
    # A new folder each time: Whoosh names its files at random, which hypothesis makes repeat.
    whoosh = Place("whoosh", str(tmp_path_factory.mktemp("index") / "index")).open()
    both = (whoosh, postgres)
    for engine in both:
        engine.clear()
        with engine.writing() as index:
            index.put(_records(enumerate(corpus)))
        with engine.writing() as index:
            index.put(_records(changed))
    for question in typed:
        one, other = (engine.search(parse(question, **options)) for engine in both)
        assert (one.total, one.facets) == (other.total, other.facets)
        assert _shown(one) == _shown(other)
    for kinds in (None, {"clause"}):
        one, other = (
            engine.similar(
                " ".join(typed), language="en", audiences=options["audiences"], kinds=kinds
            )
            for engine in both
        )
        assert _ranked(one) == _ranked(other)


@settings(max_examples=25, deadline=None)
@given(
    commits=st.lists(
        st.dictionaries(st.integers(0, 7), st.none() | RECORDS, min_size=1, max_size=4),
        min_size=4,
        max_size=12,
    ),
    typed=st.lists(ASKED, min_size=1, max_size=3),
)
def test_merged_in_pieces_it_answers_like_an_index_that_was_just_filled(
    postgres, tmp_path_factory, commits, typed
):
    """Two segments are enough for a merge, and each commit merges one term only; `None` takes a record away."""
    postgres.clear()
    there = {}
    questions = [parse(question, audiences=KENYAN) for question in typed]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "MOST_ALIKE", 2)
        patch.setattr(merging, "MOST_GONE", 1)
        patch.setattr(merging, "SECONDS", 0)
        for commit in commits:
            there |= commit
            with postgres.writing() as index:
                index.drop(f"{kind}:{n}" for n in commit for kind in ("clause", "comment"))
                index.put(_records((n, fields) for n, fields in commit.items() if fields))
        in_pieces = [_answer(postgres, question) for question in questions]
    postgres.optimise()
    just_filled = Place("whoosh", str(tmp_path_factory.mktemp("index") / "index")).open()
    with just_filled.writing() as index:
        index.put(_records((n, fields) for n, fields in there.items() if fields))
    expected = [_answer(just_filled, question) for question in questions]
    assert in_pieces == expected
    assert [_answer(postgres, question) for question in questions] == expected


def _answer(engine, question):
    """Sorted by id, because what scores the same is in the order of its commits."""
    results = engine.search(question)
    return results.total, results.facets, sorted(_shown(results), key=itemgetter(0))


def _records(numbered):
    return [record(str(number), **fields) for number, fields in numbered]


def _shown(results):
    return [
        (hit.id, pytest.approx(hit.score, abs=1e-3), hit.snippet, hit.marked_title, hit.url)
        for hit in results.hits
    ]


def _ranked(hits):
    return [(hit.id, pytest.approx(hit.score, abs=1e-3)) for hit in hits]
