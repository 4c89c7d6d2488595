"""The page of an agenda item follows what happens in the room, and keeps what somebody is typing."""

import re

from playwright.sync_api import expect

from tests.browser.test_agenda import line, opened
from tests.browser.test_floor import GUIDANCE, REQUESTS, close
from tests.browser.test_threads import live


def test_an_open_page_of_an_item_is_replaced_part_by_part(enter):
    page = enter("amina", phone=True).open("/meetings/wg-cop-3")
    page.get_by_role("link", name=REQUESTS, exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/items/\d+$"))
    live(page)
    page.evaluate("document.querySelector('#item-papers').dataset.mark = 'the same'")
    ines = enter("ines").open(page.url.removeprefix(page.url.partition("/meetings")[0]))
    live(ines)
    ines.locator("select.item__wording").select_option("0")
    helena = opened(enter("helena"))

    close(helena, GUIDANCE)
    head = page.locator("#item-head")
    expect(head).to_contain_text("On now")
    expect(page.locator("#item-papers[data-mark]")).to_have_count(0)
    expect(ines.locator("#item-head")).to_contain_text("On now")
    expect(ines.locator("select.item__wording")).to_have_value("0")

    close(helena, REQUESTS)
    expect(line(helena, REQUESTS)).to_have_attribute("data-state", "closed")
    expect(head).to_contain_text("Closed")
    expect(head).not_to_contain_text("On now")
