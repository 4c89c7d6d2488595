"""A letter that waited for the mail server tells nothing that its reader may not see when it leaves."""

import pytest
from sqlalchemy import select

from tests.implementation.deeds import ask, reply
from tests.initiatives.test_proposing import TYPED, decline
from wgcop import mail
from wgcop.accounts.actions.people import deactivate
from wgcop.accounts.models import Delegation, DelegationRole, Membership
from wgcop.database import db, writing
from wgcop.following.jobs import write_letters
from wgcop.implementation.jobs import remind_members
from wgcop.thread_news import jobs

CLAUSE = "/clauses/wtdc-67.recs_recognizing__rec_b"
JSON = {"Accept": "application/json"}


@pytest.fixture
def sent(letters_leave):
    """What leaves now: the letters about mentions and papers."""
    sources = ("daily-letter", "paper", "reader", "reply-reminder")
    return lambda: [each for each in letters_leave() if each.source in sources]


@pytest.fixture
def mentioned(app, world, http, sent, clock):
    """A comment of Kenya's own layer that mentions Wanjiru; the letter is written and waits."""
    with app.app_context():
        jobs.tell_mentioned()
    sent()
    clock.advance(minutes=9)
    data = {"body": "@Wanjiru Tende, quokka.", "key": "key-1"}
    data["audience"] = world.delegation("Kenya").audience
    answer = http(world.amina).post(f"{CLAUSE}/comments", data=data, headers=JSON)
    assert answer.status_code == 201
    with app.app_context():
        assert jobs.tell_mentioned() == 1
    return answer.json["id"]


def change(app, person, how):
    with app.app_context(), writing():
        how(db.session.merge(person))
        db.session.commit()


def test_it_leaves_as_it_was_written_if_nothing_has_changed(world, mentioned, sent):
    [letter] = sent()
    assert (letter.recipient, letter.subject) == (
        world.wanjiru.email,
        "WG-COP: A comment mentions you",
    )
    assert sent() == []


def join_instead(app, person, to="Japan"):
    """Let the person leave their delegation, and join another one."""
    with app.app_context():
        other = db.session.scalars(select(Delegation).where(Delegation.name == to)).one().id

    def move(person):
        person.memberships[:] = [Membership(delegation_id=other)]

    change(app, person, move)


def test_whoever_left_the_delegation_meanwhile_gets_nothing(app, world, mentioned, sent):
    join_instead(app, world.wanjiru)
    assert sent() == []
    with app.app_context():
        assert not db.session.scalars(
            select(mail.Message)
            .where(mail.Message.recipient == world.wanjiru.email)
            .where(mail.Message.sent_at.is_(None))
        ).all()


def test_a_comment_that_was_retracted_meanwhile_is_not_told(http, world, mentioned, sent):
    http(world.amina).post(f"/comments/{mentioned}/retraction")
    assert sent() == []


def test_whoever_stopped_them_meanwhile_gets_none(app, world, mentioned, sent):
    change(app, world.wanjiru, lambda person: setattr(person, "mention_mail", "never"))
    assert sent() == []


def test_an_entry_that_was_declined_is_told_to_those_of_its_delegation_at_that_moment(
    app, world, http, sent
):
    entry = http(world.wanjiru).post("/initiatives/", data=TYPED).location
    sent()
    assert decline(world, http, entry, "Quokka is not a plan.").status_code == 303
    join_instead(app, world.amina)
    told = {each.recipient for each in sent() if "Quokka is not a plan." in each.text}
    assert world.wanjiru.email in told and world.amina.email not in told


@pytest.mark.parametrize("role", list(DelegationRole))
def test_a_reply_that_waits_is_told_to_those_who_are_heads_at_that_moment(
    app, world, http, sent, role
):
    asked, kenya = ask(http(world.ines)), world.delegation("Kenya")
    sent()
    assert reply(http(world.wanjiru), asked, kenya, words="We joined.").status_code == 303
    change(app, world.amina, lambda person: setattr(person.memberships[0], "role", role))
    told = [each.recipient for each in sent() if "waits for your release" in each.subject]
    assert told == ([world.amina.email] if role == DelegationRole.HEAD else [])


