"""Notes of an agenda item are written by two at once, and members who have the item open read them once they are published."""

from playwright.sync_api import expect

from tests.browser.desk import all_read, is_saved, type_at_end
from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import live


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
