"""The terms of the interface are decided once, in docs/terms.tsv, and every translation uses them."""

import pytest

from tests.architecture.reading import ROOT
from wgcop.languages.termbase import COLUMNS, TRANSLATED, missed_terms, read_terms

HEAD = "\t".join(COLUMNS)
TABLE = "\n".join(
    "\t".join(cells)
    for cells in (
        COLUMNS,
        ("مجموعة إقليمية | مجموعات إقليمية", "区域组", "regional group")
        + ("groupe régional", "региональная группа", "grupo regional", "ITU", ""),
        ("فريق", "组", "group", "groupe", "группа", "grupo", "ITU", "Except: group photo"),
        ("وثيقة | وثائق", "文件", "document", "document", "документ", "documento", "ITU", ""),
        ("سحب", "撤回", "withdraw | withdrew", "retirer", "отозвать | отозван")
        + ("retirar", "GR", "Take back an act. Except: withdraw cash"),
        ("المسألة", "课题", "Question", "Question", "Вопрос", "Cuestión", "CV", "With capital."),
        ("بند", "议项", "item", "point", "пункт", "punto", "ITU", ""),
        ("غلاف", "封面", "cover", "couverture", "титульный лист", "portada", "ITU", "Not checked."),
        ("بلد | بلدان", "国家", "country", "pays", "страна", "país", "ITU", ""),
    )
)
TERMS = read_terms(TABLE)


def missed(language, sentence, translation):
    return [
        (each.english, *each.expected)
        for each in missed_terms(TERMS, language, [(sentence, translation)])
    ]


@pytest.mark.parametrize(
    "language, sentence, translation",
    [
        ("fr", "Add the documents", "Ajouter les documents"),
        ("fr", "Regional groups", "Groupes régionaux"),
        ("es", "Countries", "Países"),
        ("ru", "The regional group withdrew it.", "Документ отозван региональной группой."),
        ("ru", "Documents of the group", "Документы группы"),
        ("ar", "With the document", "وبالوثيقة"),
        ("ar", "All documents", "جميعُ الوثائق"),
        ("ar", "Withdraw the document", "سَحْب الوثيقة"),
        ("ar", "To the countries", "للبلدان"),
        ("zh", "Withdraw the document", "撤回 文件"),
    ],
)
def test_a_term_may_be_inflected(language, sentence, translation):
    assert missed(language, sentence, translation) == []


@pytest.mark.parametrize(
    "language, sentence, translation, expected",
    [
        ("fr", "Add the papers and documents", "Ajouter les fichiers", ("document", "document")),
        ("ru", "The document is withdrawn.", "Файл отозван.", ("document", "документ")),
        ("ar", "All documents", "جميع الملفات", ("document", "وثيقة")),
        ("zh", "Withdraw it", "取消", ("withdraw | withdrew", "撤回")),
        ("es", "Withdrawing it", "Anular", ("withdraw | withdrew", "retirar")),
    ],
)
def test_another_word_for_a_term_is_found(language, sentence, translation, expected):
    english, *rest = expected
    assert missed(language, sentence, translation) == [(english.split(" | ")[0], *rest)]


def test_a_longer_term_hides_what_it_contains():
    assert missed("ar", "The regional group", "المجموعة الإقليمية") == []
    assert missed("ar", "The group", "المجموعة الإقليمية") == [("group", "فريق")]


def test_capitals_part_a_question_of_a_study_group_from_what_somebody_asks():
    assert missed("es", "Readers who have a question", "Quien tenga una pregunta") == []
    assert missed("es", "Question %(code)s", "Pregunta %(code)s") == [("Question", "Cuestión")]


def test_placeholders_and_tags_are_no_words():
    assert missed("fr", "%(document)s, {group} <a class='item'>", "%(document)s, {group} <a>") == []
    assert missed("fr", "Add it", "%(document)s") == []
    assert missed("fr", "The document %(symbol)s", "%(document)s") == [("document", "document")]


def test_a_note_names_exceptions_and_what_is_not_checked():
    assert missed("fr", "A group photo", "Une photo") == []
    assert missed("fr", "Withdraw cash from the group", "Retrait du groupe") == []
    assert missed("fr", "The cover", "Le haut du document") == []


def test_what_is_not_translated_yet_misses_no_term():
    assert missed("fr", "The group", "") == []


def test_what_is_missed_is_said_with_its_sentence():
    (each,) = missed_terms(TERMS, "fr", [("An item", "Une ligne")])
    assert str(each) == "“item” is “point”: “An item” → “Une ligne”"


@pytest.mark.parametrize(
    "table, reason",
    [
        ("", "Line 1"),
        ("en\tfr", "Line 1"),
        (f"{HEAD}\na\tb", "Line 2: 2 cells instead of 8"),
        (f"{HEAD}\nأ\t\ta\tb\tc\td\tITU\t", "Line 2: nothing in the column zh"),
        (f"{HEAD}\nأ\t中 | \ta\tb\tc\td\tITU\t", "Line 2: nothing in the column zh"),
    ],
)
def test_a_line_that_is_no_row_is_named(table, reason):
    with pytest.raises(ValueError, match=reason):
        read_terms(table)


@pytest.fixture(scope="module")
def decided():
    return read_terms((ROOT / "docs" / "terms.tsv").read_text(encoding="utf-8"))


def test_every_term_is_decided_once_and_stands_in_order(decided):
    english = [words.casefold() for term in decided for words in term.english]
    assert len(english) == len(set(english))
    assert len(decided) > 200
    order = [term.english[0].casefold() for term in decided]
    assert order == sorted(order)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_form_in_the_table_passes_as_a_translation_of_its_term(decided, language):
    refused = {
        (words, form)
        for term in decided
        for words in term.english
        for form in term.in_language[language]
        if any(each.english == words for each in missed_terms([term], language, [(words, form)]))
    }
    assert not refused


def test_symbols_of_proposals_keep_their_letters_in_every_language(decided):
    by_english = {term.english[0]: term for term in decided}
    for symbol in ("ADD", "MOD", "SUP", "NOC", "(MOD)"):
        assert {by_english[symbol].in_language[name] for name in TRANSLATED} == {(symbol,)}
