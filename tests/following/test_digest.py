"""The digest: one letter with what is new in what somebody follows, in their morning."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from tests.following.inboxes import emptied
from tests.threads.test_chairing import CLAUSE, TOPIC, say
from wgcop import mail
from wgcop.accounts.models import Membership
from wgcop.database import db, writing
from wgcop.following import digest, jobs
from wgcop.following.models import Follow
from wgcop.thread_news.followed import TOLD

NOW = datetime.now(UTC)
MONDAY = (NOW + timedelta(days=7 - NOW.weekday())).replace(hour=12, minute=0, second=0)
"""At noon, after all that the demo world holds."""

FORM = {
    "mention_mail": "never",
    "reply_mail": "never",
    "digest": "daily",
    "time_zone": "Asia/Tokyo",  # six o'clock there is 21:00 UTC
}


def on(day, hour, minute):
    """So many days after Monday."""
    return MONDAY.replace(hour=hour, minute=minute) + timedelta(days=day)


JSON = {"Accept": "application/json"}


@pytest.fixture
def sent(letters_leave):
    """What leaves now to whom."""
    return lambda person: [each for each in letters_leave() if each.recipient == person.email]


@pytest.fixture
def at(app, clock):
    """The moment comes, and the letters that are due then are written."""

    def come(moment):
        clock.stop(moment)
        with app.app_context():
            jobs.write_letters()

    return come


@pytest.fixture
def haruko(world, http, session, clock, at, sent):
    """She follows one clause, has read everything, and gets a digest each morning in Tokyo."""
    clock.stop(MONDAY)
    session.execute(delete(Follow).where(Follow.person_id == world.haruko.id))
    session.commit()
    visitor = emptied(http(world.haruko))
    visitor.post("/follows", data={"topic": TOPIC, "level": "everything"})
    assert visitor.post("/account/letters", data=FORM).status_code == 303
    at(MONDAY)
    sent(world.haruko)
    return visitor


def test_each_morning_there_is_one_letter_with_links_if_there_is_anything(
    world, http, haruko, at, sent
):
    for day in (0, 1, 2):
        say(http(world.amina), f"Quokka one of {day}.", f"one-{day}")
        say(http(world.amina), f"Quokka two of {day}.", f"two-{day}")
        at(on(day, 20, 55))
        assert sent(world.haruko) == []
        at(on(day, 21, 5))
        at(on(day, 21, 10))
        [letter] = sent(world.haruko)
        assert letter.subject == "WG-COP: 1 thing is new in what you follow"
        assert "2 new comments" in letter.text
        assert "Quokka" not in letter.text, "It quotes nothing."
        assert "To answer, open the page of the discussion" in letter.text
        [link] = re.findall(r"http://[^/\s]+(/clauses/\S+)", letter.text)
        assert haruko.get(link.partition("#")[0]).status_code == 200
    at(on(3, 21, 5))
    assert sent(world.haruko) == []


def test_of_a_long_discussion_no_number_is_told_that_is_too_small(world, http, haruko, at, sent):
    for day in (0, 1, 2):
        for number in range(TOLD + 2):
            who = (world.amina, world.farid)[number % 2]
            say(http(who), f"Point {number} of {day}.", f"point-{day}-{number}")
        at(on(day, 21, 5))
        [letter] = sent(world.haruko)
        assert f"At least {TOLD} new comments" in letter.text
        assert "There is more." in letter.text
        haruko.post("/read-marks", data={"topic": TOPIC})


def test_what_was_read_meanwhile_is_left_out(world, http, haruko, at, sent):
    say(http(world.amina), "Read in time.", "one")
    haruko.post("/read-marks", data={"topic": TOPIC})
    at(on(0, 21, 5))
    assert sent(world.haruko) == []


def test_a_weekly_digest_comes_on_monday_morning(world, http, haruko, at, sent):
    haruko.post("/account/letters", data={**FORM, "digest": "weekly"})
    say(http(world.amina), "On Monday.", "one")
    for day in (1, 3, 5):
        at(on(day, 21, 5))
        assert sent(world.haruko) == []
    at(on(6, 21, 5))  # Monday, six o'clock in Tokyo
    assert len(sent(world.haruko)) == 1
    at(on(7, 21, 5))
    assert sent(world.haruko) == []


@pytest.fixture
def private(world, http, haruko, at):
    """Something new in the layer of Japan, of which the letter is written but has not left."""
    japan = world.delegation("Japan").audience
    data = {"body": "Quokka.", "key": "private", "audience": japan}
    assert http(world.daichi).post(f"{CLAUSE}/comments", data=data, headers=JSON).status_code == 201
    at(on(0, 21, 5))


def test_news_of_the_own_delegation_is_told(world, private, sent):
    assert len(sent(world.haruko)) == 1


def test_whoever_left_before_the_letter_did_is_told_nothing(app, world, private, sent):
    with app.app_context(), writing():
        haruko = db.session.merge(world.haruko)
        haruko.memberships.clear()
        db.session.flush()
        kenya = world.delegation("Kenya").id
        haruko.memberships.append(Membership(delegation_id=kenya))
        db.session.commit()
    assert sent(world.haruko) == []


def test_what_was_read_before_the_letter_left_is_not_told(world, haruko, private, sent):
    japan = world.delegation("Japan").id
    haruko.post("/read-marks", data={"topic": f"{TOPIC}@{japan}"})
    assert sent(world.haruko) == []


def test_the_letter_of_its_own_ends_it(world, http, haruko, at, sent):
    say(http(world.amina), "One.", "one")
    at(on(0, 21, 5))
    [letter] = sent(world.haruko)
    address = re.search(r"http://[^/]+(/letters/\S+/end)", letter.text)[1]
    assert letter.stop_address.endswith(address)
    assert http().post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 303
    say(http(world.amina), "Two.", "two")
    at(on(1, 21, 5))
    assert sent(world.haruko) == []


def test_a_process_that_dies_while_it_writes_leaves_the_digest_to_the_next(
    app, world, http, haruko, at, sent, monkeypatch
):
    say(http(world.amina), "One.", "one")
    told = digest.fill_in

    def dies(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(digest, "fill_in", dies)
    with pytest.raises(KeyboardInterrupt):
        at(on(0, 21, 5))
    monkeypatch.setattr(digest, "fill_in", told)
    at(on(0, 21, 10))
    assert len(sent(world.haruko)) == 1
    with app.app_context():
        waiting = select(mail.Message).where(mail.Message.source == "daily-letter")
        assert not db.session.scalars(waiting.where(mail.Message.sent_at.is_(None))).all()


def test_the_first_digest_tells_nothing_from_before_it_was_chosen(world, http, at, sent, clock):
    clock.stop(MONDAY)
    http(world.wanjiru).post("/account/letters", data={**FORM, "time_zone": ""})
    for moment in (MONDAY, on(1, 6, 5)):
        at(moment)
        assert [each for each in sent(world.wanjiru) if "follow" in each.subject] == []
