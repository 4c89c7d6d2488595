"""Earlier work beside a draft while it is written, at submission, and on a page of its own."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.conftest import PHONE, WIDE
from tests.radar.papers import bring
from tests.radar.texts import ANOTHER_TOPIC, RADIO, REWORDED
from wgcop.database import db, writing
from wgcop.radar.shingle_store import RadarRecord
from wgcop.radar.sweep import sweep

PANEL = "[data-beside]"


@pytest.fixture
def earlier(enter):
    return bring(enter._app, enter.world.teresa, "Radio plays in Brazil", RADIO)


@pytest.fixture
def draft(enter, earlier):
    """`draft(text)` makes a draft of Kenya's and gives the address of the page where it is edited."""

    def begin(text="Only a few words yet."):
        key = bring(enter._app, enter.world.amina, "Plays", text, number=None)
        return f"/contributions/{key.partition(':')[2]}"

    return begin


def box(page, what):
    return page.locator(what).bounding_box()


def test_it_appears_beside_the_draft_moves_nothing_and_goes_when_there_is_nothing_any_more(
    enter, axe, no_sideways_scroll, draft
):
    amina, address = enter("amina"), draft()
    page = amina.open(f"{address}/edit?plain=1")
    text = page.get_by_label("Text", exact=True)
    expect(page.locator(PANEL)).to_be_hidden()
    text.click()
    before = box(page, "#title")
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(f"\n\n{REWORDED}")
    caret = text.evaluate("t => t.selectionStart")
    place, height = text.bounding_box(), text.evaluate("t => t.scrollTop")
    panel = page.locator(PANEL)
    expect(panel).to_contain_text("1 earlier work")
    expect(panel).to_contain_text("earlier wording of the same document")
    expect(panel.get_by_role("link", name="Radio plays in Brazil")).to_be_visible()
    assert text.bounding_box() == place
    assert text.evaluate("t => [t.selectionStart, t.scrollTop]") == [caret, height]
    assert text.evaluate("t => document.activeElement === t")
    assert box(page, "#title")["width"] == before["width"]
    expect(panel.get_by_role("status")).to_have_text("1 earlier work")
    panel.get_by_text("shared passage").click()
    expect(panel.locator("mark").first).to_be_visible()
    axe(page)

    # It goes when there is nothing any more, and comes again.
    text.fill("zymurgy " * 70)
    page.get_by_label("Title", exact=True).fill("")
    expect(panel).to_be_hidden()
    text.fill(REWORDED)
    expect(panel).to_contain_text("1 earlier work")

    # On a phone the bar says that there is some, and opens on it.
    page = enter("amina", phone=True).open(f"{draft(REWORDED)}/edit")
    bar = page.locator("[data-rail-toggle]")
    expect(bar).to_contain_text("1 earlier work")
    expect(bar).to_be_in_viewport(ratio=1)
    expect(page.locator(PANEL)).to_be_hidden()
    bar.tap()
    page.locator(".beside__summary").click()
    expect(page.get_by_role("link", name="Radio plays in Brazil")).to_be_visible()
    no_sideways_scroll(page)
    axe(page)

    # Without scripts the form asks in another tab.
    reader = enter("amina", java_script_enabled=False)
    page = reader.open(f"{address}/edit")
    page.get_by_label("Text", exact=True).fill(REWORDED)
    with reader.context.expect_page() as opened:
        page.get_by_role("button", name="Check against prior work").click()
    expect(opened.value.locator("main")).to_contain_text("earlier wording of the same document")
    expect(page.get_by_label("Text", exact=True)).to_have_value(REWORDED)


def test_a_registry_entry_is_told_what_is_near_and_says_how_it_stands(enter, axe, earlier):
    page = enter("ines").open("/initiatives/new")
    page.get_by_label("Name", exact=True).fill("Another hotline network")
    page.get_by_label("Scope").fill(
        "A network of hotlines to which the public reports illegal content, with members that "
        "exchange reports about material hosted in other countries."
    )
    panel = page.locator(PANEL)
    expect(panel).to_contain_text(re.compile(r"\d works? on the same topic"))
    expect(panel).to_contain_text("INHOPE")
    axe(page)
    page.get_by_label("Kind").select_option("campaign")
    page.get_by_label("Level", exact=True).select_option("international")
    page.get_by_label("Scope").fill(REWORDED)
    page.get_by_role("textbox", name="Source").fill("Letter of 3 May 2010.")
    page.get_by_role("button", name="Add to the registry").click()
    expect(page.get_by_role("heading", name="How does it relate to earlier work?")).to_be_visible()
    axe(page)
    page.get_by_label("Builds on it").check()
    page.get_by_label("Reason, in one line").fill("The same trial, in Kenya.")
    page.get_by_role("button", name="Add to the registry").click()
    expect(page.get_by_role("heading", name="Prior work")).to_be_visible()
    expect(page.locator("main")).to_contain_text("The same trial, in Kenya.")


