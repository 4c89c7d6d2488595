import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from tests.search.world import GUEST
from wgcop.search.question.parsing import parse
from wgcop.search_engines.snippets import TermMarker


def marker(typed):
    return TermMarker(parse(typed, audiences=GUEST).words)


def shown(typed, text, language="en"):
    return marker(typed).excerpt(text, language).markup


def test_the_words_that_were_asked_for_are_marked_in_every_form():
    assert shown("protect child", "Protecting all children.") == (
        "<mark>Protecting</mark> all <mark>children</mark>."
    )


def test_only_the_place_of_a_phrase_is_marked():
    assert shown('"child online"', "A child is online. Child online.") == (
        "A child is online. <mark>Child</mark> <mark>online</mark>."
    )


def test_a_phrase_deep_in_a_long_text_is_shown_where_it_stands():
    """Its words stand for themselves thousands of times before."""
    before = "The right of each person to be heard is a right to data. " * 4_000
    text = before + "Nobody has a right to be forgotten here." + " Data of rights." * 3_000
    for typed in ('"right to be forgotten"', '"right to be forgotten" data'):
        found = marker(typed).excerpt(text)
        assert "<mark>right</mark> to be <mark>forgotten</mark>" in found.markup
        assert 0 <= text.index("right to be forgotten") - found.start < 40


def test_prefixes_symbols_hyphens_and_other_scripts_are_marked():
    assert shown("organiz*", "Some organizations") == "Some <mark>organizations</mark>"
    assert "<mark>22</mark>-<mark>2</mark>/<mark>1</mark>" in shown("22-2/1", "Question 22-2/1")
    assert shown("cyberbullying", "On cyber-bullying.") == "On <mark>cyber-bullying</mark>."
    assert shown("resolution", "See Res. 67.") == "See <mark>Res</mark>. 67."
    assert shown("res", "See Res. 67.") == "See Res. 67."
    assert shown("在线", "儿童在线保护", "zh") == "儿童<mark>在线</mark>保护"
    assert shown("أطفال", "حماية الأطفال", "ar") == "حماية <mark>الأطفال</mark>"


@pytest.mark.parametrize(
    "text",
    [
        "l’École “protège” çà et là",
        "Schutz: proteger, прот, 保护 protección",
        "prote\u0301ge",
        "ﬁne, œuvre and ｐｒｏｔｅｃｔ",
        "İstanbul protects",
    ],
)
def test_whatever_stands_around_it_a_word_is_marked_as_in_a_plain_text(text):
    by_beginnings, by_pieces = (marker("protect protéger protection") for _ in range(2))
    by_pieces._beginnings = frozenset()
    for language in ("en", "fr", "es"):
        assert by_beginnings.excerpt(text, language) == by_pieces.excerpt(text, language)


def test_a_long_text_is_shown_where_most_was_found():
    text = "filler words here " * 400 + "the child at school " + "more filler " * 400
    found = shown("child school", text)
    assert "<mark>child</mark> at <mark>school</mark>" in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert len(found) < 500


def test_terms_far_apart_each_have_their_fragment():
    found = shown("alpha omega", "alpha " + "filler " * 300 + "omega")
    assert "<mark>alpha</mark>" in found
    assert "<mark>omega</mark>" in found
    assert " … " in found


def test_without_a_match_the_text_begins():
    assert shown("nowhere", "What is this about?") == "What is this about?"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert('child')</script>",
        'child" onmouseover="alert(1)',
        "<mark>child</mark> & </mark><img src=x onerror=child>",
        "child &lt;b&gt; <b>child</b>",
    ],
)
def test_nothing_of_the_text_becomes_html(text):
    for rendered in (shown("child", text), marker("child").marked(text)):
        rest = rendered.replace("<mark>", "").replace("</mark>", "")
        assert "<mark>child</mark>" in rendered
        assert not re.search(r"[<>\"']", rest)
        assert rest == escape(text)


@given(st.text(max_size=200), st.text(max_size=40))
def test_any_text_and_question_give_balanced_marks_and_nothing_else(text, typed):
    rendered = str(shown(typed, text))
    rest = rendered.replace("<mark>", "").replace("</mark>", "")
    assert rendered.count("<mark>") == rendered.count("</mark>")
    assert "<" not in rest
    assert ">" not in rest


def test_a_very_long_text_is_read_in_bounded_time():
    begun = time.perf_counter()
    shown("child", "child " * 500_000)
    shown("nowhere", "x" * 3_000_000)
    assert time.perf_counter() - begun < 20
