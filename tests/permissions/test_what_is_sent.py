"""What leaves the workspace tells nobody what others keep within: letters, the digest, reminders, notifications, feeds, answers by mail."""

import json
import re
from dataclasses import dataclass

import pytest
from sqlalchemy import delete, select

from tests.architecture.reading import report
from tests.correspondence import mails
from tests.correspondence.conftest import SETTINGS
from tests.permissions import kept as secrets
from tests.permissions.kept import AFRICA, COMMENT, KENYA, OF_AFRICA, SAID, SECRETS
from tests.permissions.matrix import READERS
from tests.permissions.things import JSON
from tests.push.conftest import KINDS
from tests.push.service import PushService
from wgcop import mail
from wgcop.accounts.actions.people import join_delegation, leave_delegation
from wgcop.accounts.models import Delegation, DelegationRole, Person
from wgcop.accounts.regional import regional_group
from wgcop.correspondence.receiving import receive
from wgcop.database import db, writing
from wgcop.following.jobs import write_letters
from wgcop.implementation.jobs import remind_members
from wgcop.initiatives.confirming.jobs import ask_for_confirmation
from wgcop.outcomes.jobs import record_adopted, remind_owners
from wgcop.push.jobs import send_waiting as send_notifications
from wgcop.push.models import PushMessage
from wgcop.thread_news.jobs import tell_mentioned
from wgcop.threads.models import Comment

PEOPLE = {reader: name for reader, name in READERS.items() if name}
PEOPLE |= {"left": "zuri", "moved": "neema"}
"""Two more were of Kenya when its words were written: one has left it, and the other speaks for Brazil since."""
ALL = tuple(PEOPLE)
OUTSIDE = ("guest", "other", "chair", "secretariat", "left", "moved")
STAYING = tuple(reader for reader in ALL if reader not in ("left", "moved"))

WISHES = {"mention_mail": "at-once", "reply_mail": "at-once", "digest": "daily"}
WISHES |= {"paper_mail": "y", "item_mail": "y", "clause_mail": "y"}
JOBS = (
    tell_mentioned,
    write_letters,
    remind_owners,
    remind_members,
    ask_for_confirmation,
    record_adopted,
)
MARK = "zebra"
"""Stands in every comment of `say`: a saved search of each person looks for it."""
STOLEN = "platypus"
"""Whoever writes to an address of somebody else says it."""
PUBLIC_FEEDS = (
    "/resolutions/{slug}/feed.atom",
    "/clauses/{wid}/feed.atom",
    "/meetings/{meeting}/feed.atom",
    "/groups/WG-COP/feed.atom",
)


@dataclass(frozen=True)
class Said:
    name: str
    readers: tuple[str, ...]


@dataclass(frozen=True)
class Sent:
    """One thing that came to somebody, as it arrived, and the words of it that a person reads."""

    what: str
    whole: str
    words: str = ""


