"""The secretariat adopts the clean text while others read the last edition, one of them with a lost line."""

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import live

RESOLUTION = "/resolutions/67-hyderabad-2010"
NEXT = f"{RESOLUTION}/next-edition"


def test_every_open_page_hears_of_the_next_edition(enter, axe, no_sideways_scroll):
    ines, helena, ruth, amina = (enter(name) for name in ("ines", "helena", "ruth", "amina"))
    text, rolling = ruth.open(RESOLUTION), amina.open(f"{RESOLUTION}/rolling-text?view=clean")
    live(text)
    live(rolling)
    desk = ines.open(f"{RESOLUTION}/rolling-text?view=clean")
    desk.get_by_role("link", name="Adopt the clean text as the next edition").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Adopt the clean text")
    for _turn in range(5):  # brackets are open: each is led to, and lifted by the chair
        brackets = desk.locator("main .notice a[href^='/brackets/']")
        if not brackets.count():
            break
        chair = helena.open(f"{brackets.first.get_attribute('href')}/lifting")
        chair.get_by_role("radio", name="The words as they are").check()
        chair.locator("main form button[type=submit]").first.click()
        expect(chair.locator("main")).to_contain_text("Lifted")
        desk.reload()
    axe(desk)
    no_sideways_scroll(desk)
    desk.set_viewport_size({"width": 320, "height": 800})
    no_sideways_scroll(desk)
    row = desk.locator("fieldset").first
    row.get_by_label("Clause", exact=True).fill("recalling e)")
    row.get_by_label("What became of it").select_option("left-out")
    desk.get_by_label("Place", exact=True).fill("Dubai")
    desk.get_by_label("Year").fill("2014")
    desk.get_by_label("Who adopts it").fill("The Conference (Dubai, 2014),")
    desk.get_by_role("button", name="Look again").click()
    expect(desk.locator("[data-ended]")).to_contain_text("suppressed")
    second = helena.open(NEXT)
    ruth.go_offline()
    expect(text.locator("html")).to_have_attribute("data-live", "off")
    desk.get_by_role("button", name="Adopt as the next edition").click()
    expect(desk.locator("h1, .resolution__number").first).to_contain_text("Rev. Dubai, 2014")
    expect(rolling.locator("main")).to_contain_text("The latest edition is")
    same_as_fresh(rolling)
    ruth.come_back()
    expect(text.locator("main")).to_contain_text("The latest edition is")
    same_as_fresh(text)
    second.get_by_label("Place", exact=True).fill("Dubai")
    second.get_by_label("Year").fill("2014")
    second.get_by_label("Who adopts it").fill("The Conference (Dubai, 2014),")
    second.get_by_role("button", name="Adopt as the next edition").click()
    expect(second.locator("main")).to_contain_text("This text has been adopted")
    no_sideways_scroll(text)
