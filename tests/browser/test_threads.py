"""Two people, two browsers, one clause: what one says, the other reads at once, in the same place, and once."""

import re

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from wgcop.events.models import Topic
from wgcop.following.actions import mark_read
from wgcop.resolutions.queries import clause_by_wid
from wgcop.threads.actions.comments import post_comment, thread_of

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"
RESOLUTION = "/resolutions/67-hyderabad-2010"
SEND = re.compile("^(Comment to everybody|Send to .+ only)$")
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def composer(page):
    return page.locator("form[data-composer]:not([data-reply])")


def say(page, words):
    composer(page).locator("[name='body']").fill(words)
    composer(page).get_by_role("button", name=SEND).click()


def comment(page, words):
    return page.locator(".comment", has_text=words)


def said(page, words):
    """Say it, and wait until the server has it."""
    say(page, words)
    expect(comment(page, words)).to_be_visible()
    expect(page.locator(".comment--waiting")).to_have_count(0)


PRESS_PILL = "() => document.querySelector('[data-pill]:not([hidden])')?.click()"


def reads(page, words):
    """The comment, once it has arrived: a press on the pill away where its place is out of view."""
    arrived, pill = comment(page, words), page.locator("[data-pill]:visible")
    while not arrived.count():
        expect(pill.or_(arrived).first).to_be_visible()
        if pill.count():
            page.evaluate(PRESS_PILL)  # a click that scrolls to it lets the comments in first
    expect(arrived).to_have_count(1)
    return arrived


def live(page):
    expect(page.locator("html")).to_have_attribute("data-live", "on")


def post(reader, address, **form):
    """Post as a page of the reader's would, without opening one."""
    url, request = reader.served.url, reader.context.request
    token = request.get(f"{url}/api/v1/session").json()["csrf"]
    headers = {"Accept": "application/json", "X-CSRFToken": token}
    answer = request.post(url + address, form=form, headers=headers)
    assert answer.ok, answer.text()
    return answer.json() if answer.body() else None


def bubble_of(page):
    """The sign of the clause's thread beside its words."""
    return page.locator(f'[data-open-thread="clause:{WID}"]')


def retract(page, words):
    comment(page, words).get_by_role("button", name="Retract").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Retract").click()
    expect(dialog).to_be_hidden()


def test_two_people_talk_reply_edit_and_retract_and_both_pages_end_as_fresh_ones(enter):
    amina, haruko = enter("amina"), enter("haruko", phone=True)
    kenya, japan = amina.open(CLAUSE), haruko.open(CLAUSE)
    live(kenya)
    live(japan)

    # Both speak, and a screen reader hears who did.
    said(kenya, "Kenya supports this recital.")
    expect(reads(japan, "Kenya supports this recital.")).to_be_visible()
    heard = japan.get_by_role("status").and_(japan.locator("[data-heard]"))
    expect(heard).to_contain_text("Kenya")
    said(japan, "Japan does too.")
    reads(kenya, "Japan does too.")
    expect(comment(kenya, "Kenya supports this recital.")).to_have_count(1)
    expect(kenya.locator(".comment--waiting")).to_have_count(0)

    # One replies, and the other mends what was replied to.
    said(kenya, "A sentence with a flaw.")
    reads(japan, "A sentence with a flaw.").get_by_role("button", name="Reply").click()
    reply = japan.locator("form[data-reply]")
    reply.get_by_role("textbox").fill("Which flaw?")
    reply.get_by_role("button", name=SEND).click()
    reads(kenya, "Which flaw?")
    expect(kenya.locator(".replies", has_text="Which flaw?")).to_be_visible()
    comment(kenya, "A sentence with a flaw.").get_by_role("button", name="Edit").click()
    kenya.locator("form[data-in-place]:visible").get_by_role("textbox").fill("A sentence without.")
    kenya.get_by_role("button", name="Save for everybody").click()
    expect(comment(japan, "A sentence without.")).to_contain_text("edited")
    expect(comment(japan, "Which flaw?")).to_have_count(1)

    # Both take something back.
    retract(kenya, "A sentence without.")
    expect(comment(japan, "This comment was retracted")).to_have_count(1)
    expect(comment(kenya, "A sentence without.")).to_have_count(0)
    retract(japan, "Japan does too.")
    expect(comment(kenya, "This comment was retracted")).to_have_count(2)

    # Whoever wants silence from their screen reader has it after a reload as well.
    more = japan.get_by_label("More on this thread")
    more.click()
    japan.get_by_role("button", name="Read out new comments").click()
    japan.reload()
    live(japan)
    more.click()
    mute = japan.get_by_role("button", name="Read out new comments")
    expect(mute).to_have_attribute("aria-pressed", "false")
    more.click()
    said(kenya, "Not read out.")
    reads(japan, "Not read out.")
    expect(japan.locator("[data-heard]")).to_have_text("")
    for page in (kenya, japan):
        same_as_fresh(page)


