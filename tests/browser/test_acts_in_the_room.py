"""Two who lead a meeting act in turn, again and again. Each act works the second time, and does what it was begun for."""

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_agenda import opened
from tests.browser.test_leading import GUIDANCE, REQUESTS, ROOM, on_floor, press, speaking
from tests.browser.test_threads import live
from tests.browser.twice import asked_for, click_twice


@pytest.fixture
def room(enter):
    """The chair, the secretariat, a delegate and the projector, all in the room."""
    chair, desk, kenya = (enter(name).open(ROOM) for name in ("helena", "ines", "amina"))
    wall = enter("ines").open(f"{ROOM}?projector")
    for page in (chair, desk, kenya, wall):
        live(page)
    return chair, desk, kenya, wall


def parts(page):
    """What everybody sees of the room, without tools and running clocks."""
    return page.evaluate(
        """() => ["room-item", "room-speakers", "room-times"].map((id) => {
            const copy = document.getElementById(id)?.cloneNode(true)
            for (const one of copy?.querySelectorAll("[data-tools], [data-timer-count], [role=timer], own-time") ?? []) one.remove()
            return `${id}: ${copy?.textContent.replace(/\\s+/g, " ").trim()}`
        })"""
    )


def is_as_fresh(*pages):
    for page in pages:
        same_as_fresh(page, parts)


def take_up(page, number):
    choice = page.locator("#take-up")
    press(page, "t")
    expect(choice).to_be_focused()
    # Not typed: of letters that come slowly each begins a search of its own in the choice.
    choice.select_option(label=choice.locator("option", has_text=number).first.text_content())
    press(page, "Tab", "Enter")
    expect(on_floor(page)).to_contain_text(number)
    press(page, "Escape")


def test_the_key_for_the_next_clause_or_paper_works_after_every_live_update(room):
    chair, desk, kenya, wall = room
    take_up(chair, "3.1")
    matters = chair.locator("[data-matter]")
    expect(matters.nth(1)).to_be_visible()
    for turn in range(4):
        at = chair.locator("[data-matter]:has([aria-current])")
        before = matters.evaluate_all(
            "(all) => all.findIndex((one) => one.querySelector('[aria-current]'))"
        )
        press(chair, "f")
        after = (before + 1) % matters.count()
        expect(matters.nth(after).locator("[aria-current]")).to_have_count(1)
        expect(at).to_have_count(1)
        expect(kenya.locator("[data-matter]").nth(after).locator("[aria-current]")).to_have_count(1)
        press(desk, "m", f"Announcement {turn}", "Tab", "Enter")
        expect(chair.locator(".room-notice--announcement")).to_contain_text(str(turn))
        matters.nth((after + 1) % matters.count()).get_by_role("button").click()
        expect(
            desk.locator("[data-matter]")
            .nth((after + 1) % matters.count())
            .locator("[aria-current]")
        ).to_have_count(1)
        expect(chair.locator("[data-room-error]")).to_be_hidden()
    is_as_fresh(chair, desk, kenya, wall)


def test_an_outcome_is_recorded_for_the_item_for_which_it_was_begun(room):
    chair, desk, kenya, wall = room
    take_up(chair, "3.2")
    form = chair.locator("form", has=chair.locator("#room-outcome"))
    chair.locator("#room-outcome").select_option("noted")
    chair.locator("#room-decision").fill("The list was noted.")
    expect(form.locator("[data-moved]")).to_be_hidden()
    take_up(desk, "3.1")
    expect(on_floor(chair)).to_have_text(GUIDANCE)
    expect(form.locator("[data-moved]")).to_contain_text(f"You began this for {REQUESTS}")
    expect(form.get_by_role("button", name="Record the outcome")).to_be_disabled()
    form.get_by_role("button", name=f"Record it for {REQUESTS}").click()
    expect(chair.locator("#room-decision")).to_have_value("")
    expect(form.locator("[data-moved]")).to_be_hidden()
    expect(on_floor(wall)).to_have_text(GUIDANCE)
    expect(wall.locator(".decision")).to_have_count(0)

    # the next one is about the item on the floor, stays there for all to see, and nothing else moves
    for words in ("Kenya's paper was noted.", "The group thanked Kenya.", "It comes back to it."):
        press(chair, "d", "Noted", "Tab", words, "Tab", "Enter")
        for page in (chair, desk, kenya, wall):
            expect(page.locator(".decision").filter(has_text=words)).to_be_visible()
            expect(on_floor(page)).to_have_text(GUIDANCE)
        take_up(desk, "3.2")
        expect(on_floor(chair)).to_have_text(REQUESTS)
        expect(chair.locator(".decision")).to_contain_text("The list was noted.")
        take_up(desk, "3.1")
        expect(on_floor(chair)).to_have_text(GUIDANCE)
    is_as_fresh(chair, desk, kenya, wall)


