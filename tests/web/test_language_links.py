"""A page is in the language of its reader: that of the browser, of the menu in its head, or of a link to it."""

import re

import pytest

from tests.threads.test_chairing import WID
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
    assert guest.get(f"/clauses/{WID}/feed.atom?language=ru").status_code == 200


def test_caches_are_told_that_pages_differ_by_language(world, http):
    for address in ("/", "/resolutions/", f"/clauses/{WID}/feed.atom"):
        vary = {each.strip() for each in http().get(address).headers["Vary"].split(",")}
        assert {"Accept-Language", "Cookie"} <= vary, address


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
