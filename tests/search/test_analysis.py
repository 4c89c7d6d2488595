import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wgcop.search.question import analysis
from wgcop.search.question.analysis import (
    PIECES,
    indexed,
    labels_of,
    normalise,
    pieces_of,
    read_piece,
    terms_of,
    tokenise,
)

KANA_MARKS = "\u3099\u309a"
"""They stand on letters that are taken pair by pair, as ideographs are."""


def test_every_mark_of_unicode_is_a_part_of_its_word():
    marks = [
        mark
        for mark in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(mark) in {"Mn", "Mc"} and mark not in KANA_MARKS
    ]
    assert len(marks) > 2_000
    broken = [mark for mark in marks if [t.end for t in tokenise(f"a{mark}b")] != [3]]
    assert broken == []


@given(st.text(alphabet="ab1٣. \n\t\u00a0\u2028\x1c", max_size=20))
@example("Res. 67 and Res.  68, 12 \n 13 14")
def test_a_text_is_split_into_its_pieces(text):
    assert pieces_of(text) == PIECES.findall(text)


@given(st.text(alphabet="Whoits1. )(e’-é", max_size=8), st.sampled_from(["en", "fr"]))
def test_what_is_indexed_of_a_piece_is_what_is_read_of_it(piece, language):
    for each in pieces_of(piece):
        tokens, width = read_piece(each, language)
        kept = [(term, token.text, token.position) for token, term in tokens
                if not (language == "en" and token.stop)]  # fmt: skip
        assert indexed(each, language) == (tuple(kept), width)


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
        ("№ ٢٢", "№ 22"),
        ("cœur", "coeur"),
    ],
)
def test_words_that_readers_take_for_the_same_are_the_same(one, other):
    assert terms(one) == terms(other)


@pytest.mark.parametrize(
    "language, words",
    [
        ("fr", "liberté libertés LIBERTE"),
        ("fr", "national nationale nationaux"),
        ("es", "nación naciones nacion"),
        ("es", "niño niños niñas ninos"),
        ("es", "libertad libertades"),
        ("ru", "ребёнок ребёнка ребенка ребенку"),
        ("ru", "дети детей детям"),
        ("ru", "право права правами прав"),
        ("ar", "طفل الطفل أطفال الأطفال للأطفال وأطفالهم"),
        ("ar", "حماية الحماية حمايه وحماية بحماية حِمَايَة حمـايـة"),
        ("ar", "إنسان الإنسان انسان للإنسان"),
        ("ar", "حق الحق حقوق والحقوق"),
    ],
)
def test_the_forms_of_a_word_come_together(language, words):
    assert len({terms(word, language)[0] for word in words.split()}) == 1


@pytest.mark.parametrize(
    "text, language, expected",
    [
        ("the rights of the child", "en", ["right", "child"]),
        ("WHO says who", "en", ["who", "say"]),
        ("recalling a)", "en", ["recal", "a"]),
        ("l’enfant d'Ivoire", "fr", ["enfant/fr", "ivoir/fr"]),
        ("niños", "es-MX", ["nin/es"]),
        ("защита ребёнка", "ru", ["защит/ru", "ребенк/ru"]),
        ("حِماية الأطفال", "ar", ["حما/ar", "طفل/ar"]),
        ("ЮНИСЕФ, ITU 2010", "ru", ["юнисеф/ru", "itu", "2010"]),
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


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=80))
@example("U.N. Res. 67, Q22-2/1's cyber-bullying_don't -- a.b.")
def test_a_text_in_ascii_is_split_as_any_other(text):
    quickly, as_others = (
        [(match.span(), match.lastgroup) for match in pattern.finditer(text)]
        for pattern in (analysis._ASCII_TOKENS, analysis._TOKENS)
    )
    assert quickly == as_others


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=40))
def test_normalizing_twice_changes_nothing_more(word):
    once = normalise(word)
    assert normalise(once) in (once, normalise(normalise(once)))


@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("Res. 67qQ-/U.N.’儿童 \n\u0301"), st.characters()),
        max_size=80,
    )
)
@example("Res. 67, para 5")
@example("Children, of THE or OR IT, Q.")
@example("U.N. Q 22-2/1 儿童在线 5")
def test_read_piece_by_piece_a_text_has_the_same_tokens(text):
    pieces, base = [], 0
    for match in PIECES.finditer(text):
        piece = read_piece(match.group(), "en")
        for token, _ in piece.tokens:
            pieces.append(
                token._replace(
                    position=base + token.position,
                    start=match.start() + token.start,
                    end=match.start() + token.end,
                )
            )
        base += piece.width
    assert pieces == list(tokenise(text))


def test_of_words_without_end_a_beginning_is_remembered_and_no_more():
    """A stranger may send a hundred thousand letters without a space, and others the next time."""
    before = analysis._normalise.cache_info().currsize
    for number in range(20):
        terms_of("é" + "b" * 100_000 + str(number))
    assert analysis._normalise.cache_info().currsize <= before + 1
    assert normalise("É" + "b" * 1_000) == "e" + "b" * 63
