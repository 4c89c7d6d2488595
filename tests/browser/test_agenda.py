"""The secretariat edits an agenda while others watch it change."""

import re

import pytest
from playwright.sync_api import expect

MEETING = "/meetings/wg-cop-3"
REPORT = "Report to the next WTDC: form and first rows"
SHEET = "Technological solutions: a common sheet"
CLOSING = "Any other business and closing"
CAMPAIGNS = "Awareness campaigns"


def line(page, title):
    return page.locator(f'[data-item][data-title="{title}"]')


def row(page, title):
    return line(page, title).locator("> [data-row]")


def handle(page, title):
    return row(page, title).locator("[data-handle]")


def says(page):
    return page.locator("[data-agenda-says]")


def number(page, title, expected):
    expect(line(page, title)).to_have_attribute("data-number", expected)


def opened(reader):
    page = reader.open(MEETING)
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    return page


def amid_the_window(page, title, target):
    """Where the handle of an item and another item are, away from the edges, near which the page scrolls by itself."""
    handle(page, title).scroll_into_view_if_needed()
    page.evaluate(
        "([one, other]) => scrollBy(0, (one.getBoundingClientRect().top + other.getBoundingClientRect().top - innerHeight) / 2)",
        [handle(page, title).element_handle(), row(page, target).element_handle()],
    )
    return handle(page, title).bounding_box(), row(page, target).bounding_box()


def grab(page, title, target, *, sideways=0):
    """Drag an item over the upper edge of another one, without dropping it."""
    start, over = amid_the_window(page, title, target)
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 20, steps=3)
    page.mouse.move(x + sideways, over["y"] + 4, steps=5)


def test_by_keys_an_item_moves_before_everybodys_eyes(enter):
    ines, amina, guest = (opened(enter(name)) for name in ("ines", "amina", None))
    handle(ines, REPORT).focus()

    ines.keyboard.press("Alt+ArrowUp")
    for page in (ines, amina, guest):
        number(page, REPORT, "5")
    expect(says(ines)).to_have_text("Item 6 moved to 5")
    expect(says(amina)).to_have_text("The agenda has changed")
    expect(handle(ines, REPORT)).to_be_focused()

    ines.keyboard.press("Alt+ArrowRight")
    number(amina, REPORT, "4.1")
    ines.keyboard.press("Alt+ArrowLeft")
    number(amina, REPORT, "5")
    expect(handle(ines, REPORT)).to_be_focused()


def test_the_plan_and_the_list_follow_the_agenda_while_they_are_read(enter):
    ines, amina = opened(enter("ines")), enter("amina")
    plan = amina.open(f"{MEETING}/plan")
    expect(plan.locator("html")).to_have_attribute("data-live", "on")
    handle(ines, REPORT).focus()
    ines.keyboard.press("Alt+ArrowUp")
    expect(plan.get_by_role("link", name=f"5 {REPORT}")).to_be_visible()


def test_a_key_that_leads_nowhere_says_so(enter):
    ines = opened(enter("ines"))
    handle(ines, CLOSING).focus()
    ines.keyboard.press("Alt+ArrowDown")
    expect(says(ines)).to_have_text("Item 7 stays where it is")
    expect(handle(ines, CLOSING)).to_be_focused()


def test_by_mouse_an_item_is_dropped_where_the_line_shows(enter):
    ines, amina = opened(enter("ines")), opened(enter("amina"))
    grab(ines, CLOSING, SHEET)
    expect(ines.locator(".drop-mark")).to_be_visible()
    ines.mouse.up()
    number(amina, CLOSING, "4")
    expect(says(ines)).to_have_text("Item 7 moved to 4")
    expect(handle(ines, CLOSING)).to_be_focused()


def test_drawn_to_the_side_it_is_nested(enter):
    ines, amina = opened(enter("ines")), opened(enter("amina"))
    grab(ines, CLOSING, SHEET, sideways=40)
    ines.mouse.up()
    number(amina, CLOSING, "3.5")


def test_dropped_straight_below_an_item_it_comes_after_it(enter):
    ines = opened(enter("ines"))
    grab(ines, CAMPAIGNS, "Coordination with other initiatives")
    ines.mouse.up()
    number(ines, CAMPAIGNS, "5")


