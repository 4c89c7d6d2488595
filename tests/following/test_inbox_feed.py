"""The feed of what somebody follows, at an address that is a secret of theirs."""

import re

import pytest
from sqlalchemy import delete

from tests.following.atom import read_atom
from tests.following.inboxes import emptied
from tests.threads.test_chairing import CLAUSE, TOPIC, say
from wgcop.database import db, writing
from wgcop.following.models import Follow

JSON = {"Accept": "application/json"}


@pytest.fixture
def haruko(world, http, session):
    session.execute(delete(Follow).where(Follow.person_id == world.haruko.id))
    session.commit()
    visitor = emptied(http(world.haruko))
    visitor.post("/follows", data={"topic": TOPIC, "level": "everything"})
    return visitor


def opened(visitor):
    """The address that is shown once."""
    shown = visitor.post("/inbox/feed")
    assert shown.headers["Cache-Control"] == "no-store"
    return re.search(r"/inbox/feed/[\w-]+\.atom", shown.text)[0]


@pytest.fixture
def titles(http):
    def read(address):
        answer = http().get(address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
        return [entry.title for entry in read_atom(answer.data)[1]]

    return read


@pytest.mark.databases
def test_it_is_read_without_signing_in_and_taken_back(world, http, haruko, titles):
    address = opened(haruko)
    assert address not in haruko.get("/inbox/following").text
    for number in range(3):
        say(http(world.amina), f"Quokka {number}.", f"key-{number}")
        told = titles(address)
        assert len(told) == number + 1
        assert all("new comment" in title for title in told)
        assert b"Quokka" not in http().get(address).data
    again = opened(haruko)
    assert http().get(address).status_code == 404
    assert titles(again) == told
    assert haruko.post("/inbox/feed/removal").status_code == 303
    assert http().get(again).status_code == 404


def test_a_comment_that_calls_its_reader_is_told_once(world, http, haruko, titles):
    address = opened(haruko)
    for number in range(3):
        who = (world.amina, world.farid)[number % 2]
        say(http(who), f"@{world.haruko.name}, round {number}?", f"call-{number}")
        say(http(who), f"To everybody, round {number}.", f"all-{number}")
        told = titles(address)
        assert len(told) == 2 * (number + 1)
        assert len([each for each in told if "new comment" in each]) == number + 1


def test_it_has_what_the_delegation_keeps_for_itself_only_while_one_belongs_to_it(
    app, world, http, haruko, titles
):
    address = opened(haruko)
    japan = world.delegation("Japan").audience
    data = {"body": "Quokka.", "key": "private", "audience": japan}
    http(world.daichi).post(f"{CLAUSE}/comments", data=data, headers=JSON)
    assert len(titles(address)) == 1
    with app.app_context(), writing():
        leaving = db.session.merge(world.haruko)
        leaving.memberships.clear()
        db.session.commit()
    assert titles(address) == []


def test_it_ends_with_the_account_and_with_signing_out_everywhere(app, world, http, haruko):
    address = opened(haruko)
    assert haruko.post("/sign-out/everywhere").status_code == 303
    assert http().get(address).status_code == 404
    address = opened(http(world.haruko))
    with app.app_context(), writing():
        db.session.merge(world.haruko).active = False
        db.session.commit()
    assert http().get(address).status_code == 404
