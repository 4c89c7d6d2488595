"""Three people edit and follow one agenda at once, by keyboard, by pointer and by finger."""

from functools import partial

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh, until
from tests.browser.test_agenda import CLOSING, REPORT, handle, line, number, opened, row
from tests.browser.twice import asked_for, click_twice


def edit(page, title):
    row(page, title).locator("[data-menu] summary").press("Enter")
    row(page, title).get_by_role("link", name="Edit", exact=True).press("Enter")
    form = page.locator("form[data-edit-item]")
    expect(form.get_by_label("Title")).to_be_focused()
    return form


def test_three_people_edit_and_follow_one_agenda_at_once(enter, axe, no_sideways_scroll):
    ines, helena = opened(enter("ines")), opened(enter("helena"))
    amina = opened(enter("amina", phone=True))

    # Both open the same item; the agenda moves around what Helena types, and nothing of it is lost.
    mine, theirs = edit(ines, REPORT), edit(helena, REPORT)
    theirs.get_by_label("Title").press("End")
    helena.keyboard.type(", and a")
    handle(ines, CLOSING).focus()
    ines.keyboard.press("Alt+ArrowUp")
    number(helena, CLOSING, "6")
    number(amina, CLOSING, "6")
    helena.keyboard.type(" plan")
    expect(theirs.get_by_label("Title")).to_be_focused()
    expect(theirs.get_by_label("Title")).to_have_value(f"{REPORT}, and a plan")

    # Fields that did not collide are joined; the same field is asked about.
    mine.get_by_label("Title").fill("Report to the conference")
    mine.get_by_label("Duration in minutes").fill("75")
    mine.get_by_role("button", name="Save").click()
    expect(mine).to_have_count(0)
    for page in (ines, helena, amina):
        expect(line(page, "Report to the conference")).to_be_visible()
    save = theirs.get_by_role("button", name="Save")
    save.evaluate("(button) => { button.click(); button.click() }")  # nobody had read it by then
    conflict = helena.locator(".item-conflicts")
    expect(conflict).to_contain_text("Ines")
    expect(conflict).to_contain_text("Report to the conference")
    expect(conflict).to_contain_text(f"{REPORT}, and a plan")
    axe(helena)
    no_sideways_scroll(helena)
    theirs.get_by_label("Title").fill("Report to the conference, and a plan")
    save.press("Enter")
    for page in (ines, helena, amina):
        expect(line(page, "Report to the conference, and a plan")).to_be_visible()
        expect(row(page, "Report to the conference, and a plan")).to_contain_text("1 h 15")

    # What others changed since is not undone; what they did not is, for all.
    expect(ines.locator("[data-undo]")).to_contain_text("You changed")
    ines.reload()
    expect(ines.locator("[data-undo]")).to_contain_text("has changed")
    helena.get_by_role("button", name="Undo", exact=True).click()
    for page in (ines, helena, amina):
        expect(line(page, "Report to the conference")).to_be_visible()
    expect(helena.locator("[data-undo]")).to_have_count(0)

    # What somebody cancelled does not come back with the form.
    form = edit(helena, "Report to the conference")
    form.get_by_label("Title").fill("Report to nobody")
    form.get_by_role("link", name="Cancel").click()
    expect(form).to_have_count(0)
    edit(helena, "Report to the conference")
    expect(form.get_by_label("Title")).to_have_value("Report to the conference")
    expect(form.locator(".kept")).to_have_count(0)


OFFERS_ANOTHER = """(known) => {
    const offer = document.querySelector("form[data-undo]")
    return offer && !known.includes(offer.getAttribute("action"))
}"""


def test_undo_pressed_twice_at_once_undoes_one_act(enter):
    ines, helena = opened(enter("ines")), opened(enter("helena"))
    closing, offer = line(ines, CLOSING), ines.locator("form[data-undo]")
    undo, sent = offer.get_by_role("button"), asked_for(ines, "/undoing")
    numbers, offers = [closing.get_attribute("data-number")], []
    handle(ines, CLOSING).focus()
    for _ in range(3):
        ines.keyboard.press("Alt+ArrowUp")
        until(ines, OFFERS_ANOTHER, offers)
        offers.append(offer.get_attribute("action"))
        expect(closing).not_to_have_attribute("data-number", numbers[-1])
        numbers.append(closing.get_attribute("data-number"))
    for times, (there, before) in enumerate(zip(numbers[2:0:-1], offers[1::-1], strict=True), 1):
        click_twice(ines, undo, partial(expect(offer).to_have_attribute, "action", before))
        for page in (ines, helena):
            number(page, CLOSING, there)
        assert len(sent) == times
    undo.click()
    for page in (ines, helena):
        number(page, CLOSING, numbers[0])
        same_as_fresh(page)
    assert len(sent) == 3


def test_what_is_typed_survives_a_lost_line_and_a_removed_item(enter):
    away = enter("helena")
    ines, helena = opened(enter("ines")), opened(away)
    form = edit(helena, CLOSING)
    form.get_by_label("Title").fill("Any other business")
    away.go_offline()
    form.get_by_role("button", name="Save").press("Enter")
    expect(helena.locator("[data-agenda-error]")).to_contain_text("could not be reached")
    away.come_back()
    expect(helena.locator("html")).to_have_attribute("data-live", "on")
    row(ines, CLOSING).locator("[data-menu] summary").press("Enter")
    row(ines, CLOSING).get_by_role("link", name="Remove").press("Enter")
    ines.get_by_role("button", name="Remove").click()
    expect(line(helena, CLOSING)).to_have_count(0)
    expect(helena.get_by_text("Somebody removed this item")).to_be_visible()
    expect(form.get_by_label("Title")).to_have_value("Any other business")
    expect(ines.locator("[data-undo]")).to_contain_text(f"You removed “{CLOSING}”")
    ines.get_by_role("button", name="Undo", exact=True).click()
    number(helena, CLOSING, "7")
    form.get_by_role("button", name="Save").press("Enter")
    expect(line(ines, "Any other business")).to_be_visible()
