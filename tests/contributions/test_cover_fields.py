"""Whatever stands in the list of fields of a cover is typed, stored, printed, compared, translated, redacted and found."""

from html import unescape

import pytest
from lxml import html
from sqlalchemy import inspect

from tests.contributions.conftest import paper_at
from wgcop.contributions.cover import Cover
from wgcop.contributions.fields import FIELDS, IN_WORD_FILES, SOURCE, TRANSLATED
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.printed_cover import fields_above, fields_below, fields_of_contact
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.documents.comparing.wordings import wording_of
from wgcop.drafting.forms import ContributionForm
from wgcop.drafting.redacting import PAPER
from wgcop.drafting.word_files import with_fields
from wgcop.fields.kinds import Flag, Language, OneOf, TextLine
from wgcop.translations import actions as translations
from wgcop.translations.forms import TranslationForm
from wgcop.translations.models import Translation

TYPED = [each for each in FIELDS if each is not SOURCE]
NAMES = {each.name for each in TYPED}


def sample(field):
    match field.kind:
        case TextLine():
            return f"Words for {field.label}"
        case OneOf():
            return list(field.kind.values)[1]
        case Language():
            return "fr"
        case Flag():
            return True


COVER = Cover(**{each.name: sample(each) for each in TYPED})
SENT = {
    each.name: "y" if isinstance(each.kind, Flag) else getattr(COVER, each.name) for each in TYPED
}


def test_each_field_is_a_column_and_a_field_of_the_form():
    same = [each.name for each in TYPED if getattr(COVER, each.name) == each.empty]
    assert not same, f"The test gives {same} no value that could be seen to survive."
    assert set(inspect(Revision).column_attrs.keys()) >= NAMES
    assert set(ContributionForm()._fields) >= NAMES
    translated = {each.name for each in TRANSLATED}
    assert set(inspect(Translation).column_attrs.keys()) >= translated
    assert set(TranslationForm()._fields) >= translated


def send_back(browser, address):
    page = browser.get(f"{address}/edit", query_string={"plain": 1}).text
    [form] = [each for each in html.fromstring(page).forms if each.get("id") == "drafting"]
    sent = dict(form.form_values())
    assert browser.post(address, data=sent).status_code == 303
    return sent


def test_the_form_sends_back_each_field_as_it_was(app, world, http, draft):
    """A field that the page of the form does not show would be emptied by whoever saves it."""
    address = draft(world.amina, **SENT)
    assert send_back(http(world.amina), address).keys() >= NAMES
    with app.app_context():
        stored = paper_at(address).draft.cover
        assert stored.but(source="") == COVER


def test_consent_to_lines_with_other_blanks_than_the_form_sends_stands_when_it_is_saved(
    app, world, http, draft
):
    address = draft(world.amina, **SENT)
    with app.app_context():
        revision = paper_at(address).draft
        revision.title, revision.keywords = "Radio  plays", "enfants\u00a0; radio"
        db.session.commit()
        before = revision.fingerprint
    send_back(http(world.amina), address)
    with app.app_context():
        assert paper_at(address).draft.fingerprint == before


def test_what_is_refused_is_in_the_form_as_it_was_typed(world, http, draft):
    address = draft(world.amina)
    sent = SENT | {"items": ["0"]}
    refused = http(world.amina).post(address, data=sent, headers={"Accept": "text/html"})
    assert refused.status_code == 422
    [form] = [each for each in html.fromstring(refused.text).forms if each.get("id") == "drafting"]
    shown = dict(form.form_values())
    assert {name: shown.get(name, "").strip() for name in NAMES} == SENT


def test_what_is_written_too_late_is_shown_with_all_its_words(world, http, document):
    address, _url = document(world.amina)
    written = {each.name: SENT[each.name] for each in TYPED if each.kind.has_words}
    written |= {"text": "Written on the train.", "note": "It is shorter."}
    late = http(world.amina).post(address, data=SENT | written, headers={"Accept": "text/html"})
    assert late.status_code == 409
    page = html.fromstring(late.text)
    assert {each.text_content().strip() for each in page.xpath("//textarea")} >= {*written.values()}
    [kept] = page.xpath("//*[@data-left-words]")
    assert {*kept.get("data-written").split()} == written.keys(), "as what a browser kept is"


def test_the_page_of_a_document_has_a_place_for_what_a_former_drafter_wrote_in_their_browser(
    world, http, document
):
    _address, url = document(world.amina)
    for reader in (world.amina, world.luc):
        [kept] = html.fromstring(http(reader).get(url).text).xpath("//*[@data-left-words]")
        assert kept.get("data-left-words") and kept.get("data-open") == ""


@pytest.mark.parametrize("purpose", Purpose)
def test_each_field_goes_through_page_files_comparison_and_redaction(
    app, world, http, draft, purpose
):
    before, address = draft(world.amina), draft(world.amina, **SENT | {"purpose": purpose})
    page, form = (
        unescape(http(world.amina).get(each).text) for each in (address, f"{address}/edit")
    )
    with app.test_request_context():
        old, new = (paper_at(each).draft for each in (before, address))
        files = [*fields_above(new), *fields_below(new), *fields_of_contact(new)]
        printed = " ".join(words for _label, words in files)
        for field in FIELDS:
            assert str(field.label) in form, field.name
            assert not field.kind.has_words or field.name in PAPER.words[0].columns, field.name
            compared = wording_of(new).cover.get(str(field.label))
            for word in field.kind.words(field.kind.kept(getattr(new, field.name)), {}):
                assert word in page or not field.kind.has_words, field.name
                assert word in printed or not field.is_row, field.name
                assert word in new.words or not field.is_searched, field.name
                assert compared == word, field.name
        assert old.fingerprint != new.fingerprint


@pytest.mark.parametrize("field", TYPED, ids=lambda each: each.name)
def test_consent_is_to_each_field(app, world, draft, field):
    address = draft(world.amina)
    with app.app_context():
        revision = paper_at(address).draft
        before = revision.fingerprint
        setattr(revision, field.name, sample(field))
        assert revision.fingerprint != before
        db.session.rollback()


def test_a_language_version_has_its_own_words_and_the_rest_of_the_original(app, world, document):
    address, _url = document(world.amina, **SENT | {"sole_language": ""})
    with app.app_context():
        paper = paper_at(address)
        version = translations.begin(paper, "es", by=paper.drafted_by)
        own = {each.name: f"En español: {each.name}" for each in TRANSLATED}
        version.write(own, version.text, paper.current, by=paper.drafted_by)
        for each in FIELDS:
            expected = own.get(each.name, getattr(paper.current, each.name))
            if each.name != "language":
                assert getattr(version.cover, each.name) == expected, each.name
        assert version.cover.language == "es"
        db.session.rollback()


def test_a_word_file_fills_in_each_field_that_it_can():
    found = {each.name: str(sample(each)) for each in IN_WORD_FILES}
    read = with_fields(Cover(), found)
    assert all(getattr(read, name) == getattr(COVER, name) for name in found)
