"""The Universal Declaration in six languages, asked as its readers would ask."""

import re

import pytest

from tests.search.world import record
from tests.shared import SHARED

TEXTS = SHARED / "data" / "texts"
LETTERS = {"en": "E", "fr": "F", "es": "S", "ru": "R", "ar": "A", "zh": "C"}
ARTICLE = re.compile(
    r"^\s*(?:Article (?:premier|\d+)|Artículo \d+\.?|Статья \d+|المادة \d+|第.{1,3}条)\s*$",
    re.MULTILINE,
)

pytestmark = pytest.mark.shared


def articles(language):
    text = (TEXTS / f"udhr-1948-{LETTERS[language]}.txt").read_text(encoding="utf-8")
    return [part.strip() for part in ARTICLE.split(text)[1:]]


@pytest.fixture
def declaration(put):
    """`article:fr-4` is the fourth article in French; all six are in one index."""
    put(
        *[
            record(f"{language}-{number}", text, kind="article", language=language)
            for language in LETTERS
            for number, text in enumerate(articles(language), 1)
        ]
    )


def test_the_declaration_has_thirty_articles_in_each():
    assert {language: len(articles(language)) for language in LETTERS} == dict.fromkeys(LETTERS, 30)


ASKED = {
    "en": {
        "torturing": 5,
        "slaves": 4,
        "what does it say of marriages and families": 16,
        "holiday with pay": 24,
        "nationalities": 15,
    },
    "fr": {
        "esclave": 4,
        "tortures": 5,
        "arrêté arbitrairement": 9,
        "arrete arbitrairement": 9,
        "ÉDUCATION ELEMENTAIRE": 26,
        "le droit d'asile": 14,
        "présomption d’innocence du présumé innocent": 11,
        "nationalités": 15,
    },
    "es": {
        "esclavo": 4,
        "tortura": 5,
        "matrimonios": 16,
        "educacion elemental": 26,
        "educación elemental": 26,
        "un tribunal imparcial y los tribunales independientes": 10,
        "nacionalidades": 15,
    },
    "ru": {
        "пытки": 5,
        "рабство": 4,
        "работорговлей": 4,
        "гражданства": 15,
        "убежища": 14,
        "отдых и досуг": 24,
        "чрезвычайно жестокое обращение": 5,
    },
    "ar": {
        "التعذيب": 5,
        "تعذيب": 5,
        "تَعْذِيب": 5,
        "جنسية": 15,
        "جنسيه": 15,
        "تجارة رقيق": 4,
        "المراسلات": 12,
        "مـراسـلات": 12,
        "الإضطهاد": 14,
        "اضطهاد": 14,
    },
    "zh": {"酷刑": 5, "奴隶": 4, "国籍": 15, "休息和闲暇": 24, "庇护": 14, "奴": 4},
}
PHRASES = {
    "fr": {'"la liberté et à la sûreté"': 3, '"droit a une nationalite"': 15},
    "es": {'"la trata de esclavos"': 4},
    "ru": {'"равны перед законом"': 7},
    "ar": {'"الحق في الحياة"': 3},
    "zh": {'"生命、自由和人身安全"': 3},
}


@pytest.mark.parametrize("language", ASKED)
def test_the_right_article_is_found_first(declaration, found, language):
    first = {typed: found(typed, language=language)[0] for typed in ASKED[language]}
    assert first == {typed: f"article:{language}-{n}" for typed, n in ASKED[language].items()}


def test_a_phrase_holds_in_every_language_whoever_reads(declaration, found):
    for language, phrases in PHRASES.items():
        for typed, number in phrases.items():
            for reader in ("", language):
                assert found(typed, language=reader) == [f"article:{language}-{number}"]


def test_two_ways_to_write_a_word_find_the_same(declaration, ask):
    for one, other, language in (
        ("liberte", "liberté", "fr"),
        ("proteccion", "protección", "es"),
        ("الأسرة", "الاسره", "ar"),
        ("والحرية", "حرية", "ar"),
    ):
        first, second = ask(one, size=500), ask(other, size=500)
        assert {hit.id for hit in first.hits} == {hit.id for hit in second.hits} != set()
        assert any(hit.language == language and "<mark>" in hit.snippet for hit in first.hits)


def test_a_word_finds_no_word_of_another_language_by_its_stem(declaration, ask):
    assert {hit.language for hit in ask("naciones", size=500).hits} == {"es"}
    assert {hit.language for hit in ask("schooling enfants", size=500).hits} == {"fr"}
