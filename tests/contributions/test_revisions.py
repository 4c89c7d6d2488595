"""A document is revised; what it said before stays readable."""

import re

import pytest

from tests.contributions.test_papers import marks


@pytest.fixture
def revised(world, http, document, typed):
    """A document with Rev.1: its working address, and the document's."""
    address, url = document(world.amina, drafters=[world.wanjiru])
    kenya = http(world.wanjiru)
    kenya.post(f"{address}/revisions")
    opened = marks(kenya.get(f"{address}/edit").text)
    saved = kenya.post(
        address, data=typed(text="Now in nine districts.", note="More districts.", marks=opened)
    )
    assert saved.status_code == 303, saved.text
    kenya.post(f"{address}/submission")
    return address, url


def test_the_rail_of_a_revision_says_that_it_is_published_as_soon_as_it_is_issued(
    world, http, document
):
    address, url = document(world.amina)
    http(world.amina).post(f"{address}/revisions")
    rail = http(world.amina).get(f"{address}/edit").text.partition("data-rail>")[2]
    for words in (
        f"Draft of {url.removeprefix('/documents/')} Rev.1",
        "Third meeting of WG-COP",
        "Contributions due",
        "A revision has no deadline. It is published as soon as you issue it",
        "Issue</button>",
    ):
        assert words in rail, words


def test_the_latest_wording_stands_at_the_address_of_the_document(world, http, revised):
    _, url = revised
    page = http(world.haruko).get(url).text
    assert "Now in nine districts." in page
    assert "four districts" not in page
    assert f"{url.removeprefix('/documents/')} Rev.1" in page
    assert "More districts." in page
    assert "This is the latest wording." in page
    status = page.split('id="document-status-')[1].split("</p>")[0]
    assert "<a " not in status, "it would lead to itself"


def test_the_older_wording_stays_under_a_banner(world, http, revised):
    _, url = revised
    page = http(world.haruko).get(f"{url}/original").text
    assert "A trial in four districts." in page
    assert "You are reading an older wording" in page
    banner = page.split('class="banner"')[1]
    assert f'href="{url}"' in banner.split("</div>")[0]


def test_revisions_are_pills_of_which_one_is_current(world, http, revised):
    _, url = revised
    page = http(world.haruko).get(f"{url}/original").text
    pills = re.findall(
        r'class="revisions__pill" href="([^"]+)"( aria-current="page")?>([^<]+)<', page
    )
    assert pills == [(f"{url}/original", ' aria-current="page"', "Original"), (url, "", "Rev.1")]


def test_other_ways_of_writing_a_symbol_lead_to_it(world, http, revised):
    _, url = revised
    for way in (f"{url}%20Rev.1", f"{url}(Rev.1)-E", f"{url}/rev.1"):
        assert http(world.haruko).get(way).headers["Location"] == f"{url}/Rev.1", way


def test_what_was_never_issued_is_not_found(world, http, revised):
    _, url = revised
    for never in (f"{url}/Rev.2", f"{url}0", "/documents/WG-COP/3", "/documents/OTHER/3/1"):
        assert http(world.haruko).get(never).status_code == 404, never


def test_a_revision_in_preparation_is_seen_by_its_writers_only(world, http, document, typed):
    address, url = document(world.amina, drafters=[world.wanjiru])
    http(world.amina).post(f"{address}/revisions")
    http(world.amina).post(address, data=typed(text="Secretly ten districts.", version=1))
    assert "Secretly ten districts." in http(world.wanjiru).get(address).text
    assert "Continue with" in http(world.wanjiru).get(url).text
    for reader in (world.haruko, world.helena, world.ines):
        assert "Secretly" not in http(reader).get(url).text
        assert http(reader).get(address).headers["Location"] == url
        assert http(reader).get(f"{url}/Rev.1").status_code == 404
        assert "Continue with" not in http(reader).get(url).text


def test_what_was_submitted_is_not_edited(world, http, document, typed):
    address, url = document(world.amina)
    answer = http(world.amina).post(
        address, data=typed(text="Changed behind your backs.", version=2)
    )
    assert answer.status_code == 409
    assert "Changed behind" not in http(world.haruko).get(url).text
    assert http(world.amina).get(f"{address}/edit").status_code == 409


def test_a_withdrawn_document_keeps_its_number_and_its_words(world, http, document):
    address, url = document(world.amina)
    http(world.amina).post(f"{address}/withdrawal")
    page = http(world.haruko).get(url).text
    assert "withdrew this contribution" in page
    assert "A trial in four districts." in page
    closed = http(world.amina).get(f"{address}/edit")
    assert closed.status_code == 409 and "This paper was withdrawn" in closed.text


def test_two_drafters_who_begin_a_revision_at_once_come_to_the_same_one(world, http, document):
    address, url = document(world.amina, drafters=[world.wanjiru])
    kenya, colleague = http(world.amina), http(world.wanjiru)
    for number in (1, 2, 3):
        kenya.get(url), colleague.get(url)
        assert kenya.post(f"{address}/revisions").headers["location"] == f"{address}/edit"
        kenya.post(address, data={"text": f"Words {number}."})
        answer = colleague.post(f"{address}/revisions")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{address}/edit")
        page = colleague.get(f"{address}/edit").text
        assert "This revision had already been begun." in page
        assert f"Rev.{number}" in page and f"Rev.{number + 1}" not in page
        assert http(world.haruko).post(f"{address}/revisions").status_code == 403
        colleague.post(f"{address}/submission")
