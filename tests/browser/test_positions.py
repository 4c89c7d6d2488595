"""Two heads take positions while a delegate looks on, on pages that stay open."""

import pytest
from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import live

WID = "wtdc-67.recs_recognizing__rec_b"
PAGE = f"/clauses/{WID}/positions"
RESOLUTION = "/resolutions/67-hyderabad-2010"
GRID = f"{RESOLUTION}/positions"
STRIP = "#strip-recs_recognizing__rec_b"
RELEASED = f'[id="positions-{WID}"]'
OWN = f'[id^="own-positions-{WID}-"]'
PUBLIC = "Released to all members"
WITHIN = "Within the delegation"


def record(page, stance, layer=PUBLIC, reason=""):
    page.get_by_role("radio", name=stance, exact=True).check()
    page.get_by_role("textbox", name="Reason").fill(reason)
    page.get_by_role("radio", name=layer, exact=True).check()
    page.get_by_role("button", name="Record the position").click()
    expect(page.locator(OWN)).to_contain_text(reason or stance)
    live(page)


def row(grid, delegation):
    header = grid.get_by_role("rowheader", name=delegation, exact=True)
    return grid.locator("#position-grid tbody tr").filter(has=header)


def test_two_heads_and_a_delegate_see_what_each_of_them_does(enter, axe, no_sideways_scroll):
    amina, teresa, wanjiru = enter("amina"), enter("teresa"), enter("wanjiru")
    kenya, brazil = amina.open(PAGE), teresa.open(PAGE)
    grid, text = wanjiru.open(GRID), wanjiru.another_tab(RESOLUTION)
    clause = wanjiru.another_tab(PAGE)
    for page in (kenya, brazil, grid, text, clause):
        live(page)

    acts = (("Agrees", "Objects"), ("Can live with it", "Reserves its position"), ("Agrees",) * 2)
    for number, (of_kenya, of_brazil) in enumerate(acts):
        is_cut_off = number == 1
        if is_cut_off:
            wanjiru.go_offline()
            expect(grid.locator("html")).to_have_attribute("data-live", "off")
        record(kenya, of_kenya, reason=f"Kenya, round {number}.")
        expect(brazil.locator(RELEASED)).to_contain_text(f"Kenya, round {number}.")
        record(brazil, of_brazil, reason=f"Brazil, round {number}.")
        expect(kenya.locator(RELEASED)).to_contain_text(f"Brazil, round {number}.")
        if is_cut_off:
            wanjiru.come_back()
            live(grid)
        expect(row(grid, "Kenya")).to_contain_text(f"Kenya, round {number}.")
        expect(row(grid, "Brazil")).to_contain_text(f"Brazil, round {number}.")
        expect(text.locator(f"{STRIP} a")).to_have_attribute(
            "aria-label", _named(of_kenya, of_brazil)
        )
        for page in (kenya, grid, clause):
            expect(page.locator("#moved-title + ul")).to_contain_text(f"Brazil, round {number}.")
        for page in (kenya, brazil, grid, text, clause):
            same_as_fresh(page)
        if number == 0:
            for page in (kenya, grid, text):
                axe(page)
                no_sideways_scroll(page)
        grid.get_by_role("button", name="I have seen these changes").click()
        for page in (grid, clause):
            expect(page.locator("#moved-title")).to_have_count(0)
        expect(kenya.locator("#moved-title")).to_be_visible()
        live(grid)


def _named(of_kenya, of_brazil):
    if of_kenya == of_brazil:
        said = f"{of_kenya}: Brazil, Kenya"
    else:
        said = f"{of_brazil}: Brazil; {of_kenya}: Kenya"
    return f"Positions on recognizing b): {said}"


