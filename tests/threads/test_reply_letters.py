"""Whoever is answered gets a letter once, at the time that they chose for it."""

import pytest
from sqlalchemy import select

from wgcop import mail
from wgcop.database import db
from wgcop.following.jobs import write_letters
from wgcop.thread_news import jobs

CLAUSE = "/clauses/wtdc-67.recs_recognizing__rec_b"
JSON = {"Accept": "application/json"}


@pytest.fixture
def say(world, http):
    said = iter(range(1000))

    def post(name, body, **fields):
        data = {"body": body, "key": f"key-{next(said)}", **fields}
        answer = http(world[name]).post(f"{CLAUSE}/comments", data=data, headers=JSON)
        assert answer.status_code == 201, answer.text
        return answer.json["id"]

    return post


@pytest.fixture
def told(app, world, clock):
    """The subjects of the letters to Haruko that are written within the next minutes."""
    with app.app_context():
        jobs.tell_mentioned()
        seen = set(db.session.scalars(select(mail.Message.id)))

    def subjects(write=jobs.tell_mentioned, **later):
        clock.advance(**(later or {"minutes": 9}))
        with app.app_context():
            write()
            to_her = select(mail.Message).where(mail.Message.recipient == world.haruko.email)
            fresh = [each for each in db.session.scalars(to_her) if each.id not in seen]
            seen.update(each.id for each in fresh)
            return [each.subject for each in fresh]

    return subjects


def choose(http, person, **when):
    form = {"mention_mail": "at-once", "reply_mail": "at-once", "digest": "never", **when}
    assert http(person).post("/account/letters", data=form).status_code == 303


def test_a_reply_is_told_once_and_one_that_also_mentions_is_one_letter(world, http, say, told):
    mine = say("haruko", "Japan asks.")
    for number, writer in enumerate(("amina", "teresa", "amina")):
        say(writer, f"Answer {number}.", parent=mine)
        assert told() == ["WG-COP: Somebody replies to you"]
        assert told() == []
    say("amina", "@Haruko Minase, yes.", parent=mine)
    assert told() == ["WG-COP: A comment mentions you"]
    say("haruko", "I answer myself.", parent=mine)
    assert told() == []


def test_replies_and_mentions_have_choices_of_their_own(world, http, say, told):
    mine = say("haruko", "Japan asks.")
    choose(http, world.haruko, reply_mail="never")
    say("amina", "Answer.", parent=mine)
    assert told() == []
    choose(http, world.haruko, mention_mail="never")
    say("amina", "@Haruko Minase, an answer.", parent=mine)
    assert told() == ["WG-COP: Somebody replies to you"]
    choose(http, world.haruko, reply_mail="daily")
    say("amina", "@Haruko Minase, please.")
    say("amina", "Another answer.", parent=mine)
    assert told() == ["WG-COP: A comment mentions you"]
    assert told(write_letters, days=1) == ["WG-COP: Somebody replies to you"]


def test_a_reply_that_is_retracted_at_once_is_told_to_nobody(world, http, say, told):
    mine = say("haruko", "Japan asks.")
    answer = say("amina", "Answer.", parent=mine)
    http(world.amina).post(f"/comments/{answer}/retraction")
    assert told() == []
