"""Arranging meetings and groups by hand: what a choice or a first item changes is seen at once."""

from datetime import time, timedelta

from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import live
from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting
from wgcop.meetings import actions
from wgcop.meetings.arrangements import Arrangements


def test_those_who_are_named_opens_the_list_of_members(enter):
    page = enter("ines").open("/groups/new")
    fold = page.locator("details[data-opened-by]")
    for _ in range(3):
        fold.evaluate("(one) => { one.open = false }")
        page.get_by_label("Everybody who takes part").check()
        expect(fold).not_to_have_attribute("open", "")
        page.get_by_label("Only named people").check()
        expect(fold).to_have_attribute("open", "")
        expect(fold.get_by_text("Delegations", exact=True)).to_be_visible()


def test_a_page_does_not_say_that_there_is_no_agenda_once_an_item_was_added(enter, session):
    third = session.scalars(select(Meeting).where(Meeting.number == 3)).one()
    ines = session.scalars(select(Person).where(Person.email == "ines@example.org")).one()
    later = third.starts_on + timedelta(days=100)
    arranged = Arrangements(
        title="A meeting without an agenda",
        place="Geneva",
        zone="Europe/Zurich",
        starts_on=later,
        ends_on=later,
        opens_at=time(9, 30),
    )
    address = actions.create_meeting(third.group, arranged, by=ines).url
    session.commit()
    page = enter("ines").open(address)
    expect(page.get_by_text("The meeting has no agenda.")).to_be_visible()
    live(page)
    for number in range(3):
        page.get_by_label("Add an item").fill(f"Item {number}")
        page.keyboard.press("Enter")
        expect(page.locator("#agenda")).to_contain_text(f"Item {number}")
        expect(page.get_by_text("The meeting has no agenda.")).to_be_hidden()
    same_as_fresh(page)
