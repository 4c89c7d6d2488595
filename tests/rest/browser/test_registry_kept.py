"""The registry is kept: an entry is confirmed from a letter, and two entries become one."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from wgcop import clock
from wgcop.accounts.models import Delegation
from wgcop.database import db, writing
from wgcop.initiatives.confirming.jobs import ask_for_confirmation
from wgcop.initiatives.models import Initiative
from wgcop.mail import Message

HELPLINES = "Child Helpline International"
HOTLINES = "International Association of Internet Hotlines"


@pytest.fixture
def kenyas(enter):
    """An entry for which Kenya answers, and which nobody has confirmed for a month."""
    return unconfirmed(enter)


def unconfirmed(enter):
    with enter._app.app_context(), writing():
        entry = db.session.scalars(select(Initiative).where(Initiative.name == HELPLINES)).one()
        entry.delegation = db.session.scalars(
            select(Delegation).where(Delegation.name == "Kenya")
        ).one()
        entry.confirm_by = clock.now().date() - timedelta(days=30)
        db.session.commit()
        return entry.url


@pytest.fixture
def letter(enter, kenyas):
    """The link in the letter to Amina."""
    with enter._app.app_context():
        ask_for_confirmation()
        words = db.session.scalars(
            select(Message.text).where(Message.recipient == enter.world.amina.email)
        ).all()[-1]
    return re.search(r"/confirmations/\S+", words)[0]


def confirm_by(enter, name=HELPLINES) -> date:
    with enter._app.app_context():
        return db.session.scalars(
            select(Initiative.confirm_by).where(Initiative.name == name)
        ).one()


def test_a_letter_confirms_an_entry_with_one_key_and_all_who_look_at_it_see_it(
    enter, letter, kenyas, axe, no_sideways_scroll
):
    today = clock.now().date()
    guest, wanjiru = enter().open(kenyas), enter("wanjiru").open(kenyas)
    page = enter(phone=True).open(letter)

    # An entry that nobody confirmed is grey, and still readable.
    for dark in ("light", "dark"):
        guest.emulate_media(color_scheme=dark)
        grey = guest.locator("article.is-unconfirmed")
        expect(grey).to_contain_text("Not confirmed since")
        ink = grey.locator("p.measure").evaluate("p => getComputedStyle(p).color")
        assert ink != guest.locator("h1").evaluate("h => getComputedStyle(h).color")
        axe(guest, "color-contrast")

    # The page of the letter shows its button without scrolling; to look at it confirms nothing.
    expect(page.get_by_role("heading", level=1)).to_contain_text(HELPLINES)
    expect(page.get_by_text("Not confirmed since")).to_be_visible()
    expect(page.get_by_role("button", name="Still correct")).to_be_focused()
    assert page.evaluate("scrollY") == 0, "the button is seen without scrolling"
    axe(page)
    no_sideways_scroll(page)
    assert confirm_by(enter) < today
    page.keyboard.press("Enter")
    expect(page.get_by_text("Thank you.")).to_be_visible()
    expect(page.get_by_role("button", name="Still correct")).to_have_count(0)
    axe(page)
    assert confirm_by(enter) > today + timedelta(days=360)
    page.get_by_role("link", name="Open the entry").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(HELPLINES)
    for each in (page, guest):
        expect(each.get_by_text("Not confirmed since")).to_have_count(0)

    # Who answers for it confirms it on its page.
    unconfirmed(enter)
    for each in (guest, wanjiru):
        each.reload()
    expect(guest.get_by_text("Not confirmed since")).to_be_visible()
    wanjiru.get_by_role("button", name="Still correct").click()
    expect(wanjiru.get_by_text("confirmed for a year")).to_be_visible()
    expect(guest.get_by_text("Not confirmed since")).to_have_count(0)

    # Without scripts the letter does the same.
    unconfirmed(enter)
    plain = enter(java_script_enabled=False).open(letter)
    plain.get_by_role("button", name="Still correct").click()
    expect(plain.get_by_text("Thank you.")).to_be_visible()
    assert confirm_by(enter) > today


def test_a_letter_leads_to_what_changed_and_that_it_has_ended_is_one_field_away(enter, letter, axe):
    page = enter(phone=True).open(letter)
    page.get_by_role("link", name="Something changed").click()
    expect(page).to_have_url(re.compile(r"/sign-in\?next=.*edit"))
    page.go_back()
    page.get_by_text("It has ended").click()
    page.get_by_role("button", name="It ended then").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter when it ended")
    axe(page)
    page.get_by_label("When did it end?").fill("2009")
    page.get_by_role("button", name="It ended then").click()
    expect(page.get_by_text("it ended in 2009")).to_be_visible()


def test_two_entries_are_compared_merged_and_taken_apart_with_a_mouse_by_keys_and_without_scripts(
    enter, kenyas, axe
):
    guest = enter().open(kenyas)
    ines = enter("ines")
    page = ines.open(kenyas)

    # With a mouse: both scopes, the lead of one, and the name of the other.
    page.get_by_role("link", name="Merge with another").click()
    page.get_by_label("The other entry").fill("INHOPE")
    axe(page)
    page.get_by_role("button", name="Compare the two").click()
    expect(page.get_by_text("Becomes part of it")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Keep the other one instead").click()
    name = page.get_by_role("group", name="Name")
    expect(name.get_by_role("radio").first).to_be_checked()
    page.get_by_role("group", name="Scope").get_by_label("Both").check()
    page.get_by_role("group", name="Lead").get_by_label(HELPLINES).check()
    page.get_by_role("button", name="Merge the two").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{HOTLINES} (INHOPE)")
    article = page.locator("article").first
    expect(article).to_contain_text("A network of helplines")
    expect(article).to_contain_text("A network of hotlines")
    expect(guest.get_by_text("This entry was merged into another one")).to_be_visible()
    guest.reload()
    expect(guest.get_by_role("heading", level=1)).to_contain_text("INHOPE")
    axe(page)
    page.get_by_role("button", name="Separate the two again").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(HELPLINES)
    guest.goto(guest.url)
    expect(guest.get_by_role("heading", level=1)).to_contain_text("INHOPE")

    # By keys alone.
    page = ines.open(f"{kenyas}/merging?other=INHOPE")
    name = page.get_by_role("group", name="Name")
    name.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowRight")
    expect(name.get_by_role("radio").nth(1)).to_be_checked()
    page.get_by_role("button", name="Merge the two").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(HOTLINES)
    apart = page.get_by_role("button", name="Separate the two again")
    apart.click()
    expect(apart).to_have_count(0)

    # On a phone without scripts.
    plain = enter("ines", phone=True, java_script_enabled=False)
    page = plain.open(f"{kenyas}/merging?other=INHOPE")
    expect(page.get_by_text("The other entry").first).to_be_visible()
    page.get_by_role("button", name="Merge the two").click()
    expect(page.get_by_role("button", name="Separate the two again")).to_be_visible()