def test_the_chair_takes_an_item_up_out_of_order_and_closes_it_and_goes_back(enter):
    helena, amina = opened(enter("helena")), opened(enter("amina"))
    on_the_floor = amina.locator('[aria-current="step"]')
    guidance = on_the_floor.get_attribute("data-title")

    def press(title, name):
        row(helena, title).locator("[data-menu] summary").click()
        row(helena, title).get_by_role("button", name=name).click()
        expect(row(helena, title).locator("[data-menu]")).not_to_have_attribute("open", "")
        expect(row(helena, title).locator("summary")).to_be_focused()

    press(REPORT, "Take up now")
    expect(on_the_floor).to_have_attribute("data-title", REPORT)
    press(REPORT, "Close the item")
    expect(on_the_floor).to_have_attribute("data-title", guidance)
    press(REPORT, "Reopen it")
    expect(on_the_floor).to_have_attribute("data-title", REPORT)


def test_what_is_held_says_where_it_would_go(enter):
    ines = opened(enter("ines"))
    label = ines.locator(".drop-mark__label")
    grab(ines, CAMPAIGNS, SHEET)
    expect(label).to_have_text("Below 3 Implementation of Resolution 67")
    ines.mouse.up()
    grab(ines, CLOSING, SHEET)
    expect(label).to_have_text(f"Before 4 {SHEET}")
    ines.mouse.up()
    number(ines, CLOSING, "4")
    expect(ines.locator(".drop-mark")).to_be_hidden()


def test_a_closing_is_taken_back_where_it_was_done(enter):
    helena, amina = opened(enter("helena")), opened(enter("amina"))
    undo = row(helena, REPORT).get_by_role("button", name="Undo the closing of 6")
    expect(undo).to_be_hidden()
    row(helena, REPORT).locator("[data-menu] summary").click()
    row(helena, REPORT).get_by_role("button", name="Close the item").click()
    expect(line(amina, REPORT)).to_have_attribute("data-state", "closed")
    undo.click()
    expect(line(amina, REPORT)).to_have_attribute("data-state", "open")
    expect(undo).to_be_hidden()
    expect(row(helena, REPORT).locator("summary")).to_be_focused()


def test_escape_drops_an_item_where_it_was(enter):
    ines = opened(enter("ines"))
    grab(ines, CLOSING, SHEET)
    ines.keyboard.press("Escape")
    expect(ines.locator(".drop-mark")).to_be_hidden()
    ines.mouse.up()
    number(ines, CLOSING, "7")


def test_a_finger_that_rests_on_the_handle_moves_the_item_and_one_that_moves_on_scrolls(enter):
    reader = enter("ines", phone=True)
    page = opened(reader)
    start, over = amid_the_window(page, CLOSING, REPORT)
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    finger = reader.context.new_cdp_session(page)

    def touch(kind, *points):
        touched = [{"x": x, "y": y} for y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})

    # Who moves on at once scrolls: nothing is taken along.
    touch("touchStart", y)
    touch("touchMove", y - 60)
    touch("touchMove", y - 120)
    touch("touchEnd")
    expect(page.locator("[data-dragging]")).to_have_count(0)
    number(page, CLOSING, "7")

    start, over = amid_the_window(page, CLOSING, REPORT)
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    touch("touchStart", y)
    expect(page.locator("[data-dragging]")).to_have_count(1)
    for height in (y - 10, y - 30, over["y"] + 4):
        touch("touchMove", height)
    expect(page.locator(".drop-mark")).to_be_visible()
    touch("touchEnd")
    number(page, CLOSING, "6")


def test_what_others_change_waits_while_something_is_held(enter):
    ines, helena = opened(enter("ines")), opened(enter("helena"))
    grab(ines, CLOSING, SHEET)
    handle(helena, CAMPAIGNS).focus()
    helena.keyboard.press("Alt+ArrowUp")
    number(helena, CAMPAIGNS, "3.3")
    ines.mouse.up()
    for page in (ines, helena):
        number(page, CAMPAIGNS, "3.3")
        number(page, CLOSING, "4")


