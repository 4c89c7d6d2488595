"""The chair merges the words of three clauses, with a second officer, while a delegate, a phone and the wall look on."""

import re

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_leading import ROOM, press
from tests.browser.test_rolling_text import live
from tests.browser.test_threads import post

DIRECTOR = "wtdc-67.instructs_the-director-of-the-telecommunication-development-bureau"
CLAUSES = [f"{DIRECTOR}__para_{number}" for number in (1, 2, 3)]


def release(reader, wid, *change):
    """Propose other words for some of the clause and release them; return what they are."""
    page = reader.another_tab(f"/clauses/{wid}/proposals/new")
    field = page.locator("textarea[name=words]")
    typed = field.input_value()
    old = change[0] or typed.split()[1]
    field.fill(typed.replace(f" {old} ", f" {change[1]} ", 1))
    page.get_by_role("button", name="Save within the delegation").click()
    page.get_by_role("button", name="Release to all members").click()
    expect(page.get_by_role("button", name="Withdraw")).to_be_visible()
    page.close()
    return change[1]


def withdraw(reader, wid, words):
    page = reader.another_tab(f"/clauses/{wid}/proposals")
    page.locator(".proposal", has_text=words).locator(".proposal__name").first.click()
    page.get_by_role("button", name="Withdraw", exact=True).click()
    expect(page.get_by_role("button", name="Restore")).to_be_visible()
    page.close()


def all_read(pages, wanted):
    for page in pages:
        expect(page.locator("[data-chairs-words]")).to_have_count(1)
        page.wait_for_function(
            """(wanted) => [...document.querySelectorAll("[data-chairs-words] > [data-origin]:not([data-origin=out])")]
                .map((piece) => piece.querySelector("[data-piece]").textContent).join("") === wanted""",
            arg=wanted,
        )


def caret_at(area, place):
    area.evaluate("(area, at) => { area.focus(); area.setSelectionRange(at, at); }", place)


def caret_is(area, place):
    assert area.evaluate("(area) => [area.selectionStart, area.selectionEnd]") == [place, place]


def both_write(area, other, *words):
    for one in (area, other):
        expect(one).to_have_value("".join(words))


def lose_answer(route):
    route.fetch()
    route.abort("connectionreset")