def test_a_page_that_was_away_says_so_keeps_what_is_said_and_catches_up_without_a_gap_or_a_double(
    enter,
):
    amina, haruko = enter("amina"), enter("haruko")
    kenya, japan = amina.open(CLAUSE), haruko.open(CLAUSE)
    live(kenya)
    live(japan)
    said(kenya, "Before.")
    reads(japan, "Before.")

    # Japan's line is cut, and both go on speaking.
    haruko.go_offline()
    status = japan.locator("#live-status")
    expect(status).to_contain_text("Trying again")
    expect(status).to_contain_text("attempt", timeout=20_000)
    for number in range(5):
        said(kenya, f"Meanwhile {number}.")
    say(japan, "From a train.")
    expect(japan.locator(".comment--waiting")).to_be_visible()
    # Its first question about what it missed is refused; it asks again as soon as it hears of more.
    refusal = {"status": 503, "json": {"error": "Try again in a moment."}}
    with japan.expect_response(lambda answer: answer.status == 503):
        japan.route("**/live/clause*", lambda question: question.fulfill(**refusal), times=1)
        haruko.come_back()
    expect(status).to_contain_text("Connected again.", timeout=20_000)
    live(japan)
    said(kenya, "And after that.")
    for number in range(5):
        reads(japan, f"Meanwhile {number}.")
    reads(kenya, "From a train.")
    expect(japan.locator(".comment--waiting")).to_have_count(0)

    # Words said offline outlive their tab.
    amina.go_offline()
    say(kenya, "Kept in the browser.")
    expect(kenya.locator(".comment--waiting")).to_be_visible()
    kenya.close()
    amina.come_back()
    again = amina.another_tab(CLAUSE)
    expect(comment(again, "Kept in the browser.")).to_have_count(1)
    expect(again.locator(".comment--waiting")).to_have_count(0)

    # Whoever was signed out elsewhere is told, and their words are sent when they are back.
    live(again)
    amina.context.clear_cookies()
    say(again, "Written after the end.")
    expect(again.locator(".comment--waiting")).to_contain_text("you are signed out in this browser")
    amina.context.add_cookies([enter._cookie(enter.world.person("amina"))])
    expect(again.locator(".comment--waiting")).to_have_text([])
    expect(comment(again, "Written after the end.")).to_have_count(1)
    reads(japan, "Written after the end.")
    for page in (again, japan):
        same_as_fresh(page)


