"""During a meeting: everybody sees at once what the chair sets, who is here, and what others have read."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import (
    CLAUSE,
    RESOLUTION,
    WID,
    bubble_of,
    comment,
    composer,
    live,
    reads,
    said,
    say,
)
from tests.browser.twice import click_twice


def test_what_the_chair_sets_is_on_every_open_page_and_stays_as_a_fresh_one_has_it(
    enter, axe, no_sideways_scroll
):
    haruko, amina, chair = enter("haruko"), enter("amina", phone=True), enter("helena")
    text, kenya, helena = haruko.open(RESOLUTION), amina.open(CLAUSE), chair.open(CLAUSE)
    for page in (text, kenya, helena):
        live(page)
    helena.locator(".chairing summary").click()
    leading = helena.locator(".chairing")

    # Agreed, opened again, and agreed: every page counts along.
    count, standing = text.locator("[data-still-open]"), f'[data-standing-of="clause:{WID}"]'
    before = int(count.inner_text().split()[0])
    for name, still_open in (("Agreed", before - 1), ("Open", before), ("Agreed", before - 1)):
        leading.get_by_label("The clause is").select_option(name)
        helena.get_by_role("button", name="Set", exact=True).click()
        expect(count).to_contain_text(f"{still_open} of ")
    expect(text.locator(standing)).to_contain_text("Agreed")
    expect(kenya.locator(".chaired")).to_contain_text("Agreed")
    expect(helena.locator(".chaired")).to_contain_text("Agreed")
    text.get_by_role("link", name="Only clauses that are still open").click()
    expect(text.locator(standing)).to_have_count(0)

    # The note of the chair comes and goes without a reload.
    note = kenya.locator(".state-of-play")
    leading.get_by_label("State of play").fill("Two options **remain**.")
    helena.get_by_role("button", name="Pin the note").click()
    expect(note).to_contain_text("Two options remain.")
    axe(kenya)
    helena.set_viewport_size(PHONE)
    axe(helena)
    no_sideways_scroll(helena)
    helena.set_viewport_size(WIDE)
    same_as_fresh(kenya)
    helena.get_by_role("button", name="Remove the note").click()
    expect(note).to_have_count(0)

    # Resolved; whoever comments nevertheless does not open the thread again.
    reopen = leading.get_by_role("button", name="Reopen it")
    resolve = leading.get_by_role("button", name="Resolve the thread")
    click_twice(helena, resolve, lambda: expect(reopen).to_be_visible())
    expect(kenya.locator(".chaired")).to_contain_text("Resolved")
    said(kenya, "Thank you all.")
    reads(helena, "Thank you all.")
    expect(helena.locator(".chaired")).to_contain_text("Resolved")
    reopen.click()
    expect(kenya.locator(".chaired")).not_to_contain_text("Resolved")

    # Words for a thread that closed meanwhile come back to their writer.
    amina.go_offline()
    say(kenya, "Said too late.")
    expect(kenya.locator(".comment--waiting")).to_be_visible()
    leading.get_by_label("Closes").fill("2020-01-01T10:00")
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
    same_as_fresh(helena)


def test_of_two_who_lead_a_thread_each_sees_what_the_other_set_before_theirs_takes_its_place(enter):
    helena, ines = enter("helena").open(CLAUSE), enter("ines").open(CLAUSE)
    for page in (helena, ines):
        live(page)
        page.locator(".chairing summary").click()
    for turn, page in enumerate((helena, ines, helena, ines)):
        day, closes = f"2030-01-0{turn + 1}", page.locator(".chairing").get_by_label("Closes")
        problem = page.locator(".chairing [data-problem]")
        closes.fill(f"{day}T10:00")
        page.get_by_role("button", name="Set the times").click()
        if turn:
            expect(problem).to_contain_text("Somebody else has set other times")
            expect(closes).to_have_value(f"{day}T10:00")
            page.get_by_role("button", name="Set the times").click()
        for each in (helena, ines):
            expect(each.locator(f'.chaired time[datetime^="{day}"]').first).to_be_visible()
        expect(problem).to_be_empty()

    # A form that is refused for another reason has shown nobody what the other has set.
    chairing = helena.locator(".chairing")
    opens, problem = chairing.get_by_label("Opens"), chairing.locator("[data-problem]")
    for at, words in (
        ("2031-01-01T10:00", "must close after it opens"),
        ("", "Somebody else has set other times"),
    ):
        opens.fill(at)
        helena.get_by_role("button", name="Set the times").click()
        expect(problem).to_contain_text(words)
    helena.get_by_role("button", name="Set the times").click()
    for page in (helena, ines):
        expect(page.locator('.chaired time[datetime^="2030-01-03"]').first).to_be_visible()
        same_as_fresh(page)


def test_people_see_who_is_here_and_who_writes_to_them_and_nothing_moves(enter):
    amina, haruko = enter("amina", phone=True), enter("haruko")
    kenya, japan = amina.open(CLAUSE), haruko.open(CLAUSE)
    live(kenya)
    live(japan)
    here, writing = japan.locator("[data-presence]"), japan.locator("[data-typing]")
    expect(here).to_contain_text("Kenya: Amina Barasa")
    where = composer(japan).bounding_box()["y"]

    # Written for everybody: twice, each time for as long as it is written.
    text = composer(kenya).get_by_role("textbox")
    for words in ("As Kenya said", " at the last meeting"):
        text.press_sequentially(words, delay=40)
        expect(writing).to_contain_text("Amina Barasa is writing")
        assert composer(japan).bounding_box()["y"] == where
        expect(writing).to_have_text("")

    # Written for the delegation: told to the delegation alone.
    colleague = enter("wanjiru").open(CLAUSE)
    live(colleague)
    expect(here).to_contain_text("Wanjiru Tende")
    composer(kenya).get_by_label("Only Kenya").check()
    text.press_sequentially(", between us", delay=40)
    expect(colleague.locator("[data-typing]")).to_contain_text("Amina Barasa is writing")
    expect(writing).to_have_text("")

    kenya.close()
    expect(here).not_to_contain_text("Amina Barasa")
    expect(here).to_contain_text("Wanjiru Tende")
    assert composer(japan).bounding_box()["y"] == where


def test_a_tab_marks_as_read_what_was_looked_at_and_holds_back_for_news_of_any_kind(enter):
    amina, haruko = enter("amina"), enter("haruko")
    haruko.page.add_init_script(
        "Object.defineProperty(Document.prototype, 'hidden', { get: () => !window.looking })"
    )
    haruko.page.clock.install()
    requests = []
    haruko.page.on("request", lambda request: requests.append(request.url))
    japan, kenya = haruko.open(CLAUSE), amina.open(CLAUSE)
    live(japan)
    live(kenya)

    # A tab that nobody looks at marks nothing, and asks for nothing.
    said(kenya, "While nobody looks.")
    expect(comment(japan, "While nobody looks.")).to_have_count(1)
    expect(comment(japan, "While nobody looks.")).to_have_class(re.compile("is-new"))
    japan.clock.run_for(2_000)  # whatever was to be sent is sent by then
    assert not [url for url in requests if url.endswith(("/read-marks", "/counts"))]
    japan.evaluate("window.looking = true; document.dispatchEvent(new Event('visibilitychange'))")
    bubble = bubble_of(japan)
    expect(bubble.locator("[data-count]")).to_have_text("1")
    expect(bubble).not_to_have_class(re.compile("is-new"))

    def hear(seq, about):
        """Something off the screen, of a kind that this script does not know."""
        entry = {"topic": f"clause:{WID}", "seq": seq, "kind": "note.underlined", "target": "off"}
        japan.evaluate(
            "(detail) => document.dispatchEvent(new CustomEvent('live:entry', { detail }))",
            {**entry, "html": "", "about": about},
        )

    # What the server does not call news is read with one's own words; what it calls news is not.
    hear(1, {})
    with japan.expect_request("**/read-marks"):
        said(japan, "My own words.")
    hear(1, {"news": "everybody"})
    requests.clear()
    said(japan, "More of my own words.")
    japan.clock.run_for(2_000)
    assert not [url for url in requests if url.endswith("/read-marks")]