def test_the_words_change_under_everybodys_eyes(enter, axe, no_sideways_scroll):
    helena, ines, amina, teresa = (enter(name) for name in ("helena", "ines", "amina", "teresa"))
    haruko = enter("haruko", phone=True)
    for number, wid in enumerate(CLAUSES):
        address = f"/clauses/{wid}/chairs-text"
        kenya = release(amina, wid, "", f"most{number}")
        chair = helena.open(address)
        chair.get_by_role("button", name="Open the chair’s text").click()
        area = chair.locator("textarea[name=words]")
        second, delegate, phone = ines.open(address), amina.open(address), haruko.open(address)
        screens = [chair, second, delegate, phone]
        for page in screens:
            live(page)

        take = chair.get_by_role("button", name="Take", exact=False).first
        take.focus()
        chair.keyboard.press("Enter")
        expect(chair.locator("textarea[name=words]")).to_have_value(re.compile(kenya))
        all_read(screens, area.input_value())
        expect(phone.locator(".origin--proposal").first).to_have_attribute(
            "data-name", re.compile("Kenya")
        )

        other = second.locator("textarea[name=words]")
        before = area.input_value()
        expect(other).to_have_value(before)
        middle = before.index(" ", len(before) // 2)
        caret_at(area, middle)
        caret_at(other, 0)
        if number == 1:  # the lines of the chair and of a delegate are cut
            for one, page in ((helena, chair), (amina, delegate)):
                one.go_offline()
                expect(page.locator("html")).to_have_attribute("data-live", "off")
        if number == 2:  # an answer is lost on its way to the chair
            chair.route("**/chairs-text/words", lose_answer, times=1)
        for mine, theirs in zip(" by bridge", "once more ", strict=True):
            chair.keyboard.type(mine)
            second.keyboard.type(theirs)
        if number == 1:
            expect(other).to_have_value(f"once more {before}")
            expect(area).to_have_value(f"{before[:middle]} by bridge{before[middle:]}")
            for one, page in ((helena, chair), (amina, delegate)):
                one.come_back()
                live(page)
        both_write(area, other, f"once more {before[:middle]} by bridge", before[middle:])
        caret_is(area, len("once more ") + middle + len(" by bridge"))
        caret_is(other, len("once more "))

        # each writes on where they wrote, whatever came in around them
        second.keyboard.type("and ")
        expect(area).to_have_value(re.compile("^once more and "))
        chair.keyboard.type(" still")
        both_write(area, other, f"once more and {before[:middle]} by bridge still", before[middle:])
        all_read(screens, area.input_value())
        expect(delegate.locator(".origin--chair").last).to_have_attribute(
            "data-name", "Words of the chair"
        )

        # words that are being composed are left alone, and what others write comes in after them
        composing = chair.context.new_cdp_session(chair)
        composed = {"text": " brü", "selectionStart": 4, "selectionEnd": 4}
        composing.send("Input.imeSetComposition", composed)
        second.keyboard.type("so ")
        expect(chair.locator("[data-chairs-words]")).to_contain_text("once more and so")
        here = f"once more and {before[:middle]} by bridge still brü{before[middle:]}"
        expect(area).to_have_value(here)
        composing.send("Input.insertText", {"text": " brücke"})
        chair.keyboard.type("n")
        start = f"once more and so {before[:middle]} by bridge still brücken"
        both_write(area, other, start, before[middle:])
        all_read(screens, area.input_value())

        late = release(teresa, wid, "", f"all{number}")
        expect(phone.locator(".chairs-text__beside")).to_contain_text(late)
        for page in (delegate, phone):
            same_as_fresh(page)
        if number == 0:
            for page in (chair, phone):
                axe(page)
                no_sideways_scroll(page)
            phone.evaluate("document.documentElement.dir = 'rtl'")
            no_sideways_scroll(phone)
        chair.locator("[id^=undo-]").last.click()
        expect(area).not_to_have_value(re.compile("brücken"))
        expect(other).to_have_value(area.input_value())
        all_read(screens, area.input_value())
        chair.locator("#put-away").click()
        expect(chair.get_by_role("button", name="Take up the last text again")).to_be_visible()
        for page in (delegate, phone):
            expect(page.locator("[data-chairs-words]")).to_have_count(0)


def test_the_wall_shows_the_words_large_as_they_are_typed(enter):
    helena, elke, wall_of = enter("helena"), enter("elke"), enter("ines")
    room, wall = helena.open(ROOM), wall_of.open(f"{ROOM}?projector")
    live(room)
    live(wall)
    press(room, "t", "3.1", "Tab", "Enter")
    press(room, "Escape")
    matter = wall.locator(".matter__name a")
    expect(matter).to_have_attribute("href", re.compile(f"/clauses/{CLAUSES[0]}"))
    address = f"/clauses/{CLAUSES[0]}/chairs-text"
    for turn in range(3):
        post(helena, address)
        desk, second = helena.another_tab(address), elke.another_tab(address)
        for page in (desk, second):
            live(page)
        area, other = (page.locator("textarea[name=words]") for page in (desk, second))
        before = area.input_value()
        all_read([wall], before)
        if turn == 1:
            wall_of.go_offline()
            expect(wall.locator("html")).to_have_attribute("data-live", "off")
        if turn == 2:  # a paper is on the floor while the words change
            press(room, "f")
            expect(matter).to_have_attribute("href", re.compile("/documents/"))
            expect(wall.locator("[data-chairs-words]")).to_have_count(0)
        caret_at(area, len(before))
        caret_at(other, 0)
        for mine, theirs in zip(f" bridge {turn}", f"begin {turn}, ", strict=True):
            desk.keyboard.type(mine)
            second.keyboard.type(theirs)
        both_write(area, other, f"begin {turn}, ", before, f" bridge {turn}")
        if turn == 1:
            wall_of.come_back()
        if turn == 2:
            press(room, "f")
        all_read([wall], area.input_value())
        expect(wall.locator(".origin--chair").last).to_contain_text(f"bridge {turn}")
        same_as_fresh(wall, lambda page: [page.locator(".matter").inner_text()])
        desk.locator("#put-away").click()
        expect(wall.locator("[data-chairs-words]")).to_have_count(0)
        expect(wall.locator(".matter__words")).to_have_count(1)
        for page in (desk, second):
            page.close()


def test_the_wall_shows_what_is_proposed_for_the_words_as_it_comes_and_goes(enter):
    helena, amina, teresa, wall_of = (enter(each) for each in ("helena", "amina", "teresa", "ines"))
    room, wall = helena.open(ROOM), wall_of.open(f"{ROOM}?projector")
    live(room)
    live(wall)
    press(room, "t", "3.1", "Tab", "Enter")
    press(room, "Escape")
    expect(wall.locator(".matter__name a")).to_have_attribute(
        "href", re.compile(f"/clauses/{CLAUSES[0]}")
    )
    places = wall.locator(".alternatives .chairs-place")
    for turn in range(3):
        if turn == 1:
            wall_of.go_offline()
            expect(wall.locator("html")).to_have_attribute("data-live", "off")
        kenya = release(amina, CLAUSES[0], "", f"most{turn}")
        brazil = release(teresa, CLAUSES[0], "", f"all{turn}")
        if turn == 1:
            wall_of.come_back()
            live(wall)
        wanted = re.compile(rf"{kenya}\s*Kenya\s*{brazil}\s*Brazil")
        for page in (wall, room):
            expect(page.locator(".alternatives .chairs-place")).to_contain_text(wanted)
        same_as_fresh(wall, lambda page: [page.locator(".matter").inner_text()])
        withdraw(amina, CLAUSES[0], kenya)
        expect(places).not_to_contain_text(kenya)
        expect(places).to_contain_text(brazil)
        withdraw(teresa, CLAUSES[0], brazil)
        expect(places).to_have_count(0)
        same_as_fresh(wall, lambda page: [page.locator(".matter").inner_text()])
