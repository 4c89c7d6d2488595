"""People choose which e-mails they get, end a kind from the e-mail and undo that, and see what was sent; the secretariat sees
what waits while no mail server is set.
"""

import email
import re
from datetime import timedelta
from email.policy import default

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from tests.browser.fresh import same_as_fresh
from tests.browser.test_every_page import NARROW
from tests.browser.test_inbox import CLAUSE, empty_inbox
from tests.browser.test_threads import live, post
from wgcop import clock, mail
from wgcop.database import db, writing
from wgcop.events.models import Entry
from wgcop.following.digest import DigestMark
from wgcop.following.jobs import write_letters
from wgcop.following.models import Follow
from wgcop.thread_news.jobs import tell_mentioned
from wgcop.threads.comments.mentions import MentionLetter

PAGE = "/account/letters"
MENTIONS, DIGEST = "When a comment mentions you", "What is new in what you follow"
CHOSEN = """() => [...new FormData(document.querySelector(`form[action="/account/letters"]`))]
    .filter(([name]) => name !== "csrf_token").map(([name, value]) => `${name}: ${value}`)"""


def chosen(page):
    return page.evaluate(CHOSEN)


def kind(page, name):
    return page.get_by_role("group", name=name)


def saved(page):
    expect(page.get_by_text("Saved.")).to_be_visible()
    same_as_fresh(page, chosen)


@pytest.fixture
def leave(enter):
    """What waits leaves now: the e-mails to each of these people as a mail program reads them."""

    def send(*names):
        app, left = enter._app, []
        app.extensions["mail_carrier"] = lambda letter: left.append(mail.as_email(letter))
        with app.app_context():
            tell_mentioned()
            while mail.send_waiting():
                pass
        app.extensions["mail_carrier"] = None
        came = [email.message_from_bytes(each.as_bytes(), policy=default) for each in left]
        people = [enter.world.person(name).email for name in names]
        return [[each for each in came if each["To"] == to] for to in people]

    return send


@pytest.fixture
def change(enter):
    """Change rows behind the browsers, as time does."""

    def execute(*statements):
        with enter._app.app_context(), writing():
            for each in statements:
                db.session.execute(each)
            db.session.commit()

    return execute


def path_in(words, pattern):
    return re.search(rf"https?://[^/\s]+({pattern})", words)[1]


def test_two_people_choose_again_and_again_with_a_mouse_on_a_phone_and_by_keys(
    enter, axe, no_sideways_scroll
):
    haruko = enter("haruko", phone=True).open(PAGE)
    for mention, digest, papers, zone in (
        ("Never", "Every morning", False, "Asia/Tokyo"),
        ("Once a day", "On Monday morning", True, ""),
        ("At once", "Never", False, "Africa/Nairobi"),
    ):
        kind(haruko, MENTIONS).get_by_label(mention).check()
        kind(haruko, DIGEST).get_by_label(digest).check()
        haruko.get_by_label("Decisions on your papers").set_checked(papers)
        haruko.get_by_label("Your time zone").fill(zone)
        haruko.get_by_role("button", name="Save which e-mails you get").click()
        saved(haruko)
        expect(kind(haruko, MENTIONS).get_by_label(mention)).to_be_checked()
        expect(kind(haruko, DIGEST).get_by_label(digest)).to_be_checked()
    axe(haruko)
    haruko.evaluate("document.documentElement.dir = 'rtl'")
    no_sideways_scroll(haruko)

    # A zone that does not exist is refused, and nothing that was chosen is lost.
    haruko.evaluate("document.documentElement.dir = 'ltr'")
    kind(haruko, DIGEST).get_by_label("Every morning").check()
    haruko.get_by_label("Your time zone").fill("Nowhere")
    haruko.get_by_role("button", name="Save which e-mails you get").click()
    expect(haruko.get_by_text("There is no such time zone").first).to_be_visible()
    expect(kind(haruko, DIGEST).get_by_label("Every morning")).to_be_checked()
    expect(haruko.get_by_label("Your time zone")).to_have_value("Nowhere")

    amina = enter("amina").open(PAGE)
    begun = chosen(amina)
    for turn in range(1, 4):
        kind(amina, MENTIONS).locator("input:checked").focus()
        amina.keyboard.press("ArrowDown")
        for _key in range(30):
            amina.keyboard.press("Tab")
            if amina.evaluate("document.activeElement.type") == "submit":
                break
        amina.keyboard.press("Enter")
        saved(amina)
        # Three choices, of which the last is followed by the first.
        assert (chosen(amina) == begun) is (turn == 3)


