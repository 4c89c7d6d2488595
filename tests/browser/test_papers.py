"""A paper for its writers, for co-sponsors who are asked for consent, and in print."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting
from wgcop.meetings.actions import add_item, create_meeting
from wgcop.meetings.arrangements import Arrangements
from wgcop.meetings.facts import ItemFacts

LABELS = """() => [...document.querySelectorAll(".paper__body li")].map(
    (item) => getComputedStyle(item, "::marker").content.replaceAll('"', "").trim()
)"""


def test_the_agenda_items_follow_the_meeting_that_is_chosen(enter, session):
    ines = session.scalar(select(Person).where(Person.email == enter.world.person("ines").email))
    third = session.scalar(select(Meeting).where(Meeting.slug == "wg-cop-3"))
    later = timedelta(days=200)
    days = {"starts_on": third.starts_on + later, "ends_on": third.ends_on + later}
    arranged = replace(Arrangements.of(third), title="Fourth meeting", due=None, **days)
    fourth = create_meeting(third.group, arranged, by=ines)
    add_item(fourth, ItemFacts(title="Radio and television"), by=ines)
    session.commit()

    page = enter("amina").open("/contributions/new?meeting=wg-cop-3")
    page.get_by_label("Title", exact=True).fill("Radio in schools")
    page.locator(".drafting__cover > summary").click()
    meetings, items = page.get_by_label("Meeting", exact=True), page.get_by_label("Agenda item")
    offered = items.locator("option:not([hidden])")
    count = offered.count()
    items.select_option(index=2)
    of_the_third = items.input_value()

    meetings.select_option(label="Fourth meeting")
    expect(offered).to_have_text(["None yet", "1 Radio and television"])
    expect(items).to_have_value("0")
    due = page.locator(".deadline:visible time[data-local]").last
    expect(page.locator(".deadline:visible")).to_have_count(1)
    expect(due).to_have_attribute("datetime", f"{fourth.contributions_due:%Y-%m-%dT%H:%M:%SZ}")
    meetings.select_option(label=third.title)
    expect(offered).to_have_count(count)
    expect(items).to_have_value(of_the_third)

    meetings.select_option(label="Fourth meeting")
    items.select_option(label="1 Radio and television")
    page.get_by_role("button", name="Save the draft and view it").click()
    expect(page.get_by_role("link", name="1 Radio and television")).to_be_visible()


def test_it_is_written_together_consented_to_and_printed(enter, axe, no_sideways_scroll):
    teresa = enter("teresa").open("/contributions/new")
    axe(teresa)
    teresa.get_by_label("Title", exact=True).fill("Labels of lists")
    teresa.locator(".drafting__cover > summary").click()
    teresa.get_by_text("Together with other delegations").click()
    teresa.get_by_label("Japan", exact=True).check()
    teresa.get_by_label("Action required").fill("To note.")
    teresa.get_by_label("Text", exact=True).fill(
        "a) recorded\nb) broadcast\n   (i) noon\n   (ii) night\n\n3. third\n4. fourth\n\n- plain"
    )
    teresa.get_by_role("button", name="Save the draft and view it").click()

    expect(teresa.locator(".paper__body")).to_be_visible()
    # The page and the print show the labels that were typed: no browser makes 1) of a).
    labels = ["a)", "b)", "(i)", "(ii)", "3.", "4."]
    for medium in ("screen", "print"):
        teresa.emulate_media(media=medium)
        assert teresa.evaluate(LABELS)[:6] == labels, medium
    teresa.emulate_media(media="screen")
    markers = teresa.context.new_cdp_session(teresa).send("Accessibility.getFullAXTree")["nodes"]
    heard = [n["name"]["value"].strip() for n in markers if n["role"].get("value") == "ListMarker"]
    assert sorted(label for label in heard if label in labels) == sorted(labels)

    expect(teresa.get_by_role("button", name="Submit", exact=True)).to_have_count(0)
    teresa.get_by_text("Name another drafter").click()
    teresa.get_by_label("Name or e-mail address").fill("caio marandu")
    teresa.get_by_role("button", name="Name", exact=True).click()
    drafters = teresa.get_by_role("region", name="Who sees this draft")
    expect(drafters).to_contain_text("Caio Marandu")
    teresa.get_by_role("button", name="Ask for consent").click()
    expect(teresa.get_by_text("Asked for consent", exact=True)).to_be_visible()
    axe(teresa)

    # The person who is asked sees it on the first page; somebody else of the delegation does not.
    haruko = enter("haruko", phone=True).open("/")
    haruko.get_by_role("link", name="Labels of lists").click()
    no_sideways_scroll(haruko)
    axe(haruko)

    # A remark outlives a change of the words under it; the answer is to the words that are read.
    haruko.get_by_label("Remark").fill("With pleasure.")
    teresa.goto(f"{teresa.url}/edit")
    teresa.get_by_label("Title", exact=True).fill("Labels of a list")
    teresa.get_by_role("button", name="Save and view").click()
    address = haruko.url
    haruko.get_by_role("button", name="Consent", exact=True).click()
    expect(haruko.get_by_text("changed while you were reading")).to_be_visible()
    haruko.goto(address)
    expect(haruko.get_by_label("Remark")).to_have_value("With pleasure.")
    haruko.get_by_role("button", name="Consent", exact=True).click()
    expect(haruko.get_by_role("button", name="Withdraw the answer")).to_be_visible()
    daichi = enter("daichi").open("/contributions/")
    expect(daichi.get_by_text("Labels of lists")).to_have_count(0)

    # The answer appears on the page that the drafters have open.
    expect(teresa.get_by_text("Consents", exact=True)).to_be_visible()

    # Two people save one draft: the second sees the difference, and nothing is overwritten.
    address = re.sub(r"https?://[^/]+", "", teresa.url)
    caio = enter("caio").open(f"{address}/edit")
    teresa.goto(f"{teresa.url}/edit")
    for page, title in ((teresa, "Labels of all lists"), (caio, "Labels of lists, again")):
        page.get_by_label("Title", exact=True).fill(title)
        page.get_by_role("button", name="Save and view").click()
    expect(caio.locator("ins")).to_contain_text("again")
    expect(caio.locator("del")).to_contain_text("all")
    card = caio.locator("#stored-title").locator("xpath=..").bounding_box()
    label = caio.locator("label[for=title]").bounding_box()
    assert label["y"] - (card["y"] + card["height"]) >= 12
    axe(caio)
    no_sideways_scroll(caio)
    haruko.goto(haruko.url)
    expect(haruko.get_by_text("What changed since your last answer")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_title_and_text_come_first_and_saving_is_always_at_hand(look, no_sideways_scroll, phone):
    page = look("amina", phone=phone).open("/contributions/new")
    text, save = page.get_by_label("Text", exact=True), page.get_by_role("button", name="Save")
    assert text.bounding_box()["y"] < 600
    cover = page.locator(".drafting__cover")
    expect(cover.locator("summary").first).to_contain_text(
        "Kenya · Head of delegation · For action"
    )
    expect(page.get_by_label("Action required")).to_be_hidden()
    rail = page.locator(".drafting__rail")
    expect(rail).to_contain_text("Contributions due")
    expect(rail).to_contain_text("What you type is kept in this browser.")

    cover.locator("summary").first.click()
    expect(page.get_by_label("Action required")).to_be_visible()
    for place in (page.get_by_label("Title", exact=True), page.get_by_label("Original language")):
        place.scroll_into_view_if_needed()
        expect(save).to_be_in_viewport(ratio=1)
    no_sideways_scroll(page)
