"""Each catalogue says everything in its language, with the terms that were decided, and breaks no page."""

from collections import Counter

import pytest
from babel import Locale
from babel.messages.catalog import Catalog

from tests.architecture.reading import ROOT, report
from wgcop.languages import LANGUAGE_NAMES, catalogues
from wgcop.languages.termbase import TRANSLATED, missed_terms, read_terms

FOLDER = ROOT / "catalogues"
ELSEWHERE = ROOT / "docs" / "translating" / "exceptions.tsv"
TERMS = read_terms((ROOT / "docs" / "terms.tsv").read_text("utf-8"))
ORDERS = {
    "ar": ("zero", "one", "two", "few", "many", "other"),
    "fr": ("one", "other"),
    "es": ("one", "other"),
    "ru": ("one", "few", "many"),
    "zh": ("other",),
}
"""The plural forms of each language in the order of its catalogue, by their names in CLDR."""


def file_of(language):
    return FOLDER / language / "LC_MESSAGES" / catalogues.NAME


@pytest.fixture(scope="module", params=TRANSLATED)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def catalogue(language):
    return catalogues.read(file_of(language), language)


def place_of(message, language):
    return f"{file_of(language).relative_to(ROOT)}:{message.lineno} “{catalogues.english_of(message)[0]}”"


def test_there_is_a_catalogue_for_each_language_of_the_union():
    assert set(TRANSLATED) | {"en"} == set(LANGUAGE_NAMES)
    assert {each.parent.parent.name for each in FOLDER.glob(catalogues.IN_A_LANGUAGE)} >= set(
        TRANSLATED
    )


def test_every_translation_is_there_and_has_the_placeholders_and_tags_of_the_english(
    language, catalogue
):
    numbers = catalogues.numbers_of_forms(catalogues.translations(catalogue))
    report(
        "Mend these lines of the catalogue.",
        [
            f"{place_of(message, language)} {fault}"
            for message in catalogues.messages_of(catalogue)
            for fault in catalogues.faults_of(message, numbers)
        ],
    )


def exceptions():
    """Which term a sentence does not use in a language, and why."""
    lines = ELSEWHERE.read_text("utf-8").splitlines()
    assert lines[0].split("\t") == ["language", "term", "sentence", "reason"]
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        assert len(cells) == 4 and all(each.strip() for each in cells), f"line {number}: {line}"
        yield tuple(cells)


def test_every_translation_uses_the_terms_that_were_decided(language, catalogue):
    expected = {
        (term, sentence): reason for of, term, sentence, reason in exceptions() if of == language
    }
    pairs = catalogues.english_and_translated(catalogues.messages_of(catalogue))
    missed = {
        (each.english, " ".join(each.sentence.split())): each
        for each in missed_terms(TERMS, language, pairs)
    }
    report(
        f"Use the term of docs/terms.tsv, or say in {ELSEWHERE.relative_to(ROOT)} why not.",
        [str(each) for key, each in missed.items() if key not in expected],
    )
    report(
        f"Take these off {ELSEWHERE.relative_to(ROOT)}: the term is used.",
        [f"{language}: {term}: {sentence}" for term, sentence in expected.keys() - missed.keys()],
    )


def test_the_file_is_as_make_messages_writes_it(language, catalogue):
    assert catalogues.written(catalogue) == file_of(language).read_bytes(), "Run make messages."


def test_no_text_stands_twice(language):
    lines = file_of(language).read_text("utf-8").split("\n\n")
    heads = Counter(
        tuple(line for line in entry.splitlines() if line.startswith(("msgctxt", "msgid ")))
        for entry in lines
    )
    assert not [head for head, times in heads.items() if head and times > 1]


def test_plural_forms_are_those_of_the_language_in_the_order_of_the_head(language, catalogue):
    """Babel has an order of its own for Arabic, in which the last two are exchanged."""
    order, rule = ORDERS[language], Locale.parse(language).plural_form
    compiled = catalogues.translations(catalogue)
    for number in range(400):
        form = rule(number)
        assert order[compiled.plural(number)] == form, number
    assert catalogue.num_plurals == len(order)