def test_the_next_speaker_is_a_point_of_order_that_waits_and_who_was_interrupted_goes_on(room):
    chair, desk, kenya, wall = room
    take_up(chair, "3.1")
    for _ in range(3):
        press(kenya, "f")
        expect(chair.locator(".waiting__one")).to_contain_text("Kenya")
        press(chair, "n")
        expect(speaking(kenya)).to_contain_text("Kenya")
        chair.locator("#put-delegation").select_option(label="Japan")
        chair.locator("#put-kind").select_option("point-of-order")
        chair.get_by_role("button", name="Add", exact=True).click()
        expect(desk.locator(".waiting__one").first).to_contain_text("Point of order")
        press(desk, "n")
        for page in (chair, desk, kenya, wall):
            expect(speaking(page)).to_contain_text("Japan")
            expect(speaking(page)).to_contain_text(re.compile("Continues afterwards.*Kenya"))
        press(chair, "n")
        for page in (desk, wall):
            expect(speaking(page)).not_to_contain_text("Japan")
        press(desk, "e")
        expect(speaking(wall)).to_contain_text("Nobody has the floor")
    is_as_fresh(chair, desk, kenya, wall)


def test_a_double_click_is_one_act_and_whoever_is_at_a_line_that_goes_stays_in_the_list(room):
    chair, desk, kenya, wall = room
    take_up(chair, "3.1")
    waiting = chair.locator(".waiting__one")
    for each, name in enumerate(("Brazil", "Egypt", "Japan", "Kenya", "Switzerland", "Kazakhstan")):
        desk.locator("#put-delegation").select_option(label=name)
        desk.get_by_role("button", name="Add", exact=True).click()
        expect(waiting).to_have_count(each + 1)

    # were the second click an act, the next button would be gone
    for name, button in (("Brazil", "Next speaker"), ("Egypt", "Give the floor: Egypt")):
        has_floor = expect(speaking(chair)).to_contain_text
        click_twice(chair, chair.get_by_role("button", name=button), partial(has_floor, name))
    off = chair.get_by_role("button", name="Take off the list: Japan")
    click_twice(chair, off, lambda: expect(waiting).to_have_count(3))

    sent = asked_for(chair, "/withdrawal")
    for gone, left in (("Kenya", "Switzerland"), ("Switzerland", "Kazakhstan")):
        chair.get_by_role("button", name=f"Take off the list: {gone}").focus()
        press(chair, "Enter")
        expect(chair.get_by_role("button", name=f"Take off the list: {left}")).to_be_focused()
    press(chair, "Enter")
    expect(chair.locator("#put-delegation")).to_be_focused()
    press(chair, "Escape")
    assert len(sent) == 3
    for page in room:
        expect(speaking(page)).to_contain_text("Egypt")
    is_as_fresh(chair, desk, kenya, wall)


TAPS_TWICE = """(button) => {
    const comesDown = (pointerType) =>
        button.dispatchEvent(new PointerEvent("pointerdown", { pointerType, bubbles: true }))
    comesDown("mouse") // what was tapped before is long ago
    for (let tap = 0; tap < 2; tap += 1) {
        comesDown("touch")
        button.dispatchEvent(new MouseEvent("click", { detail: 1, bubbles: true, cancelable: true }))
    }
}"""


