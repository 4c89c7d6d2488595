"""Two people talk; the pages of the one who follows count it at once, and the inbox keeps what was not on the screen."""

import re

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import live, post

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"
RESOLUTION = "/resolutions/67-hyderabad-2010"


def empty_inbox(person):
    """Mark what the demo world holds for them, page by page."""
    page = person.open("/inbox")
    button = page.get_by_role("button", name="Mark all of this as read")
    while button.count():
        button.click()
        page.wait_for_load_state()
    return page


def counted(page):
    return page.locator("[data-inbox-count]")


def test_the_inbox_counts_and_shows_what_the_other_says(enter, axe, no_sideways_scroll):
    haruko, amina = enter("haruko"), enter("amina")
    page = empty_inbox(haruko)
    page = haruko.open(CLAUSE)
    live(page)
    page.locator("[data-thread] .follow").click()
    expect(page.locator("[data-thread] .follow")).to_have_accessible_name("Following")
    expect(page.locator("[data-thread] form[data-follow]")).to_have_attribute(
        "data-level", "everything"
    )
    same_as_fresh(page)

    # A tab on which nothing of the thread is read.
    tab = haruko.open(RESOLUTION)
    live(tab)
    expect(counted(tab)).to_be_hidden()
    for number in range(3):
        post(
            amina,
            f"{CLAUSE}/comments",
            body=f"Round {number}.",
            key=f"Round-{number}",
            audience="members",
        )
        expect(counted(tab)).to_have_text("1")
        expect(tab).to_have_title(re.compile(r"^\(1\) .*WG-COP$"))
        inbox = haruko.another_tab("/inbox")
        live(inbox)
        expect(inbox.get_by_text(f"Round {number}.")).to_be_visible()
        axe(inbox)
        no_sideways_scroll(inbox)

        # What is said meanwhile is not on this page: it says so, and does not mark it.
        post(
            amina,
            f"{CLAUSE}/comments",
            body=f"Meanwhile {number}.",
            key=f"Meanwhile-{number}",
            audience="members",
        )
        expect(inbox.locator("[data-inbox-changed]")).to_be_visible()
        inbox.get_by_role("button", name="Mark all of this as read").click()
        expect(inbox.get_by_text(f"Meanwhile {number}.")).to_be_visible()
        expect(inbox.get_by_text(f"Round {number}.")).to_have_count(0)
        same_as_fresh(inbox)
        inbox.get_by_role("button", name="Mark all of this as read").click()
        expect(inbox.get_by_text("Nothing is new")).to_be_visible()
        expect(counted(tab)).to_be_hidden()
        expect(tab).to_have_title(re.compile(r"^[^(].*WG-COP$"))
        inbox.close()


def test_the_level_is_chosen_beside_the_button_and_shown_in_every_tab(enter):
    haruko = enter("haruko")
    pages = [haruko.open(CLAUSE), haruko.another_tab(CLAUSE)]
    for page in pages:
        live(page)
    for level, name in (
        ("everything", "Everything"),
        ("nothing", "Nothing"),
        ("mentions", "Only mentions and replies"),
        ("nothing", "Nothing"),
    ):
        form = pages[0].locator("[data-thread] form[data-follow]")
        form.locator("summary").click()
        form.get_by_role("button", name=name, exact=True).click()
        expect(form.locator("summary")).to_be_focused()
        for page in pages:
            expect(page.locator("[data-thread] form[data-follow]")).to_have_attribute(
                "data-level", level
            )
            shown = page.locator("[data-thread] .follow-level__name:visible")
            expect(shown).to_have_text(name)
        same_as_fresh(pages[0])
    note = pages[0].locator(".composer__follows:visible")
    expect(note).to_have_text(re.compile("You chose to be told nothing"))


