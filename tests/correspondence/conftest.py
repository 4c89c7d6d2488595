"""A workspace that takes answers by e-mail, and people who are called in comments."""

import re
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from wgcop import mail
from wgcop.correspondence.receiving import receive
from wgcop.database import db, writing
from wgcop.thread_news import jobs

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"
JSON = {"Accept": "application/json"}
SETTINGS = {
    "REPLY_ADDRESS": "reply@cop.example",
    "MAIL_SENDER": "WG-COP <workspace@cop.example>",
    "PUBLIC_URL": "https://cop.example",
}


@pytest.fixture
def settings(settings):
    return {**SETTINGS, **settings}


@dataclass
class Call:
    """A comment that calls somebody, and the letter that tells them."""

    name: str
    letter: mail.Message

    @property
    def to(self):
        """Where this comment is answered; the letter may tell of others too."""
        told = re.search(rf"comment={self.name}#\S+\n[^\n]*: (reply\S+)", self.letter.text)
        return told[1] if told else ""


@pytest.fixture
def letters_to(app, world):
    """The letters to somebody that were written since this was last asked for them."""
    seen = set()

    def new(who):
        with app.app_context():
            to_them = select(mail.Message).where(mail.Message.recipient == world[who].email)
            found = [each for each in db.session.scalars(to_them) if each.id not in seen]
            seen.update(each.id for each in found)
            db.session.expunge_all()
            return found

    return new


@pytest.fixture
def say(world, http):
    said = iter(range(1000))

    def post(who, body, at=CLAUSE, **fields):
        data = {"body": body, "key": f"key-{next(said)}", **fields}
        answer = http(world[who]).post(f"{at}/comments", data=data, headers=JSON)
        assert answer.status_code == 201, answer.text
        return answer.json["id"]

    return post


@pytest.fixture
def call(app, world, say, letters_to, clock):
    """Somebody is called in a comment, and told of it."""
    with app.app_context():
        jobs.tell_mentioned()

    def called(who, by="haruko", **fields):
        letters_to(who)
        name = say(by, f"@{world[who].name}, what do you say?", **fields)
        clock.advance(minutes=9)
        with app.app_context():
            jobs.tell_mentioned()
        [letter] = letters_to(who)
        return Call(name, letter)

    return called


@pytest.fixture
def send(app):
    """A message comes in; what became of it."""

    def sent(data, **named):
        with app.app_context(), writing():
            outcomes = [outcome.value for outcome in receive(data, **named)]
            db.session.commit()
            return outcomes

    return sent


@pytest.fixture
def sender(world):
    """The header From of somebody."""

    def of(who):
        return f"{world[who].name} <{world[who].email}>"

    return of


def draft_in(letter):
    """The address of the page that a letter leads to."""
    return re.search(r"https://cop\.example(/mail/drafts/\d+)", letter.text)[1]


def field_in(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]
