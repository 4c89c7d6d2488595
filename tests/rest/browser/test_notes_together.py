"""Notes of an agenda item are written by two at once, and members who have the item open read them once they are published."""

from playwright.sync_api import expect
from sqlalchemy import delete

from tests.browser.desk import all_read, is_saved, type_at_end
from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import live
from tests.browser.test_unsent_text import WAITS
from wgcop.accounts.models import Office


def test_the_chair_and_the_rapporteur_write_the_notes_of_an_item_at_once(enter):
    helena, elke, caio = enter("helena"), enter("elke"), enter("caio")
    first = helena.open("/meetings/wg-cop-3")
    first.get_by_role("link", name="Awareness campaigns", exact=True).click()
    item = first.url.removeprefix(helena.served.url)
    reading = caio.open(item)
    live(reading)
    first.get_by_role("button", name="Write notes").click()
    second = elke.open(f"{item}/notes")
    pages = [first, second]
    for page in pages:
        is_saved(page)
    type_at_end(first, "Kenya spoke.")
    all_read(pages)
    for letter in " Brazil agreed.":
        type_at_end(second, letter)
        first.keyboard.press("Control+Home")
        first.keyboard.type("!")
    assert "Kenya spoke. Brazil agreed." in all_read(pages)

    # Members read nothing of it until it is published, and then all of it.
    first.get_by_role("button", name="Done").click()
    notes = reading.locator("#item-notes")
    expect(notes).not_to_contain_text("Brazil")
    first.get_by_role("button", name="Publish to members").click()
    expect(notes).to_contain_text("Kenya spoke. Brazil agreed.")
    same_as_fresh(reading)


def test_words_of_notes_that_were_not_sent_are_shown_to_an_officer_who_may_no_longer_write_them(
    enter, session
):
    helena, elke = enter("helena"), enter("elke")
    page = helena.open("/meetings/wg-cop-3")
    page.get_by_role("link", name="Awareness campaigns", exact=True).click()
    item = page.url.removeprefix(helena.served.url)
    page.get_by_role("button", name="Write notes").click()
    page = elke.open(f"{item}/notes")
    is_saved(page)
    elke.go_offline()
    expect(page.locator("[data-editor]")).to_have_attribute("data-state", "offline")
    type_at_end(page, "Brazil agreed.")
    expect(page.locator("[data-status]")).to_contain_text(WAITS)
    page.close()
    session.execute(delete(Office).where(Office.person_id == enter.world.person("elke").id))
    session.commit()
    elke.come_back()

    page = elke.another_tab(item)
    left = page.get_by_label("Words that are not in the text")
    for shown in (f"{item}/notes", item):
        page.goto(elke.served.url + shown)
        expect(left).to_have_value("Brazil agreed.")
    page.get_by_role("button", name="I have copied them").click()
    expect(left).to_have_count(0)
    page.reload()
    expect(page.locator("#item-notes, #item")).not_to_have_count(0)
    expect(left).to_have_count(0)
