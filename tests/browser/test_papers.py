"""A paper for its writers, for co-sponsors who are asked for consent, and in print."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect
from sqlalchemy import select

from wgcop.accounts.models import Person
from wgcop.agenda.actions.items import add_item
from wgcop.agenda.facts import ItemFacts
from wgcop.bodies.models import Meeting
from wgcop.meetings.actions.meetings import create_meeting
from wgcop.meetings.arrangements import Arrangements
from wgcop.numbering.deadlines.rule import DeadlineRule

LABELS = """() => [...document.querySelectorAll(".paper__body li")].map(
    (item) => getComputedStyle(item, "::marker").content.replaceAll('"', "").trim()
)"""


def test_the_agenda_items_follow_the_meeting_that_is_chosen(enter, session):
    ines = session.scalar(select(Person).where(Person.email == enter.world.person("ines").email))
    third = session.scalar(select(Meeting).where(Meeting.slug == "wg-cop-3"))
    later = timedelta(days=200)
    days = {"starts_on": third.starts_on + later, "ends_on": third.ends_on + later}
    arranged = Arrangements.of_meeting(third, DeadlineRule()).but(
        title="Fourth meeting", due=None, **days
    )
    fourth = create_meeting(third.group, arranged, by=ines)
    add_item(fourth, ItemFacts(title="Radio and television"), by=ines)
    session.commit()

    page = enter("amina").open("/contributions/new?meeting=wg-cop-3")
    meetings = page.get_by_label("Meeting", exact=True)
    due = page.locator(".deadline:visible time[data-local]").last
    meetings.select_option(label="Fourth meeting")
    expect(page.locator(".deadline:visible")).to_have_count(1)
    expect(due).to_have_attribute("datetime", f"{fourth.contributions_due:%Y-%m-%dT%H:%M:%SZ}")
    meetings.select_option(label=third.title)
    begin(page, "Radio in schools")
    page.locator(".ProseMirror").click()
    page.keyboard.type("A trial in four districts.")

    page.locator("#cover > summary").click()
    fold = page.locator("details.picks", has=page.locator("#items"))
    fold.locator("summary").click()
    offered = page.locator("#items label.choice:not([hidden])")
    expect(page.get_by_label("1 Radio and television")).to_be_hidden()
    count = offered.count()
    offered.nth(0).click()
    offered.nth(1).click()
    of_the_third = page.locator("#items :checked").evaluate_all(
        "all => all.map((one) => one.value)"
    )
    expect(fold.locator("summary")).to_contain_text(" · ")

    meetings.select_option(label="Fourth meeting")
    expect(offered).to_have_text([re.compile("1 Radio and television")])
    expect(page.locator("#items :checked")).to_have_count(0)
    expect(page.locator(".deadline:visible")).to_have_count(1)
    expect(due).to_have_attribute("datetime", f"{fourth.contributions_due:%Y-%m-%dT%H:%M:%SZ}")
    meetings.select_option(label=third.title)
    expect(offered).to_have_count(count)
    checked = page.locator("#items :checked").evaluate_all("all => all.map((one) => one.value)")
    assert len(checked) == 2 and checked == of_the_third

    meetings.select_option(label="Fourth meeting")
    page.get_by_label("1 Radio and television").check()
    see(page)
    expect(page.get_by_role("link", name="1 Radio and television")).to_be_visible()


def begin(page, title):
    """From the page of a new contribution to the page on which it is written."""
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Start writing").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value(title)


def see(page):
    page.get_by_role("button", name="Preview the paper").first.click()
    expect(page.locator(".paper__body")).to_be_visible()


def test_it_is_written_together_consented_to_and_printed(enter, axe, no_sideways_scroll):
    teresa = enter("teresa").open("/contributions/new")
    begin(teresa, "Labels of lists")
    teresa.locator("#cover > summary").click()
    teresa.locator("summary", has_text="Together with").click()
    teresa.get_by_label("Japan", exact=True).check()
    teresa.get_by_label("Action required").fill("To note.")
    teresa.get_by_role("link", name="Write in a plain form").click()
    teresa.locator("#cover > summary").click()
    expect(teresa.get_by_label("Action required")).to_have_value("To note.")
    teresa.get_by_label("Text", exact=True).fill(
        "a) recorded\nb) broadcast\n   (i) noon\n   (ii) night\n\n3. third\n4. fourth\n\n- plain"
    )
    see(teresa)
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
    expect(haruko.get_by_label("Remark")).to_be_visible()
    no_sideways_scroll(haruko)
    axe(haruko)

    # A remark outlives a change of the words under it; the answer is to the words that are read.
    haruko.get_by_label("Remark").fill("With pleasure.")
    teresa.goto(f"{teresa.url}/edit")
    teresa.get_by_label("Title", exact=True).fill("Labels of a list")
    see(teresa)
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
    reader = enter("caio")
    reader.page.clock.install()
    caio = reader.open(f"{address}/edit")
    teresa.goto(f"{teresa.url}/edit")
    # Both have typed before either hears of the other: nothing is saved by itself meanwhile.
    caio.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))
    for page, title in ((teresa, "Labels of all lists"), (caio, "Labels of lists, again")):
        page.get_by_label("Title", exact=True).fill(title)
    see(teresa)
    caio.get_by_role("button", name="Preview the paper").first.click()
    caio.clock.resume()
    expect(caio.locator("ins")).to_contain_text("again")
    expect(caio.locator("del")).to_contain_text("all")
    card = caio.locator("#stored-title").locator("xpath=..").bounding_box()
    label = caio.locator("label[for=title]").bounding_box()
    assert label["y"] - (card["y"] + card["height"]) >= 12
    axe(caio)
    no_sideways_scroll(caio)
    haruko.goto(haruko.url)
    expect(haruko.get_by_text("What changed since your last answer")).to_be_visible()
