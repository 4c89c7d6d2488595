"""Kenya's head of delegation reads in Arabic, and no page calls the delegation by its English name."""

import re

import pytest

PAGES = (
    "/",
    "/account",
    "/people/",
    "/regional-groups",
    "/delegation",
    "/delegation/people",
    "/contributions/",
    "/meetings/wg-cop-3",
    "/meetings/wg-cop-3/participants",
    "/resolutions/67-hyderabad-2010/positions",
    "/resolutions/67-hyderabad-2010/proposals",
    "/resolutions/67-hyderabad-2010/discussion",
    "/resolutions/67-hyderabad-2010/brackets",
    "/clauses/wtdc-67.invites_member-states__para_2",
    "/clauses/wtdc-67.invites_member-states__para_2/positions",
)
ENTERED = re.compile(r">\s*(?:Kenya|Japan|Brazil|Egypt|Switzerland)(?: ·[^<]*)?\s*<")
"""A name of a delegation alone in an element. Comments and texts name States too, as they were written."""


def read(http, person, language, address):
    browser = http(person)
    with browser.session_transaction() as cookie:
        cookie["language"] = language
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.text


@pytest.mark.settings(LANGUAGES=["en", "ar", "fr"])
def test_pages_in_arabic_call_delegations_by_their_arabic_names(world, http):
    for address in PAGES:
        page = read(http, world.amina, "ar", address)
        assert not ENTERED.search(page), f"{address}: {ENTERED.search(page)}"
        assert "كينيا" in page


@pytest.mark.settings(LANGUAGES=["en", "ar", "fr"])
def test_in_french_brazil_is_brésil_and_in_english_it_stays(world, http):
    address = "/people/"
    assert "Brésil" in read(http, world.amina, "fr", address)
    english = read(http, world.amina, "en", address)
    assert ">Brazil<" in english and "Brésil" not in english
