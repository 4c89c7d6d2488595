import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgcop.search.analysis import labels_of, normalise, terms_of, tokenise


def terms(text, language="en"):
    return [term for term, _ in terms_of(text, language).terms]


@pytest.mark.parametrize(
    "one, other",
    [
        ("campaign", "campaigns"),
        ("child", "children"),
        ("child", "child’s"),
        ("policy", "policies"),
        ("organisation", "organization"),
        ("programme", "programs"),
        ("behaviour", "behaviors"),
        ("centre", "centers"),
        ("CHILD", "ｃｈｉｌｄ"),
        ("Côte", "cote"),
        ("U.N.", "UN"),
        ("Res. 67", "resolution 67"),
        ("Q22-2/1", "Question 22-2/1"),
    ],
)
def test_words_that_readers_take_for_the_same_are_the_same(one, other):
    assert terms(one) == terms(other)


@pytest.mark.parametrize(
    "text, language, expected",
    [
        ("the rights of the child", "en", ["right", "child"]),
        ("WHO says who", "en", ["who", "say"]),
        ("recalling a)", "en", ["recal", "a"]),
        ("l’enfant d'Ivoire", "fr", ["enfant", "ivoire"]),
        ("niños", "es", ["ninos"]),
        ("защита ребёнка", "ru", ["защита", "ребенка"]),
        ("حِماية الأطفال", "ar", ["حمايه", "اطفال"]),
        ("儿童在线", "zh", ["儿童", "童在", "在线", "线"]),
        ("हिन्दी", "hi", ["हिन्दी"]),
        ("**bold** _slanted_", "en", ["bold", "slant"]),
    ],
)
def test_what_a_text_is_found_by(text, language, expected):
    assert terms(text, language) == expected


def test_a_symbol_is_its_parts_in_order():
    assert [t for t in terms("WG-COP/3/7") if t != "wgcop"] == ["wg", "cop", "3", "7"]


def test_a_hyphenated_word_is_found_as_one_and_as_two():
    assert terms_of("cyber-bullying today").terms == [
        ("cyberbulli", 0),
        ("cyber", 0),
        ("bulli", 1),
        ("today", 2),
    ]


def test_words_are_kept_as_they_were_written_too():
    assert terms_of("the national policies").words == ["national", "policies"]


def test_two_labels_never_join_to_a_phrase():
    (_, first), (_, second) = labels_of(["Kenya", "Uganda"])
    assert second - first > 50


@given(st.text(max_size=300))
def test_any_text_has_tokens_that_lie_within_it(text):
    position = -1
    for token in tokenise(text):
        assert 0 <= token.start < token.end <= len(text)
        assert 0 < len(token.text) <= 64
        assert token.position >= position >= -1
        position = token.position
        token.text.encode()


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=40))
def test_normalizing_twice_changes_nothing_more(word):
    once = normalise(word)
    assert normalise(once) in (once, normalise(normalise(once)))