def test_passages_are_compared_and_a_decision_is_made_at_submission(
    enter, axe, no_sideways_scroll, draft
):
    amina, address = enter("amina"), draft(REWORDED)
    compared_side_by_side_and_on_a_phone_below_one_another(
        amina.open("/radar"), axe, no_sideways_scroll
    )
    page = amina.open(address)
    page.set_viewport_size(WIDE)
    expect(page.get_by_role("heading", name="How does it relate to earlier work?")).to_be_visible()
    axe(page)
    page.get_by_label("Builds on it").check()
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a reason, in one line.")
    expect(page.get_by_label("Builds on it")).to_be_checked()
    axe(page)
    page.get_by_label("Reason, in one line").fill("The same trial, in Kenya.")
    page.get_by_role("button", name="Submit", exact=True).click()
    page.get_by_role("link", name="Open the document").click()
    expect(page.get_by_role("heading", name="Prior work")).to_be_visible()
    expect(page.locator("main")).to_contain_text("The same trial, in Kenya.")
    axe(page)
    page.get_by_role("link", name=re.compile("Radio plays in Brazil")).click()
    expect(page.locator("main")).to_contain_text("Works that build on this")


BELOW_ONE_ANOTHER = """() => {
    const [one, other] = [...document.querySelectorAll(".compared__text")].map((side) => side.getBoundingClientRect());
    return one.x === other.x && one.y < other.y;
}"""


def compared_side_by_side_and_on_a_phone_below_one_another(page, axe, no_sideways_scroll):
    page.get_by_label("Text", exact=True).fill(f"{REWORDED} {ANOTHER_TOPIC}")
    page.get_by_role("button", name="Compare").click()
    sides = page.locator(".compared__text")
    expect(sides.first).to_be_visible()
    one, other = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
    assert one["y"] == other["y"] and one["x"] < other["x"]
    axe(page)
    page.set_viewport_size(PHONE)
    page.wait_for_function(BELOW_ONE_ANOTHER)
    no_sideways_scroll(page)


def test_the_secretariat_judges_two_works_side_by_side_and_takes_it_back(
    enter, axe, no_sideways_scroll, earlier
):
    amina = enter.world.amina
    three = {
        earlier,
        bring(enter._app, amina, "Radio plays in Kenya", REWORDED, number=81),
        bring(enter._app, amina, "Radio plays on buses", RADIO, number=82),
    }
    with enter._app.app_context():
        # Whose work it is: two papers of one group's meeting are that group's own affair.
        with writing():
            for row in db.session.scalars(select(RadarRecord)):
                row.body = row.record_id if row.record_id in three else "Others"
            db.session.commit()
        sweep()
    page = enter("ines").open("/priorwork/clusters")
    card = page.locator(".card")
    expect(card).to_have_count(1)
    expect(card.get_by_role("heading", level=2)).to_contain_text("3 works")
    expect(card.locator("mark").first).to_be_visible()
    axe(page)
    no_sideways_scroll(page)
    first = card.locator("article").first
    first.get_by_label("Related work").check()
    first.get_by_label("Reason, in one line").fill("Kenya goes on with it.")
    first.get_by_role("button", name="Record").click()
    expect(page.locator(".card article")).to_have_count(1)
    judged = page.locator(".result")
    expect(judged).to_contain_text("Kenya goes on with it.")
    page.set_viewport_size(PHONE)
    axe(page)
    no_sideways_scroll(page)
    judged.get_by_role("button", name="Withdraw the judgement").click()
    expect(page.locator(".card article")).to_have_count(2)
    expect(page.locator(".result")).to_have_count(0)