def test_a_key_that_is_held_and_a_double_tap_are_one_act_and_no_press_is_for_a_line_that_took_anothers_place(
    room,
):
    chair, desk, kenya, wall = room
    take_up(chair, "3.1")
    waiting = chair.locator(".waiting__one")
    for each, name in enumerate(("Brazil", "Egypt", "Japan", "Kenya", "Switzerland", "Kazakhstan")):
        desk.locator("#put-delegation").select_option(label=name)
        desk.get_by_role("button", name="Add", exact=True).click()
        expect(waiting).to_have_count(each + 1)

    called = asked_for(desk, "/speakers/next")
    for times, name in enumerate(("Brazil", "Egypt"), start=1):
        desk.get_by_role("button", name="Next speaker").evaluate(TAPS_TWICE)
        expect(speaking(desk)).to_contain_text(name)
        assert len(called) == times

    def off(page, name):
        return page.get_by_role("button", name=f"Take off the list: {name}")

    sent = asked_for(chair, "/withdrawal")
    off(chair, "Japan").focus()
    chair.keyboard.down("Enter")
    expect(off(chair, "Kenya")).to_be_focused()
    chair.keyboard.down("Enter")
    chair.keyboard.up("Enter")
    for gone, left in (("Kenya", "Switzerland"), ("Switzerland", "Kazakhstan")):
        off(chair, gone).focus()
        off(desk, gone).click()
        expect(waiting.filter(has_text=left)).to_be_focused()
        press(chair, "Enter")
    off(chair, "Kazakhstan").focus()
    press(chair, "Enter")
    expect(waiting).to_have_count(0)
    assert len(sent) == 2
    is_as_fresh(chair, desk, kenya, wall)


def items_to_take_up(page):
    return page.locator("#take-up option").all_text_contents()


def test_an_item_that_joins_the_agenda_can_be_taken_up_and_what_was_chosen_before_stays_chosen(
    room, enter
):
    chair, desk, *_ = room
    agenda = opened(enter("ines"))
    take_up(chair, "3.1")
    chair.locator("#room-decision").fill("Noted.")
    for turn in range(3):
        title, (here, there) = f"Coffee, cup {turn}", (desk, chair) if turn % 2 else (chair, desk)
        there.locator("#take-up").select_option(index=turn + 2)
        chosen = there.locator("#take-up").input_value()
        agenda.get_by_label("Add an item").fill(title)
        agenda.get_by_label("Add an item").press("Enter")
        for page in (chair, desk):
            expect(page.locator("#take-up option", has_text=title)).to_have_count(1)
        expect(there.locator("#take-up")).to_have_value(chosen)
        label = here.locator("#take-up option", has_text=title).text_content()
        here.locator("#take-up").select_option(label=label)
        here.get_by_role("button", name="Take up", exact=True).click()
        for page in room:
            expect(on_floor(page)).to_contain_text(title)
        now = chair.get_by_role("button", name=re.compile(f"^Record it for .*{title}"))
        expect(now).to_be_visible()
    for page in (chair, desk):
        same_as_fresh(page, items_to_take_up)


def test_the_minutes_for_each_intervention_are_those_of_now_on_the_page_of_every_officer(room):
    chair, desk, *_ = room

    def sets(page, minutes):
        form = page.locator(".leading__minutes")
        form.get_by_label("Minutes for each intervention").fill(minutes)
        form.get_by_role("button").click()

    for turn, minutes in enumerate(("3", "5", "2")):
        here, there = (desk, chair) if turn % 2 else (chair, desk)
        sets(here, minutes)
        for page in (here, there):
            expect(page.locator("#room-speakers")).to_contain_text(f"{minutes} minutes for each")
            expect(page.locator("#minutes-each")).to_have_value(minutes)
    desk.locator("#minutes-each").fill("7")
    sets(chair, "4")
    expect(desk.locator("#room-speakers")).to_contain_text("4 minutes for each")
    expect(desk.locator("#minutes-each")).to_have_value("7")
    for page in (chair, desk):
        same_as_fresh(page, parts)


CUT_OFF = """() => [...document.querySelectorAll(".leading form")]
  .filter((form) => form.scrollWidth > form.clientWidth)
  .map((form) => form.textContent.trim())
"""
"""Forms of whoever leads that are wider than their column, which hides what stands out of it."""