class Outlets:
    """Everybody with all that may be sent to them. Each follows the clause and the resolution, keeps a search, has a device
    and two feeds at secret addresses.
    """

    def __init__(self, app, world, http, service, named):
        self._app, self._http, self._service, self._named = app, http, service, named
        self.people = {reader: world[name] for reader, name in PEOPLE.items()}
        self.browsers = {reader: http(person) for reader, person in self.people.items()}
        self._devices = {reader: service.browser(reader) for reader in self.people}
        self._feeds = {reader: self._switch_on(reader) for reader in self.people}
        self._everybody = " ".join(f"@{each.name}" for each in self.people.values())
        kenya, africa = f"delegation:{named['kenya']}", regional_group("atu").audience
        self.audiences = {KENYA: kenya, AFRICA: africa, ALL: "members"}

    def _switch_on(self, reader):
        """The addresses of their feeds."""
        visitor = self.browsers[reader]
        assert visitor.post("/account/letters", data=WISHES).status_code == 303
        device = {"subscription": self._devices[reader].subscription, "kinds": KINDS}
        assert visitor.post("/account/devices", data=device).status_code == 303
        for topic in ("clause:{wid}", "resolution:{slug}"):
            follow = {"topic": topic.format(**self._named), "level": "everything"}
            assert visitor.post("/follows", data=follow).status_code == 204
        search = {"name": "All", "q": MARK, "tell": "all", "mails": "y"}
        kept = visitor.post("/search/saved", data=search).location.rpartition("-")[2]
        return [
            re.search(r"/[\w/]+/[\w-]+\.atom", visitor.post(address).text)[0]
            for address in ("/inbox/feed", f"/search/saved/{kept}/feed")
        ]

    def say(self, page, readers, words):
        """A comment for these readers that mentions everybody, also those who may not read it."""
        body = {"body": f"{words} {MARK} {self._everybody}", "audience": self.audiences[readers]}
        answer = self.browsers["drafter"].post(
            f"{page}/comments", data=body | {"key": words}, headers=JSON
        )
        assert answer.status_code == 201, answer.text
        return Said(answer.json["id"], readers)

    def write(self):
        """What the background writes, without sending it."""
        for job in JOBS:
            with self._app.app_context():
                job()

    def forget(self):
        """All that waits was sent before the test began."""
        with self._app.app_context(), writing():
            for table in (mail.Message, PushMessage):
                db.session.execute(delete(table))
            db.session.commit()

    def addresses(self, reader):
        """Where this person may answer which comment, by letters that were written."""
        with self._app.app_context():
            texts = db.session.scalars(
                select(mail.Message.text).where(mail.Message.recipient == self.people[reader].email)
            ).all()
        return dict(re.findall(r"comment=(\w+)#\S+\n[^\n]*: (reply\S+)", "\n".join(texts)))

    def receive(self, reader, to, words):
        """An e-mail of theirs comes in; what became of it."""
        person = self.people[reader]
        sender = f"{person.name} <{person.email}>"
        data = mails.gmail(words, to, sender=sender, name=f"<{words} {reader} {to}>")
        with self._app.app_context(), writing():
            [outcome] = receive(data)
            db.session.commit()
            return outcome.value

    def send(self):
        """Everything that waits leaves, and all feeds are read: what came to each of them, and to others."""
        came = {reader: [] for reader in ("guest", *self.people)}
        readers = {person.email: reader for reader, person in self.people.items()}
        letters = []
        self._app.extensions["mail_carrier"] = letters.append
        with self._app.app_context():
            while mail.send_waiting():
                pass
            while send_notifications():
                pass
            for each in letters:
                sent = Sent("a letter", mail.as_email(each).as_string(), each.subject + each.text)
                came[readers.get(each.recipient, "guest")].append(sent)
        self._app.extensions["mail_carrier"] = None
        for each in self._service.taken:
            if not each.seen:
                each.seen = True
                shown = Sent("a notification", json.dumps(each.payload), each.payload["path"])
                came[each.receiver.name].append(shown)
        for reader, feeds in self._feeds.items():
            came[reader] += [self._read(self._http(), each) for each in feeds]
        return came

    def read_for_all(self):
        """What anybody reads without a secret address, and what those outside find who look for it."""
        came = {reader: [] for reader in ("guest", *self.people)}
        for address in PUBLIC_FEEDS:  # a shared cache may give to a guest what the head was given
            for visitor in (self._http(), self.browsers["head"]):
                came["guest"].append(self._read(visitor, address.format(**self._named)))
        for each in SECRETS:
            search = f"/search.atom?q={each.sought.replace(' ', '+')}"
            for reader in OUTSIDE:
                visitor = self.browsers.get(reader) or self._http()
                came[reader].append(self._read(visitor, search))
        return came

    @staticmethod
    def _read(visitor, address):
        answer = visitor.get(address)
        assert answer.status_code == 200, address
        return Sent(address, answer.text, answer.text)


@pytest.fixture
def settings(settings):
    return {**SETTINGS, **settings}


@pytest.fixture
def outlets(app, world, http, named, clock):
    service = PushService()
    app.config["PUSH_SERVICES"] = service.url
    with app.app_context(), writing():
        for name in ("Zuri", "Neema"):
            person = Person(email=f"{name.casefold()}@example.org", name=f"{name} Kamau")
            db.session.add(person)
            join(person, "Kenya")
        db.session.commit()
    outlets = Outlets(app, world, http, service, named)
    clock.advance(days=1)
    outlets.write()
    outlets.forget()
    yield outlets
    service.close()


def join(person, name):
    delegation = db.session.scalars(select(Delegation).where(Delegation.name == name)).one()
    join_delegation(person, delegation, DelegationRole.MEMBER, by=None)


@pytest.fixture
def call(outlets, world, http, named):
    """Kenya keeps all that `kept.py` lists; each call is a comment for everybody, for Kenya, for the African group and one on an
    unreleased proposal.
    """
    secrets.keep(world, http, named)
    clause, proposal = f"/clauses/{named['wid']}", named["unreleased"].rpartition("/")[2]

    def call(number):
        return [
            outlets.say(page, readers, f"{words} {number}")
            for page, readers, words in (
                (clause, ALL, "In the open."),
                (clause, KENYA, COMMENT.words),
                (clause, AFRICA, OF_AFRICA.words),
                (f"/threads/proposal:{proposal}", KENYA, SAID.words),
            )
        ]

    return call


