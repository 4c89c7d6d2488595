"""Catalogues come from the folder beside the templates, and an office puts words right in its folder of data."""

import pytest
from babel.messages.catalog import Catalog
from flask_babel import gettext, ngettext, pgettext

from tests.conftest import SETTINGS
from wgcop.app import create_app
from wgcop.database import db
from wgcop.errors import Invalid
from wgcop.languages import LANGUAGE_NAMES, catalogues

ARABIC = "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"


@pytest.fixture
def put(database, tmp_path):
    """Write a file into the folder of an office."""
    folder = tmp_path / "var" / "catalogues"
    folder.mkdir()

    def write(language, text):
        file = folder / f"{language}.po"
        file.write_text(text, "utf-8")
        return file

    return write


@pytest.fixture
def start(database):
    """Start a workspace on the data of this test."""
    started = []

    def begin(**settings):
        started.append(
            create_app({**SETTINGS, **database, "LANGUAGES": list(LANGUAGE_NAMES), **settings})
        )
        return started[-1]

    yield begin
    for app in started:
        with app.app_context():
            db.engine.dispose()


def page_in(app, language):
    return app.test_client().get("/sign-in", headers={"Accept-Language": language}).text


def test_pages_are_in_the_languages_of_the_union(start):
    app = start()
    for language, words in (
        ("ar", "تسجيل الدخول"),
        ("es", "Iniciar sesión"),
        ("fr", "Se connecter"),
        ("ru", "Войти"),
        ("zh", "登录"),
        ("en", "Sign in"),
    ):
        assert words in page_in(app, language), language


def test_an_office_puts_a_word_right_without_a_release(start, put):
    put("fr", 'msgid "Sign in"\nmsgstr "Entrer"\n')
    put("en", 'msgid "Sign in"\nmsgstr "Enter the workspace"\n')
    app = start()
    assert ">Entrer<" in page_in(app, "fr") and ">Se connecter<" not in page_in(app, "fr")
    assert "Mot de passe" in page_in(app, "fr")
    assert "Enter the workspace" in page_in(app, "en")
    assert "Iniciar sesión" in page_in(app, "es")


def test_a_word_with_a_context_and_one_with_plurals_can_be_put_right_too(start, put):
    head = f'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=6; plural={ARABIC};\\n"\n\n'
    forms = "".join(f'msgstr[{number}] "%(num)d و{number}"\n' for number in range(6))
    named = 'msgctxt "button"\nmsgid "Link"\nmsgstr "وصل"\n'
    put("ar", f'{head}msgid "%(num)d clause"\nmsgid_plural "%(num)d clauses"\n{forms}\n{named}')
    with start().test_request_context(headers={"Accept-Language": "ar"}):
        said = [ngettext("%(num)d clause", "%(num)d clauses", number) for number in (1, 5, 11, 100)]
        assert said == ["1 و1", "5 و3", "11 و4", "100 و5"]
        assert pgettext("button", "Link") == "وصل"
        assert gettext("Link") != "وصل"


@pytest.mark.parametrize(
    "text, fault",
    [
        ('msgid "Forgotten password"\nmsgstr "Oublié à 100 % sûr ?"\n', "has a % that is no placeholder"),
        ('msgid "Sign in"\nmsgstr "Entrer %(nom)s"\n', "has other placeholders: %(nom)s is too many"),
        ('msgid "Sign in"\nmsgstr "<b>Entrer</b>"\n', "has other tags"),
        ('#, fuzzy\nmsgid "Sign in"\nmsgstr "Entrer"\n', "is marked as fuzzy"),
        ('msgid "Sign in"\nmsgstr ""\n', "has no translation"),
    ],
)  # fmt: skip
def test_a_text_that_would_break_a_page_is_refused_and_said_once(start, put, capsys, text, fault):
    put("fr", '\n\nmsgid "Password"\nmsgstr "Mot secret"\n\n' + text)
    app = start()
    line = 7 if text.startswith("#") else 6
    said = [each for each in capsys.readouterr().err.splitlines() if "words_of_office" in each]
    assert len(said) == 1 and f"catalogues/fr.po, line {line}: {fault}" in said[0]
    for _again in range(2):
        answer = app.test_client().get("/sign-in", headers={"Accept-Language": "fr"})
        assert answer.status_code == 200
        assert "Se connecter" in answer.text and "Mot secret" in answer.text
        assert "Entrer" not in answer.text and "100 %" not in answer.text
    assert "words_of_office" not in capsys.readouterr().err
    assert "Iniciar sesión" in page_in(app, "es")


def test_a_file_that_cannot_be_read_stops_the_start_with_its_line(start, put):
    file = put("fr", 'msgid "Sign in')
    with pytest.raises(Invalid) as refused:
        start()
    assert str(file) in str(refused.value) and "line 1" in str(refused.value)


def test_plural_forms_in_another_order_are_refused(start, put, capsys):
    forms = "".join(f'msgstr[{number}] "%(num)d و{number}"\n' for number in range(6))
    put("ar", f'msgid "%(num)d clause"\nmsgid_plural "%(num)d clauses"\n{forms}')
    app = start()
    assert "Plural-Forms" in capsys.readouterr().err
    with app.test_request_context(headers={"Accept-Language": "ar"}):
        assert "و" not in ngettext("%(num)d clause", "%(num)d clauses", 5)[:4]


def test_a_file_of_no_language_is_refused(start, put):
    put("klingonese", 'msgid "Sign in"\nmsgstr "x"\n')
    with pytest.raises(Invalid, match="is no catalogue"):
        start()


def test_a_seventh_language_starts_empty_and_shows_english_where_nothing_is_said_yet(
    start, tmp_path
):
    file = tmp_path / "more" / "pt" / "LC_MESSAGES" / catalogues.NAME
    file.parent.mkdir(parents=True)
    empty = Catalog(locale="pt", charset="utf-8", fuzzy=False)
    file.write_bytes(catalogues.written(empty))
    catalogues.compile_changed(tmp_path / "more")
    settings = {
        "BABEL_TRANSLATION_DIRECTORIES": str(tmp_path / "more"),
        "LANGUAGES": ["en", "pt"],
    }
    page = page_in(start(**settings), "pt")
    assert '<html lang="pt" dir="ltr"' in page and "Sign in" in page
    assert ">português<" in page
    empty.add("Sign in", "Entrar")
    file.write_bytes(catalogues.written(empty))
    catalogues.compile_changed(tmp_path / "more")
    page = page_in(start(**settings), "pt")
    assert "Entrar" in page and "Password" in page
