"""Pages of a draft that are left open while others ask, answer, write and submit: each ends as one that is opened now."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.desk import begin_draft, is_saved, type_at_end, write_on
from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import live
from wgcop import clock
from wgcop.contributions.models import Contribution
from wgcop.contributions.sources import Source

ASK, SUBMIT = "Ask for consent", "Submit"


def acts(page):
    return page.get_by_role("complementary", name="What you can do")


def button(page, name):
    return acts(page).get_by_role("button", name=name, exact=True)


def press(page, name):
    button(page, name).click()
    live(page)


@pytest.fixture
def joint(enter, session):
    """The address of a draft of Kenya's and Egypt's, which two Kenyans write, with all that it needs."""
    editor = write_on(wanjiru := enter("wanjiru"), begin_draft(wanjiru, "amina"))
    type_at_end(editor, "A trial in four districts.")
    is_saved(editor)
    address = re.sub("/edit.*", "", editor.url.removeprefix(wanjiru.served.url))
    paper = session.get_one(Contribution, int(address.rpartition("/")[2]))
    paper.draft.action_required = "The group is invited to note the trial."
    egypt = enter.world.farid.memberships[0].delegation
    paper.draft.sources.append(Source.of_delegation(session.merge(egypt)))
    session.commit()
    return address, editor


def test_drafters_and_those_who_are_asked_see_what_each_of_them_does(enter, joint):
    address, editor = joint
    amina, farid = enter("amina"), enter("farid")
    kenya, other = amina.open(address), amina.another_tab(address)
    for page in (kenya, other):
        live(page)
    press(kenya, ASK)
    expect(button(other, ASK)).to_have_count(0)

    egypt, beside = farid.open(address), farid.another_tab(address)
    for page in (egypt, beside):
        live(page)
    expect(acts(kenya)).to_contain_text("Seen by Farid Elwany")
    remark = egypt.get_by_label("Remark")
    remark.fill("Name the districts.")
    for times in ("once", "twice", "three times"):
        type_at_end(editor, f" Changed {times}.")
        editor.get_by_role("button", name="Save", exact=True).click()
        is_saved(editor)
        expect(beside.locator(".paper")).to_contain_text(f"Changed {times}.")
        expect(egypt.locator(".paper")).to_contain_text(f"Changed {times}.")
        expect(remark).to_have_value("Name the districts.")
    press(egypt, "Consent")
    expect(acts(egypt)).to_contain_text("changed while you were reading it")
    expect(egypt.get_by_label("Remark")).to_have_value("Name the districts.")
    press(egypt, "Do not consent")

    for answer, undo in (("Consent", True), ("Do not consent", True), ("Consent", False)):
        for page in (beside, kenya, other):
            same_as_fresh(page)
        press(beside, "Withdraw the answer")
        for page in (egypt, kenya, other):
            expect(acts(page)).to_contain_text("Their answer was withdrawn")
            same_as_fresh(page)
        press(egypt, answer)
        expect(button(beside, "Withdraw the answer")).to_be_visible()
        if undo:
            expect(button(kenya, SUBMIT)).to_have_count(1 if answer == "Consent" else 0)

    amina.go_offline()
    press(enter("wanjiru").open(address), SUBMIT)
    amina.come_back()
    for page in (kenya, other, beside):
        expect(acts(page)).to_contain_text("Accepted as")
        expect(button(page, SUBMIT)).to_have_count(0)
        expect(button(page, "Withdraw the answer")).to_have_count(0)


def test_what_is_begun_on_a_part_that_was_put_in_place_is_kept_in_the_browser(enter, joint):
    address, _editor = joint
    kenya, farid = enter("amina").open(address), enter("farid")
    live(kenya)
    press(kenya, ASK)
    egypt = farid.open(address)
    live(egypt)
    expect(acts(egypt)).to_contain_text("Seen by Farid Elwany")
    egypt.get_by_label("Remark").fill("Name the districts.")
    egypt.get_by_label("Remark").blur()
    egypt.reload()
    expect(egypt.get_by_label("Remark")).to_have_value("Name the districts.")
    expect(acts(egypt)).to_contain_text("Seen by Farid Elwany")


def test_a_page_left_open_over_the_deadline_says_what_happens_now(enter, joint, session):
    address, editor = joint
    paper = session.get_one(Contribution, int(address.rpartition("/")[2]))
    paper.draft.sources.pop()
    paper.meeting.contributions_due = clock.now() + timedelta(seconds=25)
    session.commit()
    page = enter("amina").open(address)
    live(page)
    editor.reload()
    is_saved(editor)
    expect(page.locator("#paper-shown")).to_contain_text("It is on time")
    expect(editor.locator(".clock:visible")).to_contain_text("Contributions due")
    expect(page.locator("#paper-shown")).to_contain_text("It is a delayed contribution")
    expect(acts(page).locator(".clock")).to_contain_text("Contributions were due")
    expect(editor.locator(".clock:visible")).to_contain_text("It is a delayed contribution")
    same_as_fresh(page)


def test_who_is_removed_is_told_and_whoever_submitted_sees_what_became_of_it(enter, joint, session):
    address, _editor = joint
    paper = session.get_one(Contribution, int(address.rpartition("/")[2]))
    paper.draft.sources.pop()
    paper.meeting.contributions_due = clock.now() - timedelta(days=1)
    session.commit()
    page = enter("amina").open(address)
    live(page)
    wanjiru = enter("wanjiru").open(address)
    live(wanjiru)
    acts(wanjiru).get_by_role("button", name="Remove Amina Barasa").click()
    live(wanjiru)
    expect(page.locator("[data-gone]")).to_be_visible()
    press(wanjiru, SUBMIT)
    expect(wanjiru.get_by_role("heading", level=1)).to_have_text("Done: it has been submitted")
    officer = enter("ines").open(address)
    live(officer)
    officer.get_by_role("button", name="Accept as delayed").click()
    expect(wanjiru.get_by_role("heading", level=1)).to_contain_text("Done: WG-COP/3/")
    same_as_fresh(wanjiru)
