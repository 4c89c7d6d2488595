import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.search.world import GUEST
from wgcop.search.question.parsing import parse
from wgcop.search.question.query import LONGEST_QUERY
from wgcop.search.question.terms import MOST_TERMS


def ask(typed):
    return parse(typed, audiences=GUEST)


def words(terms):
    return [
        term.prefix + "*"
        if term.prefix
        else " ".join(min(place, key=len) for _, place in term.alternatives[-1])
        for term in terms
    ]


def test_a_run_of_spaces_is_one():
    query = ask("resolution \t\u3000  x")
    assert query.typed == "resolution x"
    assert query.words == ask("resolution x").words


def test_words_are_asked_for_without_the_common_ones():
    assert words(ask("the protection of children").words) == ["protect", "child"]


def test_only_common_words_are_asked_for_as_they_are():
    assert len(ask("who is it").words) == 3


def test_a_word_typed_twice_counts_twice():
    (child,) = ask("child online child").words[:1]
    assert child.count == 2


def test_a_phrase_is_required_and_keeps_the_places_of_its_stop_words():
    query = ask('"rights of the child" online')
    (phrase,) = query.required
    assert [offset for offset, _ in phrase.alternatives[0]] == [0, 3]
    assert len(query.words) == 2


@pytest.mark.parametrize(
    "typed", ['"capacity building', "“capacity building”", "«capacity building»"]
)
def test_quotes_of_any_kind_and_without_an_end(typed):
    assert words(ask(typed).required) == ["capac build"]


def test_a_prefix_is_a_star_after_letters():
    assert words(ask("protect* *tion * ** a*").words) == ["protect*", "tion"]


def test_a_field_is_required_and_holds_all_words_between_quotation_marks():
    query = ask('source:kenya body:"ITU-D Study Group 1" title:guidelines')
    assert [
        (term.field, text) for term, text in zip(query.required, words(query.required), strict=True)
    ] == [
        ("source", "kenya"),
        ("body", "itu d study group 1"),
        ("title", "guidelin"),
    ]
    assert query.words == ()


def test_an_unknown_field_is_words():
    assert ask("note:children").required == ()
    assert ask("note:children").words


def test_minus_and_not_exclude_words_phrases_and_fields():
    assert words(ask('-tv NOT radio -"mass media" −source:kenya').excluded) == [
        "tv",
        "radio",
        "mass media",
        "kenya",
    ]
    assert words(ask("child AND home OR school").words) == ["child", "home", "school"]
    assert ask("well-known").excluded == ()


def test_a_kind_may_be_in_the_plural_and_a_year_a_range():
    kinds, years = ask("kind:agenda-items year:2009-2011").required
    assert "agenda-item" in kinds.alternatives[0][0][1]
    assert years.alternatives[0][0][1] == {"2009", "2010", "2011"}


def test_a_hyphenated_word_is_looked_up_as_one_and_as_two():
    (term,) = ask("cyber-bullying").words
    assert len(term.alternatives) == 2
    (online,) = ask("on-line").words
    assert [len(sequence) for sequence in online.alternatives] == [1]


def test_a_script_without_spaces_is_asked_for_pair_by_pair():
    assert words(ask("儿童保护").words) == ["儿童", "童保", "保护"]
    assert words(ask('"儿童保护"').required) == ["儿童 童保 保护"]
    assert words(ask("儿童online").words) == ["儿童 onlin"], (
        "what nothing separates belongs together"
    )


@pytest.mark.parametrize("typed", ["", "   ", "*", "***", '"', '""""', "-", "--", ":", "- - -", "\0\0", "()[]{}"])  # fmt: skip
def test_a_question_without_a_word_is_empty(typed):
    assert ask(typed).is_empty


HOSTILE = [
    "a" * 100_000,
    "a* " * 10_000,
    '"' * 9_999,
    "(((((" * 2_000,
    "-" * 5_000 + "x",
    "kind:" * 3_000,
    "\0\x01\ud800\ufffe children",
    "儿" * 5_000,
    "\u0301" * 5_000,
    "ﷺ" * 2_000,
    "year:0-9999",
    "year:99999999999999999999",
    "source:*",
    "' OR 1=1; --",
    "a.b.c.d.e." * 1_000,
    "x-" * 5_000,
    f"resolution{' ' * 900}x",
    f"A/1{' ' * 900}(",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_questions_are_read_quickly_and_kept_short(typed):
    begun = time.process_time()
    query = ask(typed)
    assert time.process_time() - begun < 2
    assert len(query.typed) <= LONGEST_QUERY
    assert len(query.words) <= MOST_TERMS >= len(query.required)


pieces = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ['"', "-", "*", ":", "(", "kind:", "year:", "source:", "NOT", "AND", " ", "«", "22-2/1"]
    ),
)


typing = st.lists(pieces, max_size=25).map("".join)


@given(typing)
@example("title:*")
@example('source:"')
@example("Q1/1*")
def test_whatever_is_typed_is_a_question(typed):
    query = ask(typed)
    assert len(query.words) <= MOST_TERMS
    for term in (*query.words, *query.required, *query.excluded):
        assert term.prefix or all(term.alternatives)
        for sequence in term.alternatives:
            for _, place in sequence:
                "".join(place).encode()
    assert parse(query.typed, audiences=GUEST).words == query.words
