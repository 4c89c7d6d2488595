"""During a meeting: everybody sees at once what the chair sets."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_threads import CLAUSE, RESOLUTION, WID, comment, composer, live, say
from wgcop.resolutions.queries import clause_by_wid
from wgcop.threads.actions.comments import post_comment, thread_of


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
    reading.get_by_role("link", name="Only clauses that are still open").click()
    expect(reading.locator(f'[data-standing-of="clause:{WID}"]')).to_have_count(0)


def test_the_note_of_the_chair_arrives_and_goes_without_a_reload(enter, axe, no_sideways_scroll):
    amina, chair = enter("amina"), enter("helena", phone=True)
    kenya, helena = amina.open(CLAUSE), chair.open(CLAUSE)
    live(kenya)
    live(helena)
    lead(helena).get_by_label("State of play").fill("Two options **remain**.")
    helena.get_by_role("button", name="Pin the note").click()
    expect(kenya.locator(".state-of-play")).to_contain_text("Two options remain.")
    axe(kenya)
    axe(helena)
    no_sideways_scroll(helena)
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
    helena.get_by_role("button", name="Reopen it").click()
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
    expect(refused).to_contain_text("accepts no more comments")
    kenya.reload()
    expect(refused).to_contain_text("accepts no more comments")
    refused.get_by_role("button", name="Edit").click()
    expect(composer(kenya).get_by_role("textbox")).to_have_value("Said too late.")
    expect(comment(helena, "Said too late.")).to_have_count(0)


def test_the_filter_and_the_chair_work_without_scripts(enter):
    helena = enter("helena", java_script_enabled=False).open(CLAUSE)
    lead(helena).get_by_label("The clause is").select_option("Agreed")
    helena.get_by_role("button", name="Set", exact=True).click()
    expect(helena.locator(".chaired")).to_contain_text("Agreed")
    page = enter("amina", java_script_enabled=False).open(RESOLUTION)
    page.get_by_role("link", name="Only clauses that are still open").click()
    expect(page).to_have_url(re.compile("show=open"))
    expect(page.locator(f'[data-standing-of="clause:{WID}"]')).to_have_count(0)


def test_a_thread_opens_at_the_first_unread_comment_and_other_tabs_follow(enter):
    amina, haruko = enter("amina"), enter("haruko")
    kenya = amina.open(CLAUSE)
    live(kenya)
    text = haruko.open(RESOLUTION)
    live(text)
    bubble = text.locator(f'[data-open-thread="clause:{WID}"]')
    for number in range(3):
        say(kenya, f"Point {number}.")
        expect(comment(kenya, f"Point {number}.")).to_be_visible()
    expect(bubble).to_have_class(re.compile("is-new"))
    tab = haruko.another_tab(CLAUSE)

    expect(tab.locator("[data-new-since]")).to_be_in_viewport()
    expect(comment(tab, "Point 0.")).to_have_class(re.compile("is-new"))
    expect(bubble).not_to_have_class(re.compile("is-new"))
    expect(comment(kenya, "Point 0.")).not_to_have_class(re.compile("is-new"))


def test_going_through_what_is_new_by_keys_alone(enter, axe):
    amina, haruko = enter("amina"), enter("haruko")
    kenya = amina.open(CLAUSE)
    live(kenya)
    say(kenya, "The first point.")
    say(kenya, "The second point.")
    expect(comment(kenya, "The second point.")).to_be_visible()
    expect(kenya.locator(".comment--waiting")).to_have_count(0)
    japan = haruko.open(CLAUSE)
    live(japan)
    japan.keyboard.press("n")
    expect(comment(japan, "The first point.")).to_be_focused()
    japan.keyboard.press("j")
    expect(comment(japan, "The second point.")).to_be_focused()
    japan.keyboard.press("k")
    expect(comment(japan, "The first point.")).to_be_focused()
    japan.keyboard.press("r")
    reply = japan.locator("form[data-reply]").get_by_role("textbox")
    expect(reply).to_be_focused()
    japan.keyboard.type("n j k ? are letters here")
    expect(reply).to_have_value("n j k ? are letters here")
    japan.keyboard.press("Control+Enter")
    expect(comment(kenya, "are letters here")).to_be_visible()
    japan.locator("body").press("?")
    expect(japan.get_by_role("dialog", name="Keys")).to_be_visible()
    axe(japan)
    japan.keyboard.press("Escape")
    expect(japan.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_the_next_followed_thread_opens_with_a_key(enter):
    amina, haruko = enter("amina"), enter("haruko")
    japan = haruko.open(CLAUSE)
    live(japan)
    japan.get_by_role("button", name="Follow").click()
    expect(japan.get_by_role("button", name="Follow")).to_have_attribute("aria-pressed", "true")
    kenya = amina.open(CLAUSE)
    text = haruko.another_tab(RESOLUTION)
    japan.close()
    say(kenya, "For those who follow.")
    bubble = text.locator(f'[data-open-thread="clause:{WID}"]')
    expect(bubble).to_have_class(re.compile("is-new"))
    expect(bubble).to_have_attribute("data-followed", "true")
    for _ in range(9):
        text.keyboard.press("Shift+N")
        text.wait_for_timeout(250)
        if comment(text, "For those who follow.").count():
            break

    expect(comment(text, "For those who follow.")).to_be_focused()


@pytest.mark.transports
def test_people_see_who_is_here_and_who_is_writing_and_nothing_moves(enter):
    amina, haruko = enter("amina", phone=True), enter("haruko")
    kenya, japan = amina.open(CLAUSE), haruko.open(CLAUSE)
    live(kenya)
    live(japan)
    expect(japan.locator("[data-presence]")).to_contain_text("Kenya: Amina Barasa")
    where = composer(japan).bounding_box()["y"]
    composer(kenya).get_by_role("textbox").press_sequentially("As Kenya said", delay=40)
    expect(japan.locator("[data-typing]")).to_contain_text("Amina Barasa is writing")
    assert composer(japan).bounding_box()["y"] == where
    expect(japan.locator("[data-typing]")).to_have_text("", timeout=7_000)
    kenya.close()
    expect(japan.locator("[data-presence]")).not_to_contain_text("Amina Barasa")
    assert composer(japan).bounding_box()["y"] == where


def test_what_is_written_for_the_delegation_is_typed_for_the_delegation(enter):
    amina, wanjiru, haruko = enter("amina"), enter("wanjiru"), enter("haruko")
    head, colleague, japan = amina.open(CLAUSE), wanjiru.open(CLAUSE), haruko.open(CLAUSE)
    for page in (head, colleague, japan):
        live(page)
    expect(japan.locator("[data-presence]")).to_contain_text("Amina Barasa")
    composer(head).get_by_label("Only Kenya").check()
    composer(head).get_by_role("textbox").press_sequentially("Between us", delay=40)

    expect(colleague.locator("[data-typing]")).to_contain_text("Amina Barasa is writing")
    expect(japan.locator("[data-typing]")).to_have_text("")


def test_screen_readers_hear_new_comments_and_can_mute_them(enter):
    amina, haruko = enter("amina"), enter("haruko")
    kenya, japan = amina.open(CLAUSE), haruko.open(CLAUSE)
    live(kenya)
    live(japan)
    say(kenya, "Heard.")
    expect(japan.get_by_role("status").and_(japan.locator("[data-heard]"))).to_contain_text("Kenya")
    more = japan.get_by_label("More on this thread")
    more.click()
    japan.get_by_role("button", name="Read out new comments").click()
    japan.reload()
    live(japan)
    more.click()
    mute = japan.get_by_role("button", name="Read out new comments")
    expect(mute).to_have_attribute("aria-pressed", "false")
    say(kenya, "Not read out.")
    expect(comment(japan, "Not read out.")).to_be_visible()
    expect(japan.locator("[data-heard]")).to_have_text("")


@pytest.mark.transports
def test_a_line_that_is_cut_says_what_is_being_done(enter):
    amina = enter("amina")
    page = amina.open(CLAUSE)
    live(page)
    amina.go_offline()
    status = page.locator("#live-status")
    expect(status).to_contain_text("Trying again")
    expect(status).to_contain_text("attempt", timeout=20_000)
    amina.come_back()
    expect(status).to_contain_text("Connected again.", timeout=20_000)


def test_the_whole_discussion_can_be_narrowed_and_leads_back_to_the_text(
    enter, axe, no_sideways_scroll
):
    amina, haruko = enter("amina"), enter("haruko", phone=True)
    kenya = amina.open(CLAUSE)
    live(kenya)
    say(kenya, "To be found in the list.")
    expect(kenya.locator(".comment--waiting")).to_have_count(0)
    expect(comment(kenya, "To be found in the list.")).to_be_visible()
    list_ = haruko.open(f"{RESOLUTION}/discussion")
    axe(list_)
    no_sideways_scroll(list_)
    list_.get_by_label("Delegation").select_option("Kenya")
    list_.get_by_label("Unread").check()
    list_.get_by_role("button", name="Show", exact=True).click()
    expect(comment(list_, "To be found in the list.")).to_be_visible()
    list_.get_by_role("link", name="Read this comment in its thread").first.click()
    expect(comment(list_, "To be found in the list.")).to_be_in_viewport()


def test_a_long_thread_comes_in_parts_without_a_jump(enter, session):
    amina = enter("amina", phone=True)
    person = enter.world.amina
    clause = clause_by_wid(WID)
    for number in range(150):
        post_comment(
            thread_of(clause),
            by=person,
            capacity=person.capacities[0],
            body=f"Point {number}.",
            key=f"long-{number}",
        )
    session.commit()
    page = amina.open(CLAUSE)
    live(page)
    expect(comment(page, "Point 149.")).to_have_count(1)
    expect(comment(page, "Point 90.")).to_have_count(1)
    expect(comment(page, "Point 89.")).to_have_count(0)
    page.get_by_role("link", name="Earlier comments").scroll_into_view_if_needed()
    where = comment(page, "Point 90.").bounding_box()["y"]
    page.get_by_role("link", name="Earlier comments").dispatch_event("click")
    expect(comment(page, "Point 89.")).to_have_count(1)
    page.wait_for_timeout(200)
    assert abs(comment(page, "Point 90.").bounding_box()["y"] - where) < 3
    page.get_by_role("link", name="Earlier comments").click()
    expect(page.locator(".comment[data-person]")).to_have_count(150)
    first = page.locator(".comment[data-person]").first.get_attribute("id")
    deep = amina.another_tab(f"{CLAUSE}#{first}")
    expect(comment(deep, "Point 0.")).to_be_in_viewport()


def test_a_tab_that_nobody_looks_at_marks_nothing_and_asks_for_nothing(enter):
    amina, haruko = enter("amina"), enter("haruko")
    haruko.page.add_init_script(
        "Object.defineProperty(Document.prototype, 'hidden', { get: () => !window.looking })"
    )
    requests = []
    haruko.page.on("request", lambda request: requests.append(request.url))
    japan, kenya = haruko.open(CLAUSE), amina.open(CLAUSE)
    live(japan)
    live(kenya)
    say(kenya, "While nobody looks.")
    expect(comment(japan, "While nobody looks.")).to_have_count(1)
    expect(comment(japan, "While nobody looks.")).to_have_class(re.compile("is-new"))
    japan.wait_for_timeout(400)
    assert not [url for url in requests if url.endswith(("/read-marks", "/counts"))]

    japan.evaluate("window.looking = true; document.dispatchEvent(new Event('visibilitychange'))")
    bubble = japan.locator(f'[data-open-thread="clause:{WID}"]')
    expect(bubble.locator("[data-count]")).to_have_text("1")
    expect(bubble).not_to_have_class(re.compile("is-new"))


@pytest.mark.parametrize("news, waits", [({"news": "everybody"}, True), ({}, False)])
def test_the_script_takes_what_the_server_calls_news_as_unread_whatever_its_kind(
    enter, news, waits
):
    japan = enter("haruko").open(CLAUSE)
    live(japan)
    marks = []
    japan.on("request", lambda sent: marks.append(sent.url.endswith("/read-marks")))
    entry = {"topic": f"clause:{WID}", "seq": 1, "kind": "note.underlined", "target": "off-screen"}
    japan.evaluate(
        "(detail) => document.dispatchEvent(new CustomEvent('live:entry', { detail }))",
        {**entry, "html": "", "about": news},
    )
    say(japan, "My own words.")
    expect(comment(japan, "My own words.")).to_be_visible()
    for _ in range(10 if waits else 100):
        if not any(marks):
            japan.wait_for_timeout(100)

    assert any(marks) is not waits