def test_a_kind_is_ended_by_the_link_in_the_letter_and_undone_three_times(
    enter, leave, change, axe, no_sideways_scroll
):
    amina = enter("amina")
    amina.open(CLAUSE)

    def call(number):
        words = f"@Haruko Minase and @Teresa Vilhena, quokka {number}."
        post(amina, f"{CLAUSE}/comments", body=words, key=f"key-{number}", audience="members")

    call(1)
    readers = {"haruko": {"phone": True}, "teresa": {"java_script_enabled": False}}
    addresses = {}
    for came, (name, options) in zip(leave(*readers), readers.items(), strict=True):
        [letter] = [each for each in came if "mention" in each["Subject"]]
        address = path_in(letter["List-Unsubscribe"], r"/letters/[^>\s]+/end")
        assert address in letter.get_body(("plain",)).get_content()
        assert "quokka" not in letter.as_string()
        addresses[name] = address
        own = enter(name).open(PAGE)
        page = enter(**options).open(address)
        expect(page.get_by_text("You get e-mails of this kind")).to_be_visible()
        for _turn in range(3):
            page.get_by_role("button", name="Stop these e-mails").click()
            expect(page.get_by_text("You will get no more e-mails of this kind")).to_be_visible()
            own.reload()
            expect(kind(own, MENTIONS).get_by_label("Never")).to_be_checked()
            if name == "haruko":
                axe(page)
                same_as_fresh(page)
            page.get_by_role("button", name="Undo").click()
            expect(page.get_by_text("You get these e-mails again.")).to_be_visible()
            own.reload()
            expect(kind(own, MENTIONS).get_by_label("At once")).to_be_checked()
        if name == "haruko":
            axe(page)
            page.evaluate("document.documentElement.dir = 'rtl'")
            no_sideways_scroll(page)

    # The button of a mail program sends one request, without a cookie.
    program = enter()
    url = program.served.url + addresses["haruko"]
    answer = program.context.request.post(url, form={"List-Unsubscribe": "One-Click"})
    assert answer.ok
    change(update(MentionLetter).values(written_at=clock.now() - timedelta(minutes=10)))
    call(2)
    told = [[each["Subject"] for each in came] for came in leave(*readers)]
    assert told[0] == [] and "mention" in told[1][0]


def test_each_morning_one_letter_leads_to_what_is_new_and_the_own_page_shows_it(
    enter, leave, change, axe, no_sideways_scroll
):
    amina, haruko = enter("amina"), enter("haruko", phone=True)
    empty_inbox(haruko)
    page = haruko.open(CLAUSE)
    live(page)
    page.locator("[data-thread] .follow").click()
    expect(page.locator("[data-thread] .follow")).to_have_accessible_name("Following")
    page = haruko.open(PAGE)
    kind(page, DIGEST).get_by_label("Every morning").check()
    page.get_by_role("button", name="Save which e-mails you get").click()
    saved(page)
    long_ago, key = clock.now() - timedelta(days=3), enter.world.haruko.id
    change(update(Follow).where(Follow.person_id == key).values(since=long_ago))
    with enter._app.app_context():
        write_letters()
    leave()
    for morning in range(1, 4):
        for number in range(2):
            words = f"Quokka {morning}.{number}."
            post(amina, f"{CLAUSE}/comments", body=words, key=words, audience="members")
        change(
            update(DigestMark).values(told_at=clock.now() - timedelta(days=2)),
            update(Entry)
            .where(Entry.at > clock.now() - timedelta(minutes=5))
            .values(at=clock.now() - timedelta(minutes=5)),
        )
        with enter._app.app_context():
            write_letters()
            write_letters()
        page = haruko.open(PAGE)
        sent = page.get_by_role("region", name="What was sent to you")
        waits = sent.get_by_role("listitem").filter(has_text="not sent yet")
        expect(waits).to_have_count(1)
        expect(waits.get_by_text("The e-mail")).to_have_count(0)
        [[letter]] = leave("haruko")
        words = letter.get_body(("plain",)).get_content()
        assert "2 new comments" in words and "Quokka" not in words
        page.reload()
        expect(waits).to_have_count(0)
        told = sent.get_by_role("listitem").filter(has_text="in what you follow")
        expect(told).to_have_count(morning)
        told.first.get_by_text("The e-mail").first.click()
        expect(told.first.get_by_text("2 new comments").first).to_be_visible()
        axe(page)
        no_sideways_scroll(page)
        page = haruko.open(path_in(words, r"/clauses/\S+"))
        expect(page.get_by_text(f"Quokka {morning}.0.").first).to_be_visible()
        empty_inbox(haruko)
    others = amina.open(PAGE).get_by_role("region", name="What was sent to you")
    expect(others).to_be_visible()
    expect(others).not_to_contain_text("in what you follow")


def rows_of(page):
    return page.locator("tbody tr").all_inner_texts()


def test_without_a_mail_server_the_secretariat_sees_what_waits_and_tries_it(
    enter, axe, no_sideways_scroll
):
    amina, ines = enter("amina"), enter("ines")
    address = enter.world.ines.email
    post_trial = "Send a test e-mail to yourself"
    page = ines.open("/mail")
    for number in range(1, 4):
        page.get_by_role("button", name=post_trial).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("This workspace cannot send e-mails yet.")).to_be_visible()
        expect(page.get_by_text("is on its way")).to_have_count(0)
        waiting = page.locator("tbody tr").filter(has_text=address)
        expect(waiting).to_have_count(number)
        expect(waiting.first).to_contain_text("once mail is set up")
        same_as_fresh(page, rows_of)
        axe(page)
    page.set_viewport_size(NARROW)
    no_sideways_scroll(page)
    page.evaluate("document.documentElement.dir = 'rtl'")
    no_sideways_scroll(page)
    assert amina.context.request.get(f"{amina.served.url}/mail").status == 403
    expect(amina.open(PAGE).get_by_text(address)).to_have_count(0)
    own = ines.open(PAGE).get_by_role("region", name="What was sent to you")
    expect(own.get_by_text("not sent yet").first).to_be_visible()
