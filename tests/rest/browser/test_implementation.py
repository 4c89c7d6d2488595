"""Giving an action and evidence, replying, and saying whether something is still valid: at a desk, on a phone, without scripts."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.test_threads import live
from tests.implementation.test_validity import next_conference
from wgcop.implementation.evidence import Evidence
from wgcop.resolutions.actions import import_resolution
from wgcop.resolutions.parse import parse

PAGE = "/implementation/67-hyderabad-2010"
CLAUSE = "/implementation/clauses/wtdc-67.invites_member-states__para_1"
WHAT = "Play it on the radio in four districts."
DRAFT_URL = re.compile(r"/implementation/actions/\d+$")


@pytest.mark.parametrize("device", ["desk", "phone", "no scripts"])
def test_a_delegation_adds_an_action_with_evidence_and_submits_it(
    enter, axe, no_sideways_scroll, device
):
    options = {"phone": device == "phone"}
    if device == "no scripts":
        options["java_script_enabled"] = False
    amina = enter("amina", **options).open(PAGE)
    amina.get_by_role("link", name="Add an action on invites Member States 1").click()
    amina.get_by_label("What is done").fill(WHAT)
    amina.get_by_role("button", name="Add as a draft").click()
    expect(amina).to_have_url(DRAFT_URL)
    amina.get_by_role("link", name="Add evidence").click()
    if device == "no scripts":
        amina.get_by_label("Evidence", exact=True).fill("guidance date")
        amina.get_by_role("button", name="Add evidence").click()
        amina.get_by_role("radio", name="WG-COP/3/1: A date").check()
    else:
        field = amina.get_by_role("combobox", name="Evidence")
        field.press_sequentially("guidance date")
        amina.get_by_role("option", name="WG-COP/3/1: A date").click()
        expect(field).to_have_value("/documents/WG-COP/3/1")
        axe(amina)
        no_sideways_scroll(amina)
    amina.get_by_label("What it shows").fill("It asks for a date.")
    amina.get_by_role("button", name="Add evidence").click()
    expect(amina).to_have_url(DRAFT_URL)
    expect(amina.get_by_role("link", name="WG-COP/3/1: A date").first).to_be_visible()
    amina.get_by_role("button", name="Submit", exact=True).click()
    expect(amina.get_by_text("All members read it now.")).to_be_visible()


def test_suggestions_are_chosen_by_keyboard_and_the_field_keeps_the_focus(enter):
    amina = enter("amina").open(f"{CLAUSE}/evidence/new")
    field = amina.get_by_role("combobox", name="Evidence")
    field.press_sequentially("guidance date")
    expect(amina.get_by_role("listbox")).to_be_visible()
    field.press("ArrowDown")
    chosen = amina.locator("[role=option][aria-selected=true]").inner_text()
    field.press("Enter")
    expect(amina.get_by_role("listbox")).to_have_count(0)
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile("^/"))
    assert chosen.split("\n")[0] in amina.locator(".chain__chosen").inner_text()


def test_an_open_page_shows_what_is_submitted_and_its_figures_without_a_reload(enter):
    caio = enter("caio").open(f"{PAGE}?order=text")
    live(caio)
    amina = enter("amina").open(f"{CLAUSE}/actions/new")
    amina.get_by_label("What is done").fill(WHAT)
    amina.get_by_role("button", name="Add as a draft").click()
    expect(amina).to_have_url(DRAFT_URL)
    expect(caio.get_by_text(WHAT)).to_have_count(0)
    before = int(caio.locator("#implementation-figures dd").nth(2).inner_text())
    amina.get_by_role("button", name="Submit", exact=True).click()
    expect(caio.get_by_text(WHAT)).to_be_visible()
    expect(caio.locator("#implementation-figures dd").nth(2)).to_have_text(str(before + 1))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_member_replies_and_the_head_releases(enter, axe, scripts):
    request = "Which campaigns for parents"
    salma = enter("salma", java_script_enabled=scripts).open("/")
    salma.get_by_role("link", name=re.compile(request)).first.click()
    salma.get_by_label("Information received").check()
    salma.get_by_label("Information", exact=False).last.fill("A radio play was on air.")
    salma.get_by_role("button", name="Pass it to the head of delegation").click()
    expect(salma.get_by_text("Your head of delegation is asked to release it.")).to_be_visible()
    if scripts:
        axe(salma)
    farid = enter("farid", java_script_enabled=scripts).open("/")
    farid.get_by_role("link", name=re.compile(request)).first.click()
    farid.get_by_role("button", name="Release").click()
    expect(farid.get_by_text("A radio play was on air.").first).to_be_visible()
    luc = enter("luc").open("/implementation/requests")
    luc.get_by_role("link", name=re.compile(request)).click()
    expect(luc.get_by_role("row", name=re.compile("Egypt"))).to_contain_text("Information received")
    expect(luc.get_by_role("row", name=re.compile("Kazakhstan"))).to_contain_text(
        "No information received"
    )


@pytest.mark.parametrize("phone", [False, True])
def test_both_wordings_are_compared_and_the_answer_is_recorded(
    enter, session, axe, no_sideways_scroll, phone
):
    import_resolution(parse(next_conference()), by=None)
    session.commit()
    handbook = session.scalars(select(Evidence).where(Evidence.title.contains("Handbook"))).one()
    ines = enter("ines", phone=phone).open("/implementation/67-dubai-2014/validity")
    card = ines.locator(f"#{handbook.dom_id}")
    expect(card.locator("del").first).to_be_visible()
    axe(ines)
    no_sideways_scroll(ines)
    card.get_by_label("No longer valid").check()
    card.get_by_role("button", name="Record the answer").click()
    expect(ines.locator(f"#{handbook.dom_id}").get_by_text("Enter why").first).to_be_visible()
    card.get_by_label("Still valid").check()
    card.get_by_role("button", name="Record the answer").click()
    expect(ines.locator(f"#{handbook.dom_id}")).to_have_count(0)
    session.rollback()
    assert handbook.edition.year == 2014
