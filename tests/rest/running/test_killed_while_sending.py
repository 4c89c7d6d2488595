"""Processes that write and send the letters of a morning are killed, and others go on: nothing is lost, and nothing comes twice
but the one letter of which nobody can know whether the mail server took it.
"""

import email
import json
import socket
from datetime import timedelta
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import delete, select, update

from tests.following.inboxes import emptied
from tests.following.test_digest import FORM
from tests.servers import Script
from tests.test_mail_server import SENDER
from tests.threads.test_chairing import TOPIC, say
from wgcop import clock, mail
from wgcop.database import db, writing
from wgcop.events.models import Entry
from wgcop.following.digest import DigestMark
from wgcop.following.models import Follow

READERS = ("haruko", "daichi", "wanjiru")

WRITER = """
import json, os, signal, sys
from wgcop.app import create_app
from wgcop.following import digest, jobs
settings, together, dies_at = json.loads(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
app, fill_in, written = create_app(settings), digest.fill_in, []

def fill_in_and_perhaps_die(*names, **values):
    written.append(fill_in(*names, **values))
    if len(written) == dies_at:
        os.kill(os.getpid(), signal.SIGKILL)
    return written[-1]

digest.fill_in, jobs.TOGETHER = fill_in_and_perhaps_die, together
with app.app_context():
    jobs.write_letters()
"""


class Killer:
    """A mail server that kills who speaks to it: when that begins its second letter, before a letter is accepted, or after that."""

    def __init__(self):
        self.came, self.process, self.when, self.begun = [], None, "", 0

    def await_death(self):
        self.process.kill()
        self.process.wait()

    async def handle_MAIL(self, _server, _session, envelope, address, _options):
        self.begun += 1
        if self.when == "between" and self.begun == 2:
            self.await_death()
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        if self.when == "unaccepted":
            self.await_death()
            return "451 gone"
        self.came.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 taken"

    async def handle_QUIT(self, _server, _session, _envelope):
        """Whoever says goodbye has read that the letter was accepted, and has not noted it yet."""
        if self.when == "accepted":
            self.await_death()
        return "221 bye"


@pytest.fixture
def server(app):
    """A mail server on a port of its own, to which processes of this workspace speak."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    app.config.update(MAIL_URL=f"smtp://127.0.0.1:{port}", MAIL_SENDER="desk@example.org")
    controller = Controller(Killer(), hostname="127.0.0.1", port=port)
    controller.start()
    yield controller.handler
    controller.stop()


@pytest.fixture
def run(app):
    """Start a process on the data of the workspace."""
    names = ("DATABASE_URL", "DATA_DIR", "SECRET_KEY", "MAIL_URL", "MAIL_SENDER")

    def start(script, *values):
        settings = {name: str(app.config[name] or "") for name in names}
        return Script(script, json.dumps(settings), *values)

    return start


@pytest.fixture
def change(app):
    def execute(*statements):
        with app.app_context(), writing():
            for each in statements:
                db.session.execute(each)
            db.session.commit()

    return execute


@pytest.fixture
def letters(app, world):
    """The digests that were written, by the person."""

    def stored():
        with app.app_context():
            rows = db.session.scalars(
                select(mail.Message).where(mail.Message.source == "daily-letter")
            ).all()
            db.session.expunge_all()
        names = {world[who].email: who for who in READERS}
        return sorted(((names[row.recipient], row) for row in rows), key=lambda each: each[1].id)

    return stored


@pytest.fixture
def morning(app, world, http, change):
    """Three people follow a clause on which there is something new, and it is their morning."""
    people = [world[who].id for who in READERS]
    change(delete(Follow).where(Follow.person_id.in_(people)))
    for who in READERS:
        visitor = emptied(http(world[who]))
        visitor.post("/follows", data={"topic": TOPIC, "level": "everything"})
        form = {**FORM, "time_zone": ""}
        assert visitor.post("/account/letters", data=form).status_code == 303
    now = clock.now()
    with app.app_context(), writing():
        db.session.add_all(
            DigestMark(person_id=key, told_at=now - timedelta(days=2)) for key in people
        )
        db.session.commit()
    for number, who in enumerate(("amina", "farid")):
        assert say(http(world[who]), f"Quokka {number}.", f"quokka-{number}").status_code == 201
    lately = now - timedelta(minutes=5)
    change(
        update(Follow).where(Follow.person_id.in_(people)).values(since=now - timedelta(days=3)),
        update(Entry).where(Entry.at > lately).values(at=lately),
        delete(mail.Message),
    )


@pytest.mark.parametrize(
    ("together", "deaths"),
    [(1, ((1, 0), (2, 1), (2, 2))), (10, ((1, 0), (2, 0), (3, 0)))],
    ids=["one by one", "ten in a transaction"],
)
def test_each_digest_is_written_once_however_often_who_writes_them_is_killed(
    morning, run, letters, together, deaths
):
    for dies_at, written in deaths:
        assert run(WRITER, together, dies_at).wait() == Script.KILLED
        assert len(letters()) == written
    for _again in range(2):
        assert run(WRITER, together, 0).wait() == 0
        assert sorted(who for who, _letter in letters()) == sorted(READERS)
    assert all("2 new comments" in letter.text for _who, letter in letters())


def test_of_the_letters_of_killed_senders_only_the_one_whose_answer_is_unknown_comes_twice(
    world, morning, run, letters, change, server
):
    def sent(when="", *, is_over=True):
        """A process sends what waits, after the letters that another one had reserved are free again."""
        if is_over:
            change(
                update(mail.Message)
                .where(mail.Message.sent_at.is_(None))
                .values(due_at=clock.now())
            )
        before, server.when, server.begun = len(server.came), when, 0
        server.process = run(SENDER)
        assert server.process.wait() == (Script.KILLED if when else 0)
        return [str(each["To"]) for each in server.came[before:]]

    assert run(WRITER, 10, 0).wait() == 0
    first, second, third = (world[who].email for who, _letter in letters())
    assert sent("between") == [first]
    assert sent(is_over=False) == [], "what a killed process had reserved is free at once"
    assert sent("unaccepted") == []
    assert sent("accepted") == [second]
    assert sent("accepted") == [second]
    assert [bool(letter.sent_at) for _who, letter in letters()] == [True, False, False]
    assert sent() == [second, third]
    assert sent() == []

    assert all(letter.sent_at for _who, letter in letters())
    names = {}
    for each in server.came:
        names.setdefault(str(each["To"]), set()).add(each["Message-ID"])
    # Mailboxes show one of those that have the same name.
    assert {to: len(told) for to, told in names.items()} == {first: 1, second: 1, third: 1}
    assert all("2 new comments" in each.get_body(("plain",)).get_content() for each in server.came)