def test_an_open_menu_and_the_focus_stay_while_the_agenda_changes(enter):
    ines = opened(enter("ines"))
    menu = row(ines, CAMPAIGNS).locator("[data-menu]")
    menu.locator("summary").click()
    menu.get_by_role("button", name="Move up").click()
    number(ines, CAMPAIGNS, "3.3")
    expect(menu.get_by_role("button", name="Move up")).to_be_focused()
    ines.keyboard.press("Enter")
    number(ines, CAMPAIGNS, "3.2")

    participants = ines.locator("#meeting-head").get_by_role("link", name="participants")
    participants.focus()
    before = participants.inner_text()
    farid = enter("farid").open(f"{MEETING}/registration")
    farid.locator("input[name=planned]:not(:checked)").first.check()
    farid.locator("main form .button--primary").first.click()
    expect(participants).not_to_have_text(before)
    expect(participants).to_be_focused()


def test_items_are_added_one_after_the_other_without_leaving_the_field(enter):
    ines, amina = opened(enter("ines")), opened(enter("amina"))
    for minutes, title in (("20", "Coffee"), ("5", "Photograph")):
        ines.get_by_label("Add an item").fill(title)
        ines.get_by_label("Minutes").fill(minutes)
        ines.get_by_label("Add an item").press("Enter")
        expect(line(amina, title)).to_be_visible()
        expect(ines.get_by_label("Add an item")).to_be_focused()
        expect(ines.get_by_label("Add an item")).to_have_value("")
    number(ines, "Photograph", "9")
    expect(handle(ines, "Photograph")).to_be_visible()
    expect(handle(amina, "Photograph")).to_have_count(0)


def test_who_was_away_finds_the_agenda_as_it_is(enter):
    away = enter("amina")
    amina, ines = opened(away), opened(enter("ines"))
    away.go_offline()
    handle(ines, CLOSING).focus()
    ines.keyboard.press("Alt+ArrowUp")
    number(ines, CLOSING, "6")
    number(amina, CLOSING, "7")
    away.come_back()
    number(amina, CLOSING, "6")


def test_a_change_that_does_not_reach_the_server_is_said(enter):
    reader = enter("ines")
    ines = opened(reader)
    handle(ines, CLOSING).focus()
    reader.go_offline()
    ines.keyboard.press("Alt+ArrowUp")
    expect(ines.locator("[data-agenda-error]")).to_contain_text("server could not be reached")
    number(ines, CLOSING, "7")


def test_without_scripts_the_same_forms_post(enter):
    page = enter("ines", java_script_enabled=False).open(MEETING)
    expect(handle(page, CLOSING)).to_be_hidden()
    row(page, CLOSING).locator("summary").click()
    row(page, CLOSING).get_by_role("button", name="Move up").click()
    number(page, CLOSING, "6")
    page.get_by_label("Add an item").fill("Coffee")
    page.get_by_role("button", name="Add", exact=True).click()
    number(page, "Coffee", "8")


def test_where_pages_run_from_right_to_left_the_left_arrow_nests(enter):
    ines = opened(enter("ines"))
    ines.evaluate("document.documentElement.dir = 'rtl'")
    handle(ines, REPORT).focus()
    ines.keyboard.press("Alt+ArrowLeft")
    number(ines, REPORT, "5.1")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_readers_own_clock_is_shown_where_it_differs(look, phone):
    elsewhere = look("amina", timezone_id="Asia/Tokyo", phone=phone).open(MEETING)
    times = elsewhere.locator(".agenda__time")
    expect(row(elsewhere, SHEET).locator(".agenda__time")).to_have_text(
        re.compile(r"^14:30 · 2[12]:30 for you$")
    )
    assert {box["height"] < 30 for box in (t.bounding_box() for t in times.all())} == {True}
    here = look("amina", timezone_id="Europe/Zurich", phone=phone).open(MEETING)
    expect(here.locator(".agenda__time own-time").first).to_be_hidden()
    assert here.get_by_role("heading", level=3).count() >= 3, "the days are headings"
