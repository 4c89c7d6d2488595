"""A page is in the language of its reader: that of the browser, of the menu in its head, or of a link to it."""

import re
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select

from tests.threads.test_chairing import WID
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.demo.people import PASSWORD
from wgcop.languages import LANGUAGE_NAMES

pytestmark = pytest.mark.settings(LANGUAGES=list(LANGUAGE_NAMES))


def language_of(page):
    return re.search(r'<html lang="([\w-]+)" dir="(\w+)"', page.text).groups()


def test_a_guest_reads_what_the_browser_asks_for_until_choosing_otherwise(world, http):
    guest = http()
    french = {"Accept-Language": "fr, en;q=0.5"}
    assert language_of(guest.get("/", headers=french)) == ("fr", "ltr")
    for chosen, direction in (("ar", "rtl"), ("zh", "ltr"), ("en", "ltr")):
        guest.post("/language", data={"language": chosen})
        for page in ("/", "/resolutions/", "/sign-in"):
            assert language_of(guest.get(page, headers=french)) == (chosen, direction)
    assert language_of(http().get("/", headers=french)) == ("fr", "ltr")


def test_every_page_names_the_languages_in_themselves(world, http):
    for visitor in (http(), http(world.amina)):
        page = visitor.get("/").text
        head = page.partition("<header")[2].partition("</header>")[0]
        for tag, name in (("ar", "العربية"), ("zh", "中文"), ("fr", "français"), ("ru", "русский")):
            assert re.search(rf'value="{tag}" lang="{tag}"[^>]*>{name}<', head)


def test_the_choice_is_kept_with_the_person(world, http):
    http(world.amina).post("/language", data={"language": "es"})
    elsewhere = http(world.amina)
    assert language_of(elsewhere.get("/", headers={"Accept-Language": "ru"})) == ("es", "ltr")
    assert language_of(http(world.haruko).get("/")) == ("en", "ltr")


def test_a_link_opens_a_page_in_a_language_and_the_visit_goes_on_in_it(world, http):
    guest = http()
    led = guest.get("/resolutions/?language=ar&q=a%26b&q=%C3%A9")
    assert led.status_code == 302 and led.headers["Cache-Control"] == "no-store"
    assert led.location == "/resolutions/?q=a%26b&q=%C3%A9"
    assert language_of(guest.get(led.location)) == ("ar", "rtl")
    assert language_of(guest.get("/")) == ("ar", "rtl")
    assert language_of(http().get("/resolutions/")) == ("en", "ltr")


def test_a_link_changes_nothing_in_the_account_of_whoever_follows_it(world, http):
    amina = http(world.amina)
    assert language_of(amina.get("/?language=ru", follow_redirects=True)) == ("ru", "ltr")
    assert language_of(http(world.amina).get("/")) == ("en", "ltr")


@pytest.mark.parametrize("asked", ["xx", "", "../etc", "en-XX"])
def test_a_language_that_is_not_offered_changes_nothing(world, http, asked):
    answer = http().get("/", query_string={"language": asked})
    assert answer.status_code == 200 and language_of(answer) == ("en", "ltr")


def test_a_link_leads_to_no_other_site(world, http):
    answer = http().get("//elsewhere.example/?language=ar")
    assert not answer.location or not answer.location.startswith(("//", "http"))


def test_lists_that_are_narrowed_by_language_stay_in_that_of_their_reader(world, http):
    amina = http(world.amina)
    for address in ("/search?q=child&language=fr", "/priorwork/?language=fr", "/contributions/?language=fr"):  # fmt: skip
        answer = amina.get(address)
        assert answer.status_code == 200, address
        assert language_of(answer) == ("en", "ltr"), address
    assert language_of(amina.get("/")) == ("en", "ltr")


def test_feeds_and_calendars_are_in_the_language_of_their_address(world, http):
    guest = http()
    english = guest.get("/calendar.ics").text
    french = guest.get("/calendar.ics?language=fr")
    assert french.status_code == 200 and "Set-Cookie" not in french.headers
    assert french.text != english
    assert guest.get("/calendar.ics").text.splitlines()[:5] == english.splitlines()[:5]
    for language in ("ru", "ar", "en"):
        answer = guest.get(f"/clauses/{WID}/feed.atom?language={language}")
        feed = ET.fromstring(answer.data)
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language


