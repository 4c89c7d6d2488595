"""A report is in its language: cover, headings, labels, dates and numbers, though the pages are in another one."""

import html
import re

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from wgcop.database import db, writing
from wgcop.i18n import number
from wgcop.implementation_reports import actions
from wgcop.implementation_reports.models import ImplementationReport

LANGUAGES = ("fr", "es", "ru", "ar", "zh")


@pytest.fixture
def written_in(app, world):
    def write(language):
        with app.app_context(), writing():
            report = db.session.scalars(
                select(ImplementationReport).where(ImplementationReport.is_open)
            ).one()
            report.language = language
            db.session.commit()
            return report.url

    return write


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_prints_in_its_language_what_the_pages_around_it_say_in_another(
    http, world, written_in, language
):
    def printed(url):
        page = http(world.ines).get(f"{url}.html").text
        return set(re.findall(r"<h[23][^>]*>\s*([^<]+?)\s*</h[23]>", page))

    in_english = printed(written_in("en"))
    assert "Implementation by clause" in in_english
    translated = printed(written_in(language))
    assert len(translated) > 3
    assert not {"Summary", "Implementation by clause"} & translated


def test_a_report_in_french_is_french(http, world, written_in, clock):
    clock.stop()
    url = written_in("fr")
    page = http(world.ines).get(f"{url}.html").text
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    for said in (
        *("Résumé", "Mise en œuvre par paragraphe", "Fiches du registre"),
        *("Annexe : le registre par région", "Afrique", "Original : français"),
    ):
        assert said in words.replace("\u00a0", " "), said
    for said in ("Implementation by clause", "Entries in the registry", "Who is asked"):
        assert said not in words
    assert re.search(r"\d+ (janvier|novembre|décembre) \d{4}", words)
    # The page around it stays in the language of its reader, before and after.
    assert "Begin the report" in http(world.ines).get("/implementation/reports/new").text


def test_numbers_are_written_as_the_language_does(app):
    with app.test_request_context():
        assert number(5000) == "5,000"
        with force_locale("fr"):
            assert number(5000) == "5\u202f000"
            with force_locale("zh"):
                pass
            assert number(5000) == "5\u202f000"
        assert number(5000) == "5,000"


def test_a_new_report_names_what_is_new_or_changed(app, http, world):
    with app.app_context(), writing():
        for report in db.session.scalars(select(ImplementationReport)):
            report.entries_named = "all"
        db.session.commit()
    page = http(world.ines).get("/implementation/reports/new").text
    assert '<option selected value="changed">' in page


def test_a_section_begins_with_sentences_that_its_author_edits(app, http, world, written_in):
    url = written_in("en")
    with app.app_context(), writing():
        report = db.session.scalars(
            select(ImplementationReport).where(ImplementationReport.is_open)
        ).one()
        section = next(each for each in report.sections if each.clause_id)
        section.text = ""
        db.session.commit()
        address = f"{url}/sections/{section.key}"
    ines = http(world.ines)
    for _ in range(3):
        page = ines.get(address).text
        [typed] = re.findall(r"<textarea[^>]*>\s*(.*?)</textarea>", page, re.DOTALL)[:1]
        assert "of the registry serve" in typed
    with app.app_context():
        assert (
            actions.queries.report_by_slug(url.rpartition("/")[2])
            .section(address.rpartition("/")[2])
            .text
            == ""
        )
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    answer = ines.post(address, data={"text": f"In short: {typed}", "version": version})
    assert answer.status_code == 303
    assert "In short:" in ines.get(f"{url}/draft").text