def test_a_thread_opens_in_the_text_at_what_is_new_and_keys_alone_lead_through_it(enter, axe):
    amina, haruko = enter("amina"), enter("haruko")
    kenya = amina.open(CLAUSE)
    live(kenya)

    # A click and a key open the thread under its clause, where Japan follows it.
    text = haruko.open(RESOLUTION)
    live(text)
    bubble, thread = bubble_of(text), text.locator(f'[data-thread="clause:{WID}"]')
    expect(bubble).to_have_class(re.compile("is-zero"))
    count = int(bubble.locator("[data-count]").inner_text())
    bubble.click()
    expect(thread).to_be_visible()
    expect(bubble).to_have_attribute("aria-expanded", "true")
    bubble.press("Enter")
    expect(thread).to_have_count(0)
    bubble.press("Enter")
    expect(composer(text).get_by_role("textbox")).to_be_visible()
    expect(text).to_have_url(re.compile(RESOLUTION))
    follow = thread.locator("form[data-follow] [aria-pressed]").first
    expect(follow).to_have_accessible_name("Follow")
    follow.click()
    expect(follow).to_have_accessible_name("Following")
    text.reload()
    live(text)
    expect(thread).to_have_count(0)

    # The bubble of a page that only reads counts along.
    for number in range(3):
        said(kenya, f"Point {number}.")
        expect(bubble.locator("[data-count]")).to_have_text(str(count + number + 1))
    expect(bubble).to_have_class(re.compile("is-new"))
    expect(bubble).not_to_have_class(re.compile("is-zero"))
    expect(bubble).to_have_attribute("data-followed", "true")

    # Another tab opens at the first unread comment, and what is read there is read here.
    tab = haruko.another_tab(CLAUSE)
    expect(tab.locator("[data-new-since]")).to_be_in_viewport()
    expect(comment(tab, "Point 0.")).to_have_class(re.compile("is-new"))
    expect(bubble).not_to_have_class(re.compile("is-new"))
    expect(comment(kenya, "Point 0.")).not_to_have_class(re.compile("is-new"))
    # Nothing goes away under the eyes of whoever has just read it.
    expect(tab.get_by_role("button", name="Mark all as read")).to_be_visible()
    tab.close()

    # The whole discussion is narrowed to what is unread, and leads to the thread.
    said(kenya, "To be found in the list.")
    found = haruko.another_tab(f"{RESOLUTION}/discussion")
    found.get_by_label("Delegation").select_option("Kenya")
    found.get_by_label("Unread").check()
    found.get_by_role("button", name="Show", exact=True).click()
    expect(comment(found, "To be found in the list.")).to_be_visible()
    expect(comment(found, "Point 0.")).to_have_count(0)
    found.get_by_role("link", name="Read this comment in its thread").first.click()
    expect(comment(found, "To be found in the list.")).to_be_in_viewport()
    expect(bubble).not_to_have_class(re.compile("is-new"))
    found.close()

    # Keys go through what is new, and are letters where one writes.
    said(kenya, "The first point.")
    said(kenya, "The second point.")
    japan = haruko.another_tab(CLAUSE)
    live(japan)
    expect(comment(japan, "The first point.")).to_have_class(re.compile("is-new"))
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
    reads(kenya, "are letters here")
    japan.locator("body").press("?")
    expect(japan.get_by_role("dialog", name="Keys")).to_be_visible()
    axe(japan)
    japan.keyboard.press("Escape")
    expect(japan.get_by_role("dialog", name="Keys")).to_be_hidden()
    same_as_fresh(japan)
    japan.close()

    # A key opens the next followed thread with something new.
    said(kenya, "For those who follow.")
    expect(bubble).to_have_class(re.compile("is-new"))
    text.evaluate(
        "document.addEventListener('thread:opened', ({ detail }) => (globalThis.opened = detail.thread.dataset.thread))"
    )
    for _ in range(9):
        text.evaluate("globalThis.opened = ''")
        text.keyboard.press("Shift+N")
        text.wait_for_function("() => globalThis.opened")
        if text.evaluate("globalThis.opened") == f"clause:{WID}":
            break
    expect(comment(text, "For those who follow.")).to_be_focused()