def test_what_is_written_or_selected_stays_while_others_act(enter):
    amina, wanjiru, teresa = enter("amina"), enter("wanjiru"), enter("teresa")
    brazil = teresa.open(PAGE)
    live(brazil)
    record(brazil, "Agrees", reason="First.")
    kenya, second = amina.open(PAGE), amina.another_tab(PAGE)
    grid, text = wanjiru.open(GRID), wanjiru.another_tab(RESOLUTION)
    for page in (kenya, second, grid, text):
        live(page)
    reason = kenya.get_by_role("textbox", name="Reason")
    kenya.get_by_role("radio", name="Objects", exact=True).check()
    reason.fill("Our capital")
    grid.evaluate(
        "getSelection().selectAllChildren(document.querySelector('#position-grid tbody'))"
    )

    record(second, "Reserves its position", WITHIN, "From another window.")
    expect(kenya.locator(OWN)).to_contain_text("From another window.")
    record(brazil, "Objects", reason="Second.")
    expect(kenya.locator(RELEASED)).to_contain_text("Second.")
    expect(text.locator(f"{STRIP} a")).to_have_attribute(
        "aria-label", "Positions on recognizing b): Objects: Brazil"
    )
    expect(reason).to_have_value("Our capital")
    expect(row(grid, "Brazil")).to_contain_text("First.")

    grid.evaluate("getSelection().removeAllRanges()")
    expect(row(grid, "Brazil")).to_contain_text("Second.")
    expect(row(grid, "Kenya")).to_contain_text("From another window.")
    same_as_fresh(grid)

    # What was written on an earlier state of things is not recorded over what a colleague did unseen.
    kenya.get_by_role("button", name="Record the position").click()
    expect(kenya.get_by_text("Somebody else recorded another position")).to_be_visible()
    expect(kenya.get_by_role("textbox", name="Reason")).to_have_value("Our capital")
    kenya.get_by_role("radio", name=PUBLIC, exact=True).check()
    kenya.get_by_role("button", name="Record the position").click()
    expect(brazil.locator(RELEASED)).to_contain_text("Our capital")
    same_as_fresh(brazil)


@pytest.mark.settings(LANGUAGES=("en", "ar"))
def test_the_grid_in_arabic_on_a_phone_by_keyboard(enter, axe, no_sideways_scroll):
    brazil = enter("teresa").open(PAGE)
    record(brazil, "Objects", reason="Too vague.")
    phone = enter("farid", phone=True).open(f"{GRID}?language=ar")
    phone.set_viewport_size({"width": 390, "height": 844})
    expect(phone.locator("html[lang=ar][dir=rtl]")).to_be_visible()
    live(phone)
    axe(phone)
    no_sideways_scroll(phone)
    frame = phone.locator("#position-grid")
    names, cells = frame.locator("tbody th[scope=row]"), frame.locator("tbody td")
    expect(frame.locator("thead th").first).to_have_text("الوفد")
    # It begins at the right, and goes on to the left, below the names of delegations.
    assert names.first.bounding_box()["x"] > cells.first.bounding_box()["x"]
    frame.focus()
    before = names.first.bounding_box(), cells.first.bounding_box()
    phone.keyboard.press("ArrowLeft")
    phone.wait_for_function("() => document.querySelector('#position-grid').scrollLeft < 0")
    assert names.first.bounding_box()["x"] == before[0]["x"]
    assert cells.first.bounding_box()["x"] > before[1]["x"]
    phone.keyboard.press("End")
    expect(frame).to_be_focused()
    expect(frame.locator("tbody th").first).to_be_visible()
    phone.keyboard.press("Tab")
    expect(frame.locator("thead a").first).to_be_focused()
    for stance, said in (("Reserves its position", "one"), ("Agrees", "two"), ("Objects", "three")):
        record(brazil, stance, reason=f"Now {said}.")
        expect(frame).to_contain_text(f"Now {said}.")
        no_sideways_scroll(phone)
    same_as_fresh(phone)


def test_the_headings_of_the_grid_stay_in_sight_while_it_is_scrolled(enter):
    brazil = enter("teresa").open(PAGE)
    record(brazil, "Objects", reason="Too vague.")
    for direction, way in (("rtl", -90), ("ltr", 90)):
        grid = enter("wanjiru").open(f"{GRID}?show=all")
        live(grid)
        grid.evaluate("(way) => document.documentElement.setAttribute('dir', way)", direction)
        grid.set_viewport_size({"width": 600, "height": 300})
        frame = grid.locator("#position-grid")
        parts = [frame.locator(one) for one in ("thead th", "tbody th[scope=row]", "tbody td")]

        def places(parts=parts):
            return [
                one.nth(number).bounding_box() for one, number in zip(parts, (1, 0, 0), strict=True)
            ]

        frame.evaluate("(one) => one.scrollBy(0, 90)")  # the caption goes first
        [head, row, cell] = places()
        frame.evaluate("(one, way) => one.scrollBy(way, 60)", way)
        [head_now, row_now, cell_now] = places()
        assert (cell["x"] - cell_now["x"], cell["y"] - cell_now["y"]) == (way, 60)
        assert head_now["y"] == head["y"], "on which clause they are stays"
        assert row_now["x"] == row["x"], "and whose they are"
