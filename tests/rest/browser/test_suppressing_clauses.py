"""Two officers agree in the room that a clause is suppressed, and bring it back, while others look on."""

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_drawer import agreed_on, drawer, take_up, words
from tests.browser.test_leading import GUIDANCE, ROOM, press
from tests.browser.test_threads import live

SAID = "The clause is suppressed"


def record(page, *, suppressed, wording=None):
    """Agree in the drawer to a suppression, or to words."""
    press(page, "w")
    expect(words(page)).to_be_focused()
    box = drawer(page).locator("[data-first] input[name=suppresses]")
    box.set_checked(suppressed)
    if wording:
        words(page).fill(wording)
    drawer(page).get_by_role("button", name="Agreed", exact=True).click()
    expect(drawer(page).locator(".agreed-words").last).to_contain_text(wording or SAID)


def test_every_screen_shows_what_two_officers_agree_in_turn(enter, axe, no_sideways_scroll):
    helena, ines, amina = (enter(name) for name in ("helena", "ines", "amina"))
    chair, desk, kenya = (each.open(ROOM) for each in (helena, ines, amina))
    phone = enter("haruko", phone=True).open(ROOM)
    wall = enter("ines").open(f"{ROOM}?projector")
    screens = [chair, desk, kenya, phone, wall]
    for page in screens:
        live(page)
    take_up(chair, "3.1", GUIDANCE)
    press(chair, "w")
    first = drawer(chair).locator("[data-first]").get_attribute("id")
    press(chair, "Escape", "Escape")
    place = kenya.locator(".room-item__links [data-matter=clause] a").first
    thread = enter("teresa").open(place.get_attribute("href").partition("#")[0])
    live(thread)
    for turn, officer in enumerate((chair, desk, chair)):
        other = desk if officer is chair else chair
        if turn == 1:
            amina.go_offline()
            expect(kenya.locator("html")).to_have_attribute("data-live", "off")
        record(officer, suppressed=True)
        for page in (each for each in screens if turn != 1 or each is not kenya):
            expect(agreed_on(page)).to_contain_text(SAID)
        expect(thread.locator(".chaired").first).to_contain_text("Suppression agreed")
        if turn == 1:
            amina.come_back()
            live(kenya)
            expect(agreed_on(kenya)).to_contain_text(SAID)
        record(other, suppressed=False, wording=f"to offer guidance, {turn};")
        for page in screens:
            expect(agreed_on(page)).to_contain_text(f"to offer guidance, {turn};")
            expect(agreed_on(page)).not_to_contain_text(SAID)
        expect(thread.locator(".chaired").first).to_contain_text(f"to offer guidance, {turn};")
    record(desk, suppressed=True)
    for page in screens:
        expect(agreed_on(page)).to_contain_text(SAID)
    assert drawer(chair).locator("[data-first]").get_attribute("id") == first
    for page in (kenya, phone, wall, thread):
        same_as_fresh(page)
    axe(phone)
    no_sideways_scroll(phone)