def test_a_long_thread_comes_in_parts_and_nothing_jumps_when_others_speak_at_its_end(
    enter, session
):
    amina, haruko = enter("amina", phone=True), enter("haruko")
    person, clause = enter.world.amina, clause_by_wid(WID)
    for number in range(150):
        post_comment(
            thread_of(clause),
            by=person,
            capacity=person.capacities[0],
            body=f"Point {number}.",
            key=f"long-{number}",
        )
    session.commit()

    # The newest part comes with the page, the others by a link that moves nothing.
    kenya = amina.open(CLAUSE)
    live(kenya)
    expect(comment(kenya, "Point 149.")).to_have_count(1)
    expect(comment(kenya, "Point 90.")).to_have_count(1)
    expect(comment(kenya, "Point 89.")).to_have_count(0)
    earlier = kenya.get_by_role("link", name="Earlier comments")
    earlier.scroll_into_view_if_needed()
    where = comment(kenya, "Point 90.").bounding_box()["y"]
    earlier.dispatch_event("click")
    expect(comment(kenya, "Point 89.")).to_have_count(1)
    kenya.evaluate(PAINTED)
    assert abs(comment(kenya, "Point 90.").bounding_box()["y"] - where) < 3
    earlier.click()
    expect(kenya.locator(".comment[data-person]")).to_have_count(150)
    first = kenya.locator(".comment[data-person]").first.get_attribute("id")
    deep = amina.another_tab(f"{CLAUSE}#{first}")
    expect(comment(deep, "Point 0.")).to_be_in_viewport()
    deep.close()

    # Whoever has read all of it and reads further up gets a pill, three times, and stays where they are.
    topic = session.query(Topic).filter(Topic.name == f"clause:{WID}").one()
    mark_read(topic, topic.seq, by=enter.world.haruko)
    session.commit()
    japan, brazil = haruko.open(CLAUSE), enter("teresa")
    live(japan)
    above, pill = comment(japan, "Point 100."), japan.locator("[data-pill]")
    for speaker, words in ((amina, "First."), (brazil, "Second."), (amina, "Third.")):
        above.evaluate("(one) => one.scrollIntoView({ block: 'start', behavior: 'instant' })")
        japan.evaluate(PAINTED)
        where = above.bounding_box()["y"]
        post(speaker, f"{CLAUSE}/comments", body=f"While Japan reads above. {words}")
        expect(pill).to_be_visible()
        expect(pill).to_contain_text("1 new")
        expect(comment(japan, words)).to_have_count(0)
        assert above.bounding_box()["y"] == where
        pill.click()
        expect(comment(japan, words)).to_be_in_viewport()
        expect(pill).to_be_hidden()


def test_without_scripts_all_is_said_quoted_and_led(enter):
    amina = enter("amina", java_script_enabled=False)
    page = amina.open(CLAUSE)
    say(page, "Without scripts.")
    expect(comment(page, "Without scripts.")).to_be_visible()

    # Words that are not in the clause come back, with what was said about them.
    composer(page).get_by_text("Quote words of the clause").click()
    composer(page).locator("[name='quote']").fill("nowhere in it")
    say(page, "Kept.")
    expect(page.get_by_text("These words are not in the clause.").first).to_be_visible()
    expect(composer(page).locator("[name='body']")).to_have_value("Kept.")

    # The chair agrees to the clause, which is then none of those that are still open.
    helena = enter("helena", java_script_enabled=False).open(CLAUSE)
    helena.locator(".chairing summary").click()
    helena.get_by_label("The clause is").select_option("Agreed")
    helena.get_by_role("button", name="Set", exact=True).click()
    expect(helena.locator(".chaired")).to_contain_text("Agreed")
    page = amina.open(RESOLUTION)
    standing = page.locator(f'[data-standing-of="clause:{WID}"]')
    expect(standing).to_have_count(1)
    page.get_by_role("link", name="Only clauses that are still open").click()
    expect(page).to_have_url(re.compile("show=open"))
    expect(standing).to_have_count(0)