def test_reminders_go_to_nobody_whose_account_ended(app, world, http, sent, clock):
    ask(http(world.ines))
    sent()
    clock.advance(days=30)
    with app.app_context():
        remind_members()
    change(app, world.wanjiru, lambda person: deactivate(person, by=None))
    told = {each.recipient for each in sent() if "awaited" in each.subject}
    assert world.amina.email in told and world.wanjiru.email not in told


def test_a_reminder_is_of_what_is_awaited_from_the_delegation_that_its_reader_has_now(
    app, world, http, sent, clock
):
    ines, kenya, japan = http(world.ines), world.delegation("Kenya"), world.delegation("Japan")
    alone = {"addressees": "selection", "delegations": [kenya.id]}
    both = {"addressees": "selection", "delegations": [kenya.id, japan.id]}
    ask(ines, text="Where is the quokka?", **alone)
    asked = ask(ines, text="Where is the wombat?", **both)
    ask(ines, text="Where is the numbat?", **both)
    sent()
    clock.advance(days=31)
    with app.app_context():
        remind_members()
    for person in (world.wanjiru, world.luc):
        join_instead(app, person)
    nothing = {"state": "nothing-to-report"}
    assert reply(http(world.haruko), asked, japan, **nothing).status_code == 303
    told = {each.recipient: each for each in sent() if "awaited" in each.subject}
    words = ("quokka", "wombat", "numbat")
    of_kenya = told[world.amina.email]
    assert all(word in of_kenya.text for word in words)
    assert of_kenya.subject == "3 replies of your delegation are awaited"
    moved = told[world.wanjiru.email]
    assert [word in moved.text for word in words] == [False, False, True]
    assert moved.subject == "A reply of your delegation is awaited"
    assert world.luc.email not in told, "nobody reminded them"


def test_no_reminder_is_sent_of_what_was_replied_or_closed_meanwhile(app, world, http, sent, clock):
    ines, kenya = http(world.ines), world.delegation("Kenya")
    replied, closed = ask(ines, text="Where is the quokka?"), ask(ines, text="And the wombat?")
    sent()
    clock.advance(days=31)
    with app.app_context():
        remind_members()
    nothing = {"state": "nothing-to-report"}
    assert reply(http(world.amina), replied, kenya, **nothing).status_code == 303
    assert ines.post(f"{closed}/closing").status_code == 303
    told = {each.recipient: each.text for each in sent() if "awaited" in each.subject}
    assert world.amina.email not in told and world.wanjiru.email not in told
    assert "quokka" in told[world.haruko.email] and "wombat" not in told[world.haruko.email]


@pytest.mark.parametrize("when", ["at-once", "daily"])
def test_whoever_moved_is_told_of_public_replies_and_of_none_within_the_delegation_that_they_left(
    app, world, http, sent, clock, when
):
    kenya = world.delegation("Kenya").audience
    form = {"mention_mail": when, "reply_mail": when, "digest": "never"}
    assert http(world.wanjiru).post("/account/letters", data=form).status_code == 303
    with app.app_context():
        jobs.tell_mentioned()
        write_letters()
    sent()
    clock.advance(minutes=9)
    answers = {}
    for audience in ("members", kenya):
        said = {"audience": audience, "key": f"said-{audience}", "body": "Kenya asks."}
        asked = http(world.wanjiru).post(f"{CLAUSE}/comments", data=said, headers=JSON).json["id"]
        data = {"audience": audience, "key": f"re-{audience}", "body": "Yes.", "parent": asked}
        answer = http(world.amina).post(f"{CLAUSE}/comments", data=data, headers=JSON)
        answers[audience] = answer.json["id"]
    clock.advance(days=1, hours=12)
    with app.app_context():
        jobs.tell_mentioned()
        write_letters()
    join_instead(app, world.wanjiru)
    text = "".join(each.text for each in sent() if each.recipient == world.wanjiru.email)
    assert answers["members"] in text and answers[kenya] not in text
    assert sent() == []
