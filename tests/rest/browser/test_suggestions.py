"""Words are suggested, supported and decided while others read the thread, on pages that stay open."""

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_talk import quote, select, send, text
from tests.browser.test_threads import CLAUSE, comment, composer, live, reads


def suggest(page, instead, why):
    """Quote words by selecting them, and put others in their place."""
    select(page, 0, 12)
    quote(page)
    form = composer(page)
    form.get_by_label("Suggest other words").check()
    words = form.locator("[name='instead']")
    expect(words).to_have_value(form.locator("[name='quote']").input_value())
    words.fill(instead)
    text(page).fill(why)
    send(page)
    expect(page.locator(".comment--waiting")).to_have_count(0)


def test_two_people_support_and_the_chair_decides_three_times(enter, axe, no_sideways_scroll):
    amina, teresa, helena, luc = (enter(name) for name in ("amina", "teresa", "helena", "luc"))
    kenya, brazil, reader = (each.open(CLAUSE) for each in (amina, teresa, luc))
    chair = helena.open(CLAUSE)
    for page in (kenya, brazil, chair, reader):
        live(page)
    suggest(kenya, "other words", "Say who.")
    said = reads(reader, "Say who.")
    expect(said.locator("ins")).to_contain_text("other words")
    button = reads(brazil, "Say who.").locator("[data-do='support-words']")
    for number in range(3):
        if number == 1:
            luc.go_offline()
            expect(reader.locator("html")).to_have_attribute("data-live", "off")
        expect(button).to_have_text("Support")
        button.click()
        expect(button).to_have_text("Supported")
        reads(chair, "Say who.").get_by_role("link", name="Accept or decline").click()
        chair.get_by_role("radio", name="Decline").check()
        chair.get_by_role("textbox", name="Reason").fill(f"Reason {number}.")
        chair.get_by_role("button", name="Record the decision").click()
        expect(comment(chair, "Say who.")).to_contain_text(f"Reason {number}.")
        expect(comment(brazil, "Say who.")).to_contain_text(f"Reason {number}.")
        if number == 1:
            luc.come_back()
            live(reader)
        expect(said).to_contain_text("Teresa Vilhena")
        expect(said).to_contain_text(f"Reason {number}.")
        for page in (kenya, brazil, reader):
            same_as_fresh(page)
        button.click()
        expect(button).to_have_text("Support")
        comment(chair, "Say who.").get_by_role("link", name="Accept or decline").click()
        chair.get_by_role("button", name="Take the decision back").click()
        expect(said).not_to_contain_text("Declined")
        expect(said).not_to_contain_text("Teresa Vilhena")
    axe(reader)
    no_sideways_scroll(reader)
    reads(brazil, "Say who.").get_by_role("button", name="Make it a proposal").click()
    expect(brazil.get_by_role("heading", name="MOD")).to_be_visible()
    expect(brazil.locator("main")).to_contain_text("Say who.")
    same_as_fresh(reader)
