"""The secretariat adopts the clean text while others read the last edition, one of them with a lost line."""

import re

from playwright.sync_api import Page, expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import live
from tests.rest.browser.test_brackets import do

RESOLUTION = "/resolutions/67-hyderabad-2010"
NEXT = f"{RESOLUTION}/next-edition"
CAMPAIGNS = "Awareness campaigns"


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


def lift_all(chair: Page, desk: Page) -> None:
    """The chair lifts the brackets that stand in the way of an adoption."""
    while (left := desk.locator("main .notice a[href^='/brackets/']")).count():
        bracket = left.first.evaluate("(a) => a.href")
        do(chair, bracket, "Lift by consensus", "Lift the bracket", "The words as they are")
        desk.reload()


def adopt(desk: Page, place: str, year: str) -> None:
    desk.get_by_label("Place", exact=True).fill(place)
    desk.get_by_label("Year").fill(year)
    desk.get_by_label("Who adopts it").fill(f"The Conference ({place}, {year}),")
    desk.get_by_role("button", name="Adopt as the next edition").click()
    expect(desk.locator("h1, .resolution__number").first).to_contain_text(f"Rev. {place}, {year}")


def test_an_open_agenda_item_hears_that_an_edition_has_the_words_that_were_agreed_at_it(enter):
    """Nothing is proposed on its clause, so nothing but the edition itself tells the page."""
    helena, ines, amina, haruko = (enter(name) for name in ("helena", "ines", "amina", "haruko"))
    agenda = amina.open("/meetings/wg-cop-3")
    address = agenda.get_by_role("link", name=CAMPAIGNS, exact=True).first.get_attribute("href")
    reading, writing, chairs = amina.open(address), haruko.open(address), helena.open(address)
    lift_all(helena.another_tab("/"), ines.open(NEXT))
    record = chairs.locator("a[href*='/wordings/']").first.evaluate("(a) => a.href")
    secretariat, table, slug = ines.page, helena.another_tab("/"), "67-hyderabad-2010"
    editions = (("Dubai", "2014"), ("Buenos Aires", "2017"), ("Kigali", "2022"))
    for turn, (place, year) in enumerate(editions):
        table.goto(record)
        table.get_by_label("Agreed", exact=True).check()
        words = table.locator("textarea[name=words]")
        words.fill(f"{words.input_value().rstrip(';.')}, round {turn};")
        table.get_by_role("button", name="Record the wording").click()
        pages = (reading, writing, chairs)
        for page in pages:
            expect(page.locator(".agreed-words").last).to_contain_text(f"round {turn}")
            expect(page.locator("#item-clauses")).not_to_contain_text(f"round {turn}")
            live(page)
        if turn == 1:
            haruko.go_offline()
            expect(writing.locator("html")).to_have_attribute("data-live", "off")
        officer = table if turn == 1 else secretariat
        officer.goto(f"{ines.served.url}/resolutions/{slug}/next-edition")
        adopt(officer, place, year)
        slug = re.sub(r".*/resolutions/", "", officer.url)
        for page in (reading, chairs):
            expect(page.locator("#item-clauses")).to_contain_text(f"round {turn}")
        if turn == 1:
            expect(writing.locator("#item-clauses")).not_to_contain_text(f"round {turn}")
            haruko.come_back()
        for page in pages:
            expect(page.locator("#item-clauses")).to_contain_text(f"round {turn}")
            same_as_fresh(page)