def test_the_gavel_is_one_key_and_every_screen_shows_each_of_its_acts(enter):
    """The chair, the secretariat, a deputy, a delegate, another on a phone, the wall, and a page somewhere else."""
    chair, desk, deputy, kenya = (
        enter(who).open(ROOM) for who in ("helena", "ines", "salma", "amina")
    )
    japan = enter("haruko", phone=True)
    phone, wall = japan.open(ROOM), enter("ines").open(f"{ROOM}?projector")
    strip = japan.another_tab("/people/")
    screens = (chair, desk, deputy, kenya, phone, wall, strip)
    for page in screens:
        live(page)
    assert chair.evaluate(CUT_OFF) == []

    def stands(state, words=""):
        for page in screens:
            notices = page.locator("[data-sitting]")
            expect(notices).to_have_attribute("data-sitting", state)
            if words:
                expect(notices).to_contain_text(words)

    def take_chair():
        press(deputy, "h")
        expect(deputy.get_by_role("button", name="Give the chair back")).to_be_visible()
        for page in screens:
            expect(page.locator(".room-notice--chair")).to_contain_text("Salma Derar")

    def give_back():
        press(deputy, "h")
        expect(deputy.get_by_role("button", name="Take the chair")).to_be_visible()
        for page in screens:
            expect(page.locator(".room-notice--chair")).to_have_count(0)

    stands("sits")
    take_up(chair, "3.2")
    for turn in range(2):
        press(chair, "b")
        stands("suspended", "Break")
        press(chair, "r")
        stands("sits")
        take_chair()
        live(deputy)
        chair.locator("#announcement").fill(f"Not sent yet {turn}")
        press(deputy, "b")
        stands("suspended")
        expect(chair.locator("#announcement")).to_have_value(f"Not sent yet {turn}")
        press(deputy, "r")
        stands("sits")
        press(kenya, "f")
        expect(deputy.locator(".waiting__one")).to_contain_text("Kenya")
        press(deputy, "n")
        for page in (chair, desk, kenya, phone, wall):
            expect(speaking(page)).to_contain_text("Kenya")
        press(deputy, "e")
        expect(speaking(wall)).to_contain_text("Nobody has the floor")
        give_back()
        live(deputy)
        chair.locator("#announcement").fill("")
        press(chair, "Escape")
        press(chair, "A")
        stands("adjourned", "Adjourned")
        expect(chair.get_by_role("button", name="Open the next session")).to_be_visible()
        expect(chair.get_by_role("button", name="Resume the meeting")).to_be_hidden()
        press(chair, "g")
        stands("sits")
        press(chair, "C")
        stands("closed", "Closed at")
        for page in (chair, kenya, phone, wall):
            expect(on_floor(page)).to_have_text("This meeting is closed")
        press(chair, "g")
        stands("sits")
        expect(on_floor(wall)).to_have_text(REQUESTS)
    expect(chair.locator("[data-room-error]")).to_be_hidden()
    for page in (kenya, phone, wall, strip):
        same_as_fresh(page)
    is_as_fresh(chair, desk, deputy)


def test_a_deputy_keeps_the_controls_as_long_as_the_chair_and_what_they_write_longer(enter):
    deputy, chair = enter("salma").open(ROOM), enter("helena").open(ROOM)
    live(chair)
    for turn in range(3):
        deputy.get_by_role("button", name="Take the chair").first.click()
        expect(deputy.get_by_role("button", name="Give the chair back")).to_be_visible()
        live(deputy)
        expect(chair.locator(".room-notice--chair")).to_contain_text("Salma Derar")
        words = f"The list was noted {turn}."
        deputy.locator("#room-outcome").select_option("noted")
        deputy.locator("#room-decision").fill(words)
        chair.get_by_role("button", name="Take the chair back").click()
        expect(chair.get_by_role("button", name="Give the chair back")).to_be_visible()
        expect(deputy.locator(".room-notice--chair")).to_contain_text("Helena Tavira")
        expect(deputy.locator("[data-chair-lost]")).to_be_visible()
        expect(deputy.locator("#room-decision")).to_have_value(words)
        for control in ("Record the outcome", "Next speaker", "Suspend the meeting"):
            expect(deputy.get_by_role("button", name=control)).to_be_hidden()
        deputy.locator("[data-chair-lost]").get_by_role("button").click()
        expect(deputy.locator("#room-decision")).to_have_value(words)
        deputy.locator("#room-decision").fill("")
        deputy.locator("#room-outcome").select_option("")
        chair.reload()
        live(chair)
        chair.get_by_role("button", name="Take the chair back").click()
        expect(chair.get_by_role("button", name="Give the chair back")).to_be_visible()
        live(chair)
        expect(deputy.get_by_role("button", name="Next speaker")).to_have_count(0)
        same_as_fresh(deputy)
        chair.get_by_role("button", name="Give the chair back").click()
        expect(chair.locator(".room-notice--chair")).to_have_count(0)
        live(chair)