def test_the_head_decides_the_order_for_whoever_reads_or_writes_the_file(tmp_path):
    forms = ("لا شيء", "واحد", "اثنان", "بضعة", "كثير", "مئات")
    for head, expected in (
        ("n%100>=11 ? 4 : 5", "كثير"),
        ("n%100<=2 ? 4 : 5", "مئات"),
    ):
        written = Catalog(locale="ar", charset="utf-8", fuzzy=False)
        written.add(("%(num)d thing", "%(num)d things"), forms)
        start = "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
        file = tmp_path / "ar.po"
        text = catalogues.written(written).decode()
        old = next(line for line in text.splitlines() if "Plural-Forms" in line)
        file.write_text(text.replace(old, f'"Plural-Forms: nplurals=6; plural={start}{head});\\n"'))
        again = catalogues.read(file, "ar")
        assert head in catalogues.written(again).decode()
        said = catalogues.translations(again).ungettext("%(num)d thing", "%(num)d things", 11)
        assert said == expected


@pytest.mark.parametrize(
    "english, translated, fault",
    [
        ("Saved", "", "has no translation"),
        ("By %(name)s", "Par %(nom)s", "has other placeholders: %(nom)s is too many, %(name)s is missing"),
        ("{count} new", "nouveaux", "has other placeholders: {count} is missing"),
        ("100 %%", "100", "has other placeholders: %% is missing"),
        ("<b>Now</b>", "<i>Maintenant</i>", "has other tags"),
        (" on it", "dessus", "begins or ends with other blanks"),
        (("%(num)d day", "%(num)d days"), ("un jour", "%(num)d jours"), "has other placeholders"),
        (("%(num)d day", "%(num)d days"), ("%(num)d jour", ""), "has no form 1"),
    ],
)  # fmt: skip
def test_what_breaks_a_page_is_found(english, translated, fault):
    catalogue = Catalog(locale="fr")
    message = catalogue.add(english, translated)
    assert [each for each in catalogues.faults_of(message) if each.startswith(fault)]


def test_a_form_that_serves_one_number_need_not_show_it():
    catalogue = Catalog(locale="ar")
    message = catalogue.add(
        ("%(num)d day", "%(num)d days"),
        ("لا أيام", "يوم واحد", "يومان", *["%(num)d يوم"] * 3),
    )
    numbers = {form: frozenset({form}) for form in range(3)}
    assert not list(catalogues.faults_of(message, numbers))
    assert len(list(catalogues.faults_of(message))) == 3


def test_a_form_for_none_and_one_shows_the_number_if_the_english_of_one_does():
    catalogue, numbers = Catalog(locale="fr"), {0: frozenset({0, 1}), 1: frozenset({2, 3})}
    bare = catalogue.add(
        ("Try again in a minute.", "Try again in %(num)d minutes."),
        ("Réessayez dans une minute.", "Réessayez dans %(num)d minutes."),
    )
    counted = catalogue.add(("%(num)d day", "%(num)d days"), ("un jour", "%(num)d jours"))
    assert not list(catalogues.faults_of(bare, numbers))
    assert list(catalogues.faults_of(counted, numbers))
    assert list(catalogues.faults_of(bare, {0: frozenset({1, 21, 31})}))


def test_what_is_marked_as_fuzzy_is_a_fault_and_not_in_use():
    catalogue = Catalog(locale="fr")
    message = catalogue.add("Saved", "Sauvé", flags={"fuzzy"})
    assert [each for each in catalogues.faults_of(message) if "fuzzy" in each]
    assert catalogues.translations(catalogue).ugettext("Saved") == "Saved"


def test_a_catalogue_is_compiled_again_when_it_has_changed(tmp_path):
    file = tmp_path / "fr" / "LC_MESSAGES" / catalogues.NAME
    file.parent.mkdir(parents=True)
    for words in ("Enregistré", "Sauvegardé", "Enregistré"):
        catalogue = Catalog(locale="fr", charset="utf-8", fuzzy=False)
        catalogue.add("Saved", words)
        file.write_bytes(catalogues.written(catalogue))
        catalogues.compile_changed(tmp_path)
        compiled = file.with_suffix(".mo")
        assert words.encode() in compiled.read_bytes()
        before = compiled.stat().st_ino
        catalogues.compile_changed(tmp_path)
        assert compiled.stat().st_ino == before
    assert [each.suffix for each in sorted(file.parent.iterdir())] == [".mo", ".po"]
