"""The pages of e-mails, feeds and what was sent, with something on them, on a phone and from right to left."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.test_threads import post
from wgcop import clock, mail
from wgcop.accounts import stopping
from wgcop.accounts.models import Person
from wgcop.accounts.wishes import LetterKind
from wgcop.correspondence.models import MailedDraft
from wgcop.database import db, writing
from wgcop.threads.models import Comment

WID = "wtdc-67.recs_recognizing__rec_b"
LONG = f"https://cop.example/{'y' * 200}"
WORDS = f"Dear reader,\n\nرسالة إلى أمينة وزملائها\n\n{LONG}\n\nA second paragraph of the letter.\n"


@pytest.fixture
def is_sound(axe, no_sideways_scroll):
    def inspect(page):
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        axe(page)
        no_sideways_scroll(page)

    return inspect


@pytest.fixture
def phone(enter):
    def opened(who):
        reader = enter(who, phone=True)
        reader.read_right_to_left()
        return reader

    return opened


@pytest.fixture
def store(enter):
    """Store rows behind the browsers; a function makes them within the application."""

    def stored(make):
        with enter._app.app_context(), writing():
            made = make()
            db.session.commit()
            return made

    return stored


@pytest.fixture
def letters(enter, store):
    """A letter that was sent, one that waits, and one that the mail server refused."""

    def make(who):
        def write():
            to = enter.world.person(who).email
            sent, _waits, refused = (
                mail.write(to, f"WG-COP: {name} رسالة", WORDS) for name in ("One", "Two", "Three")
            )
            sent.sent_at = clock.now()
            refused.failures, refused.last_error = (
                3,
                "550 5.1.1 no such mailbox here, said the server",
            )
            for each in (_waits, refused):
                each.due_at = clock.now().replace(year=clock.now().year + 1, day=1)

        store(write)

    return make


def test_what_was_sent_and_what_waits(phone, letters, is_sound):
    for who in ("haruko", "ines"):
        letters(who)
        reader = phone(who)
        page = reader.open("/account/letters")
        sent = page.get_by_role("region", name="What was sent to you")
        expect(sent.get_by_role("listitem").filter(has_text="رسالة")).to_have_count(3)
        for each in sent.locator("summary").all():
            each.click()
        is_sound(page)
    page = reader.open("/mail")
    expect(page.locator("tbody tr").filter(has_text="no such mailbox here").first).to_be_visible()
    is_sound(page)


def test_e_mails_are_stopped_and_wished_again(phone, enter, is_sound):
    for who, kind in (("haruko", LetterKind.MENTIONS), ("amina", LetterKind.REPLIES)):
        with enter._app.app_context(), enter._app.test_request_context():
            person = db.session.scalars(
                select(Person).where(Person.email == enter.world.person(who).email)
            ).one()
            address = stopping.path(person, kind)
        page = phone(who).open(address)
        is_sound(page)
        page.get_by_role("button", name="Stop these e-mails").click()
        expect(page.get_by_text("You will get no more e-mails of this kind")).to_be_visible()
        is_sound(page)
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("You get these e-mails again.")).to_be_visible()
        is_sound(page)


def test_the_secret_address_of_a_feed_is_made_shown_and_withdrawn(phone, is_sound):
    for who in ("haruko", "amina"):
        reader = phone(who)
        reader.open("/search/saved/new?q=children").get_by_role(
            "button", name="Save this search"
        ).click()
        expect(reader.page.get_by_text("The search is saved.")).to_be_visible()
        is_sound(reader.page)
        change = reader.page.get_by_role("link", name="Change").first.get_attribute("href")
        for address in ("/inbox/following", change):
            page = reader.open(address)
            page.get_by_role("button", name="Make an address").click()
            expect(page.get_by_text("Copy it now")).to_be_visible()
            is_sound(page)
            page.get_by_role("button", name="Withdraw the address").click()
            expect(page.get_by_text("The address of the feed no longer works.")).to_be_visible()
            is_sound(page)


def test_what_came_by_e_mail_also_where_its_writer_may_write_no_more(phone, enter, store, is_sound):
    clause = f"/clauses/{WID}/comments"
    elsewhere = enter.world.amina.memberships[0].delegation.audience
    for audience in ("members", elsewhere):
        post(enter("amina"), clause, body=audience, key=f"key {audience}", audience=audience)

    def write():
        haruko = enter.world.haruko.id
        for number, audience in enumerate(("members", elsewhere, elsewhere)):
            answered = db.session.scalars(
                select(Comment).where(Comment.audience == audience).order_by(Comment.id.desc())
            ).first()
            draft = MailedDraft(person_id=haruko, comment=answered, message_key=str(number))
            draft.words = f"We agree, {number}.\n\nرسالة\nA second line.\n\n{LONG}"
            draft.left_out, draft.files = f"--\nHaruko\n\n> {LONG}", ["a map of all schools.png"]
            db.session.add(draft)

    store(write)
    page = phone("haruko").open("/mail/drafts")
    kept = page.locator(".rows > li").filter(has_text="You may no longer write in that discussion")
    expect(kept).to_have_count(2)
    expect(kept.last).to_contain_text("A second line.")
    is_sound(page)
    for left in (1, 0):
        kept.first.get_by_role("button", name="Discard").click()
        expect(page.get_by_text("The draft was discarded.")).to_be_visible()
        expect(kept).to_have_count(left)
    is_sound(page)
    page.locator(".rows a").click()
    page.get_by_text("What was left out of your e-mail").click()
    is_sound(page)