def test_a_page_that_was_cut_off_asks_for_what_its_reader_did_and_was_told_elsewhere(enter):
    away, here, amina = enter("haruko"), enter("haruko"), enter("amina")
    empty_inbox(here)
    page, inbox = away.open(RESOLUTION), away.another_tab("/inbox")
    for each in (page, inbox):
        live(each)
    topic = "resolution:67-hyderabad-2010"
    for number, level in enumerate(("everything", "mentions", "everything")):
        away.go_offline()
        for each in (page, inbox):
            expect(each.locator("html")).to_have_attribute("data-live", "off")
        post(here, "/follows", topic=topic, level=level)
        said = {"body": f"@Haruko Minase, {number}?", "key": f"cut-{number}"}
        post(amina, f"{CLAUSE}/comments", **said, audience="members")
        away.come_back()
        expect(inbox.locator("[data-inbox-changed]")).to_be_visible()
        form = page.locator(".resolution__head form[data-follow]")
        expect(form).to_have_attribute("data-level", level)
        inbox.locator("[data-inbox-changed]").click()
        expect(inbox.get_by_text(f"@Haruko Minase, {number}?").first).to_be_visible()
        live(inbox)
        same_as_fresh(inbox)


def test_the_page_of_a_resolution_says_whether_its_reader_follows_it(enter):
    haruko, amina = enter("haruko"), enter("amina")
    empty_inbox(haruko)
    others = amina.open(RESOLUTION).locator(".resolution__head form[data-follow]")
    expect(others).to_have_attribute("data-level", "mentions")
    for name, level in (
        ("Following", "everything"),
        ("Follow", "mentions"),
        ("Following", "everything"),
    ):
        page = haruko.open(RESOLUTION)
        live(page)
        form = page.locator(".resolution__head form[data-follow]")
        expect(form).not_to_have_attribute("data-level", "")
        form.locator(".follow").click()
        expect(form.locator(".follow")).to_have_accessible_name(name)
        fresh = haruko.another_tab(RESOLUTION).locator(".resolution__head form[data-follow]")
        expect(fresh).to_have_attribute("data-level", level)
    expect(others).to_have_attribute("data-level", "mentions")
    post(amina, f"{CLAUSE}/comments", body="A word.", key="a-word", audience="members")
    expect(haruko.open("/inbox").get_by_text("A word.")).to_be_visible()


def test_since_the_last_visit_one_page_is_read_and_printed(enter, axe, no_sideways_scroll):
    haruko = enter("haruko")
    page = haruko.open(RESOLUTION)
    page.get_by_role("link", name="Since your last visit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Since your last visit")
    expect(page.get_by_role("heading", name="Resolution 67")).to_be_visible()
    axe(page)
    page.emulate_media(media="print")
    no_sideways_scroll(page)
    expect(page.locator("main .form")).to_be_hidden()
    expect(page.locator("main .row").first).to_be_visible()


def test_on_a_phone_and_from_right_to_left_the_inbox_fits(enter, axe, no_sideways_scroll):
    haruko, amina = enter("haruko", phone=True), enter("amina")
    empty_inbox(haruko)
    for path in ("/inbox", "/inbox/following", "/begin"):
        page = haruko.open(path)
        axe(page)
        no_sideways_scroll(page)
    page = haruko.open(CLAUSE)
    live(page)
    page.locator("[data-thread] .follow").click()
    expect(page.locator("[data-thread] .follow")).to_have_accessible_name("Following")
    page = haruko.open("/account")
    post(amina, f"{CLAUSE}/comments", body="A word.", key="a-word", audience="members")
    page = haruko.open("/inbox")
    expect(page.get_by_text("A word.")).to_be_visible()
    page.evaluate("document.documentElement.dir = 'rtl'")
    no_sideways_scroll(page)


def test_without_scripts_the_inbox_is_read_and_marked(enter):
    haruko, amina = enter("haruko"), enter("amina")
    empty_inbox(haruko)
    page = haruko.open(CLAUSE)
    live(page)
    page.locator("[data-thread] .follow").click()
    expect(page.locator("[data-thread] .follow")).to_have_accessible_name("Following")
    haruko.open("/account")
    context = haruko.context.browser.new_context(
        java_script_enabled=False, storage_state=haruko.context.storage_state()
    )
    page = context.new_page()
    for number in range(3):
        post(
            amina,
            f"{CLAUSE}/comments",
            body=f"Round {number}.",
            key=f"Round-{number}",
            audience="members",
        )
        page.goto(f"{haruko.served.url}/")
        page.locator(".inbox-link").click()
        expect(page.get_by_text(f"Round {number}.")).to_be_visible()
        page.get_by_role("button", name="Mark all of this as read").click()
        expect(page.get_by_text("Nothing is new")).to_be_visible()
    context.close()