def test_a_link_to_a_document_opens_in_its_language_though_a_symbol_has_a_dot(world, http, app):
    """`Add.1` is no ending of a file; that of a file of the same document is."""
    with app.app_context():
        document = db.session.scalars(select(Contribution).where(Contribution.number.isnot(None)))
        address = next(iter(document)).url
    for each in (address, f"{address}/Add.1", f"{address}/Corr.2", f"{address}(Rev.1)"):
        guest = http()
        led = guest.get(f"{each}?language=fr")
        assert led.status_code == 302 and led.location == each, each
        assert language_of(guest.get("/")) == ("fr", "ltr"), each
    member = http(world.amina)
    for each in (f"{address}.docx", f"{address}/Add.1.docx"):
        assert member.get(f"{each}?language=fr").status_code != 302, each
        assert language_of(member.get("/")) == ("en", "ltr"), each


def test_whoever_signs_in_next_in_a_browser_reads_their_own_language(world, http):
    """What the person before them chose there is not theirs. What a guest chose stays, since they sign in next."""
    browser = http()
    russian = {"Accept-Language": "ru"}
    browser.post("/language", data={"language": "zh"})
    sign_in(browser, "haruko")
    assert language_of(browser.get("/", headers=russian)) == ("zh", "ltr")
    browser.get("/?language=ar")
    assert language_of(browser.get("/", headers=russian)) == ("ar", "rtl")
    browser.post("/language", data={"language": "es"})

    signed_out = browser.post("/sign-out", headers=russian, follow_redirects=True)
    assert language_of(signed_out) == ("ru", "ltr")
    assert "You are signed out." not in signed_out.text and "Cierre" not in signed_out.text
    assert language_of(browser.get("/", headers=russian)) == ("ru", "ltr")

    sign_in(browser, "amina")
    assert language_of(browser.get("/", headers=russian)) == ("en", "ltr")
    browser.post("/sign-out")
    sign_in(browser, "haruko")
    assert language_of(browser.get("/", headers=russian)) == ("es", "ltr")


def test_a_new_password_changes_nothing_of_the_language_of_the_visit(world, http):
    browser = http(world.amina)
    browser.get("/?language=ar")
    new = "another-negotiation-2010"
    data = {"current_password": PASSWORD, "new_password": new, "repeated": new}
    assert browser.post("/account/password", data=data).status_code == 303
    assert language_of(browser.get("/")) == ("ar", "rtl")


def sign_in(browser, name):
    data = {"email": f"{name}@example.org", "password": PASSWORD}
    assert browser.post("/sign-in", data=data).status_code == 303


def test_caches_are_told_that_pages_differ_by_language(world, http):
    for address in ("/", "/resolutions/", f"/clauses/{WID}/feed.atom"):
        vary = {each.strip() for each in http().get(address).headers["Vary"].split(",")}
        assert {"Accept-Language", "Cookie"} <= vary, address


def test_each_answer_names_the_language_of_its_words(world, http):
    guest = http()
    for language in ("ar", "fr", "zh", "ar"):
        guest.post("/language", data={"language": language})
        for address in ("/", "/resolutions/", "/nowhere"):
            assert guest.get(address).headers["Content-Language"] == language, address


def test_in_which_capacity_somebody_spoke_is_said_in_the_language_of_each_reader(world, http):
    """Whatever language whoever spoke reads: what is stored is none of them."""
    clause = f"/clauses/{WID}"
    for name, language in (("amina", "ar"), ("helena", "ru"), ("amina", "zh")):
        speaker = http(world[name])
        speaker.post("/language", data={"language": language})
        posted = speaker.post(f"{clause}/comments", data={"body": f"In {language}."})
        assert posted.status_code in (200, 303)
    reader = http(world.haruko)
    for language, words in (
        ("fr", "Chef de délégation"),
        ("ar", "رئيس الوفد"),
        ("zh", "代表团团长"),
        ("en", "Head of delegation"),
    ):
        reader.post("/language", data={"language": language})
        page = reader.get(clause).text
        assert page.count(f'<span class="person__capacity">{words}</span>') >= 2
        others = {"Chef de délégation", "رئيس الوفد", "代表团团长", "Head of delegation"} - {words}
        for other in others:
            assert f'<span class="person__capacity">{other}</span>' not in page
