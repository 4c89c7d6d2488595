"""The secretariat edits an agenda while others watch it change."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.fresh import same_as_fresh

MEETING = "/meetings/wg-cop-3"
REPORT = "Report to the next WTDC: form and first rows"
SHEET = "Technological solutions: a common sheet"
CLOSING = "Any other business and closing"
CAMPAIGNS = "Awareness campaigns"

DEAF = "document.addEventListener('live:entry', (entry) => entry.preventDefault())"


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


def test_by_keys_items_move_before_everybodys_eyes_and_whoever_was_away_finds_the_agenda_as_it_is(
    enter,
):
    writer, away = enter("ines"), enter("amina")
    ines, amina, guest = opened(writer), opened(away), opened(enter())
    plan = away.another_tab(f"{MEETING}/plan")
    expect(plan.locator("html")).to_have_attribute("data-live", "on")
    handle(ines, REPORT).focus()

    ines.keyboard.press("Alt+ArrowUp")
    for page in (ines, amina, guest):
        number(page, REPORT, "5")
    expect(says(ines)).to_have_text("Item 6 moved to 5")
    expect(says(amina)).to_have_text("The agenda has changed")
    expect(handle(ines, REPORT)).to_be_focused()
    expect(plan.get_by_role("link", name=f"5 {REPORT}")).to_be_visible()

    ines.keyboard.press("Alt+ArrowRight")
    number(amina, REPORT, "4.1")
    ines.keyboard.press("Alt+ArrowLeft")
    number(amina, REPORT, "5")
    expect(handle(ines, REPORT)).to_be_focused()

    # A key that leads nowhere says so.
    handle(ines, CLOSING).focus()
    ines.keyboard.press("Alt+ArrowDown")
    expect(says(ines)).to_have_text("Item 7 stays where it is")
    expect(handle(ines, CLOSING)).to_be_focused()

    away.go_offline()
    ines.keyboard.press("Alt+ArrowUp")
    number(ines, CLOSING, "6")
    number(amina, CLOSING, "7")
    away.come_back()
    number(amina, CLOSING, "6")

    # Where pages run from right to left, the left arrow nests.
    ines.evaluate("document.documentElement.dir = 'rtl'")
    handle(ines, REPORT).focus()
    ines.keyboard.press("Alt+ArrowLeft")
    number(amina, REPORT, "4.1")
    ines.keyboard.press("Alt+ArrowRight")
    number(amina, REPORT, "5")
    for page in (amina, guest, plan):
        same_as_fresh(page)

    # Whoever moves an item sees it moved, even if the message about it does not come.
    ines.evaluate(DEAF)
    handle(ines, CLOSING).focus()
    for key, place in (("ArrowDown", "7"), ("ArrowUp", "6")):
        ines.keyboard.press(f"Alt+{key}")
        number(ines, CLOSING, place)

    # A change that does not reach the server is said.
    handle(ines, CLOSING).focus()
    writer.go_offline()
    ines.keyboard.press("Alt+ArrowUp")
    expect(ines.locator("[data-agenda-error]")).to_contain_text("server could not be reached")
    number(ines, CLOSING, "6")


def test_by_mouse_an_item_is_dropped_where_the_line_shows_and_others_changes_wait_meanwhile(enter):
    ines, helena, amina = (opened(enter(name)) for name in ("ines", "helena", "amina"))
    mark, label = ines.locator(".drop-mark"), ines.locator(".drop-mark__label")

    # Escape drops an item where it was.
    grab(ines, CLOSING, SHEET)
    ines.keyboard.press("Escape")
    expect(mark).to_be_hidden()
    ines.mouse.up()
    number(ines, CLOSING, "7")

    # What is held says where it would go.
    grab(ines, CAMPAIGNS, SHEET)
    expect(label).to_have_text("Below 3 Implementation of Resolution 67")
    ines.keyboard.press("Escape")
    ines.mouse.up()
    number(ines, CAMPAIGNS, "3.4")

    # What others change waits while something is held.
    grab(ines, CLOSING, SHEET)
    expect(mark).to_be_visible()
    expect(label).to_have_text(f"Before 4 {SHEET}")
    handle(helena, CAMPAIGNS).focus()
    helena.keyboard.press("Alt+ArrowUp")
    number(helena, CAMPAIGNS, "3.3")
    ines.mouse.up()
    expect(says(ines)).to_have_text("Item 7 moved to 4")
    for page in (ines, helena, amina):
        number(page, CAMPAIGNS, "3.3")
        number(page, CLOSING, "4")
    expect(handle(ines, CLOSING)).to_be_focused()
    expect(mark).to_be_hidden()

    # Drawn to the side an item is nested; dropped straight below another one it comes after it.
    grab(ines, REPORT, CLOSING, sideways=40)
    ines.mouse.up()
    number(amina, REPORT, "3.5")
    grab(ines, REPORT, SHEET)
    ines.mouse.up()
    number(amina, REPORT, "5")
    for page in (amina, helena):
        same_as_fresh(page)


def test_the_chair_closes_an_item_and_takes_it_back_and_takes_one_up_out_of_order(enter):
    helena, amina = opened(enter("helena")), opened(enter("amina"))
    on_the_floor = amina.locator('[aria-current="step"]')
    guidance = on_the_floor.get_attribute("data-title")

    def press(title, name):
        row(helena, title).locator("[data-menu] summary").click()
        row(helena, title).get_by_role("button", name=name).click()
        expect(row(helena, title).locator("[data-menu]")).not_to_have_attribute("open", "")

    undo = row(helena, REPORT).get_by_role("button", name="Undo the closing of 6")
    expect(undo).to_be_hidden()
    press(REPORT, "Close the item")
    expect(line(amina, REPORT)).to_have_attribute("data-state", "closed")
    undo.click()
    expect(line(amina, REPORT)).to_have_attribute("data-state", "open")
    expect(undo).to_be_hidden()
    expect(row(helena, REPORT).locator("summary")).to_be_focused()

    for name, title in (
        ("Take up now", REPORT),
        ("Close the item", guidance),
        ("Reopen it", REPORT),
    ):
        press(REPORT, name)
        expect(row(helena, REPORT).locator("summary")).to_be_focused()
        expect(on_the_floor).to_have_attribute("data-title", title)
    same_as_fresh(amina)


@pytest.mark.rest
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


def test_the_focus_stays_while_items_are_moved_and_added_and_the_page_changes(enter):
    ines, amina = opened(enter("ines")), opened(enter("amina"))
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

    # Items are added one after the other without leaving the field.
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
    same_as_fresh(amina)


def test_without_scripts_the_same_forms_post(enter):
    page = enter("ines", java_script_enabled=False).open(MEETING)
    expect(handle(page, CLOSING)).to_be_hidden()
    row(page, CLOSING).locator("summary").click()
    row(page, CLOSING).get_by_role("button", name="Move up").click()
    number(page, CLOSING, "6")
    page.get_by_label("Add an item").fill("Coffee")
    page.get_by_role("button", name="Add", exact=True).click()
    number(page, "Coffee", "8")


@pytest.mark.rest
def test_the_readers_own_clock_is_shown_where_it_differs(look):
    elsewhere = look("amina", timezone_id="Asia/Tokyo").open(MEETING)
    times = elsewhere.locator(".agenda__time")
    for size in (WIDE, PHONE):
        elsewhere.set_viewport_size(size)
        expect(row(elsewhere, SHEET).locator(".agenda__time")).to_have_text(
            re.compile(r"^14:30 · 2[12]:30 for you$")
        )
        assert {box["height"] < 30 for box in (t.bounding_box() for t in times.all())} == {True}
    here = look("amina", timezone_id="Europe/Zurich").open(MEETING)
    expect(here.locator(".agenda__time own-time").first).to_be_hidden()
    assert here.get_by_role("heading", level=3).count() >= 3, "the days are headings"
