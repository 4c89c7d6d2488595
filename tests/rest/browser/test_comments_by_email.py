"""Two delegates answer by e-mail and confirm what came, again and again, with scripts and without, at a desk and on a phone."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import post
from tests.correspondence import mails
from wgcop.accounts.models import Person
from wgcop.correspondence.receiving import receive
from wgcop.database import db, writing
from wgcop.thread_news.answers_by_mail import make_addresses
from wgcop.threads.models import Comment

WID = "wtdc-67.recs_recognizing__rec_b"


@pytest.fixture
def answer(enter):
    """Somebody answers the first public comment on the clause in their mail program."""
    app = enter._app
    app.config.update(REPLY_ADDRESS="reply@cop.example", MAIL_SENDER=mails.SENDER)
    post(enter("elke"), f"/clauses/{WID}/comments", body="Which?", key="which", audience="members")

    def send(who, words):
        with app.app_context():
            with writing():
                person = db.session.scalars(
                    select(Person).where(Person.email == f"{who}@example.org")
                ).one()
                on_clause = Comment.thread.has(name=f"clause:{WID}")
                public = select(Comment).where(
                    on_clause, Comment.audience == "members", Comment.parent_id.is_(None)
                )
                comment = db.session.scalars(public.order_by(Comment.position)).first()
                [to] = make_addresses(person, [comment]).values()
                email = person.email
                db.session.commit()
            made = mails.thunderbird(
                words, to, signature="Sent by hand", sender=email, name=f"<{words}@x>"
            )
            with writing():
                assert [each.value for each in receive(made)] == ["draft"]
                db.session.commit()

    return send


@pytest.mark.parametrize("scripts", [True, False])
def test_what_came_by_email_is_one_comment_however_often_the_button_is_pressed(
    enter, answer, axe, no_sideways_scroll, scripts
):
    reader = enter("elke").open(f"/clauses/{WID}")
    expect(reader.locator("html")).to_have_attribute("data-live", "on")
    people = {
        who: enter(who, phone=who == "haruko", java_script_enabled=scripts)
        for who in ("amina", "haruko")
    }
    for number, who in enumerate(("amina", "haruko") * 3):
        words = f"Radio first, round {number}."
        answer(who, words)
        page = people[who].open("/mail/drafts")
        page.locator(".rows a").click()
        expect(page.get_by_label("Comment", exact=True)).to_have_value(words)
        expect(page.get_by_text("Who may read it: Everybody signed in.")).to_be_visible()
        if scripts:
            axe(page)
            no_sideways_scroll(page)
        page.get_by_text("What was left out of your e-mail").click()
        expect(page.get_by_text("Sent by hand")).to_be_visible()
        page.get_by_label("Comment", exact=True).fill(f"{words} Indeed.")
        if number == 2:
            page.get_by_role("button", name="Post the comment").focus()
            page.keyboard.press("Enter")
        else:
            page.get_by_role("button", name="Post the comment").dblclick()
        page.wait_for_url("**/clauses/**")
        expect(page.locator("article").get_by_text(f"{words} Indeed.")).to_have_count(1)
        if number < 2:  # of more replies an open page tells how many there are
            expect(reader.locator("article").get_by_text(f"{words} Indeed.")).to_have_count(1)
        drafts = people[who].open("/mail/drafts")
        expect(drafts.get_by_text("Nothing waits here")).to_be_visible()
    same_as_fresh(reader)


def test_what_is_discarded_is_gone(enter, answer, axe):
    for who in ("amina", "haruko"):
        browser = enter(who)
        for number in range(3):
            answer(who, f"On second thought, {number}.")
            page = browser.open("/mail/drafts")
            page.locator(".rows a").click()
            page.get_by_role("button", name="Discard").click()
            expect(page.get_by_text("The draft was discarded.")).to_be_visible()
            expect(page.get_by_text("Nothing waits here")).to_be_visible()
            axe(page)