def leave(app, world):
    with app.app_context(), writing():
        for name in (PEOPLE["left"], PEOPLE["moved"]):
            person = db.session.merge(world[name])
            leave_delegation(person.memberships[0], by=None)
            if name == PEOPLE["moved"]:
                join(person, "Brazil")
        db.session.commit()


def leaks(came, named, said, answered):
    """What somebody was sent of what is not for them: words of it, or an address that tells that it is there."""
    kept = {each.sign: each.readers for each in SECRETS}
    kept |= {each.name: each.readers for each in said}
    kept |= answered | {STOLEN: ()}
    kept |= {named[each]: KENYA for each in ("private", "within", "unreleased")}
    for reader, sent in came.items():
        for each in sent:
            for sign, readers in kept.items():
                if reader not in readers and sign in each.whole + each.words:
                    yield f"{each.what} tells the {reader} of {sign} for {readers}"


def lacks(came, said, first):
    """What somebody may read and was not told of. A notification leads to the first that is unread."""
    for reader in STAYING:
        for each, unread in zip(said, first, strict=True):
            for what in ("a letter", "a notification", "/inbox/feed", "/search/feed"):
                if reader not in each.readers or (reader == "drafter" and what != "/search/feed"):
                    continue
                name = unread.name if what == "a notification" else each.name
                if not any(name in x.words for x in came[reader] if x.what.startswith(what)):
                    yield f"the {reader} finds no {name} in {what} for {each.readers}"


def answer(outlets, said, own):
    """Each call is answered by e-mail: by whoever it is for, at the address of somebody else, and by those who left. Those who
    may have their words posted at once.
    """
    for each in said:
        for reader in [each for each in ALL if each != "head"]:
            to = own["head"][each.name]
            assert outlets.receive(reader, to, f"{STOLEN} {reader}") == "other-sender"
    posted = {}
    for each in said:
        for reader in ("head", "member", "left", "moved"):
            words = f"Vicuna of {reader} on {each.name}"
            outcome = outlets.receive(reader, own[reader][each.name], words)
            is_for_them = reader in each.readers and (reader != "left")
            assert outcome == ("posted" if is_for_them else "may-not"), (reader, each)
            posted |= {words: each.readers} if is_for_them else {}
    return posted


def test_nothing_that_leaves_tells_anybody_what_others_keep_within(
    app, world, outlets, call, named, clock, index
):
    """Words of others never come; of the own ones come links. Whoever left meanwhile gets nothing more that was written before."""
    app.config["REPLY_DIRECTLY"] = True

    def write():
        clock.advance(minutes=9)
        outlets.write()
        addresses = {reader: outlets.addresses(reader) for reader in ALL}
        clock.advance(days=1)
        outlets.write()
        index()
        return addresses

    first = call(1)
    own = write()
    leave(app, world)
    came = outlets.send()
    report("These are sent what others keep within.", leaks(came, named, first, {}))
    report("These are not told what is for them.", lacks(came, first, first))
    assert told_of_comments(came["left"]) == []
    for reader in ALL:
        can_answer = [each.name for each in first if reader in (*each.readers, "left", "moved")]
        assert list(own[reader]) == ([] if reader == "drafter" else can_answer), reader
        if len(can_answer) == 1 or reader == "moved":  # numbers would tell as much as words
            told = told_of_comments(came[reader])
            assert told and not any("new comments" in words for words in told), reader

    answered = answer(outlets, first, own)
    again = call(2)
    write()
    came = outlets.send()
    report("These are sent what others keep within.", leaks(came, named, again, answered))
    report("These are not told what is for them.", lacks(came, again, first))
    assert told_of_comments(came["left"]) == []
    in_the_open = leaks(outlets.read_for_all(), named, (*first, *again), answered)
    report("These find what others keep within.", in_the_open)
    with app.app_context():
        for words, readers in answered.items():
            comment = db.session.scalars(select(Comment).where(Comment.body == words)).one()
            assert comment.audience == comment.parent.audience == outlets.audiences[readers]
        assert not db.session.scalars(select(Comment).where(Comment.body.contains(STOLEN))).all()


def told_of_comments(sent):
    """The letters and notifications that lead to a comment."""
    return [
        each.words
        for each in sent
        if each.what in ("a letter", "a notification") and "comment=" in each.words
    ]
