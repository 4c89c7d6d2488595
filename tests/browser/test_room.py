"""A negotiation in the room: what the chair sets, and what everybody sees of it at once."""

import re

from playwright.sync_api import expect

from tests.browser.test_threads import CLAUSE, RESOLUTION, WID, comment, composer, live, say

OTHER = "/clauses/wtdc-67.recs_recognizing__rec_a"


def lead(page):
    page.locator(".chairing summary").click()
    return page.locator(".chairing")


def test_a_clause_is_agreed_and_every_open_page_counts_down(enter):
    text, thread, chair = enter("haruko"), enter("amina", phone=True), enter("helena")
    reading, phone, helena = text.open(RESOLUTION), thread.open(CLAUSE), chair.open(CLAUSE)
    live(reading)
    live(phone)
    live(helena)
    count = reading.locator("[data-still-open]")
    before = int(count.inner_text().split()[0])
    lead(helena).get_by_label("The clause is").select_option("Agreed")
    helena.get_by_role("button", name="Set", exact=True).click()

    expect(count).to_contain_text(f"{before - 1} of ")
    expect(reading.locator(f'[data-standing-of="clause:{WID}"]')).to_contain_text("Agreed")
    expect(phone.locator(".chaired")).to_contain_text("Agreed")
    expect(helena.locator(".chaired")).to_contain_text("Agreed")
    reading.get_by_role("link", name="Only what is still open").click()
    expect(reading.locator(f'[data-standing-of="clause:{WID}"]')).to_have_count(0)


def test_the_note_of_the_chair_arrives_and_goes_without_a_reload(enter, axe):
    amina, chair = enter("amina"), enter("helena")
    kenya, helena = amina.open(CLAUSE), chair.open(CLAUSE)
    live(kenya)
    live(helena)
    lead(helena).get_by_label("State of play").fill("Two options **remain**.")
    helena.get_by_role("button", name="Pin the note").click()
    expect(kenya.locator(".state-of-play")).to_contain_text("Two options remain.")
    axe(kenya)
    axe(helena)
    helena.get_by_role("button", name="Remove the note").click()
    expect(kenya.locator(".state-of-play")).to_have_count(0)


def test_a_thread_is_resolved_and_opened_again(enter):
    kenya, helena = enter("amina", phone=True).open(CLAUSE), enter("helena").open(CLAUSE)
    live(kenya)
    live(helena)
    lead(helena).get_by_role("button", name="Resolve the thread").click()
    expect(kenya.locator(".chaired")).to_contain_text("Resolved")
    say(kenya, "Thank you all.")
    expect(comment(helena, "Thank you all.")).to_be_visible()
    expect(helena.locator(".chaired")).to_contain_text("Resolved")
    helena.get_by_role("button", name="Open it again").click()
    expect(kenya.locator(".chaired")).not_to_contain_text("Resolved")


def test_words_for_a_thread_that_closed_meanwhile_come_back_to_their_writer(enter):
    amina, chair = enter("amina"), enter("helena")
    kenya, helena = amina.open(CLAUSE), chair.open(CLAUSE)
    live(kenya)
    live(helena)
    amina.go_offline()
    say(kenya, "Said too late.")
    expect(kenya.locator(".comment--waiting")).to_be_visible()
    lead(helena).get_by_label("Closes").fill("2020-01-01T10:00")
    helena.get_by_role("button", name="Set the times").click()
    expect(helena.locator(".chaired")).to_contain_text("Closes for comments")
    amina.come_back()

    refused = kenya.locator(".comment--refused")
    expect(refused).to_contain_text("Said too late.")
    expect(refused).to_contain_text("takes no more comments")
    kenya.reload()
    expect(refused).to_contain_text("takes no more comments")
    refused.get_by_role("button", name="Edit").click()
    expect(composer(kenya).get_by_role("textbox")).to_have_value("Said too late.")
    expect(comment(helena, "Said too late.")).to_have_count(0)


def test_the_filter_and_the_chair_work_without_scripts(enter):
    helena = enter("helena", java_script_enabled=False).open(CLAUSE)
    lead(helena).get_by_label("The clause is").select_option("Agreed")
    helena.get_by_role("button", name="Set", exact=True).click()
    expect(helena.locator(".chaired")).to_contain_text("Agreed")
    page = enter("amina", java_script_enabled=False).open(RESOLUTION)
    page.get_by_role("link", name="Only what is still open").click()
    expect(page).to_have_url(re.compile("show=open"))
    expect(page.locator(f'[data-standing-of="clause:{WID}"]')).to_have_count(0)
