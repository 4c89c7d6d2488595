"""Several processes know each other's people, and tell a room when those of a killed process are gone."""

import pytest

from tests.events.test_presence import TOPIC, is_told_of
from wgcop.events import presence_in_redis, presence_messages
from wgcop.events.presence import Present
from wgcop.events.presence_in_redis import VOUCHED, InRedis

AMINA, HARUKO = Present(1, "Amina", "Kenya"), Present(2, "Haruko", "Japan")


@pytest.fixture(autouse=True)
def vouching_when_told(monkeypatch):
    """Not by itself, as time goes on."""
    monkeypatch.setattr(presence_in_redis, "AGAIN", 3_600)


@pytest.fixture
def told():
    return []


@pytest.fixture
def process(redis_url, told):
    """One of several processes that serve the same rooms."""
    return lambda: InRedis(redis_url, told.append)


def test_two_processes_know_of_each_others_people(process):
    one, other = process(), process()
    one.enter("clause:x", "a", AMINA)
    other.enter("clause:x", "b", HARUKO)
    assert one.people("clause:x") == [HARUKO, AMINA]
    other.leave("clause:x", "b")
    assert one.people("clause:x") == [AMINA]


def test_people_of_a_killed_process_are_given_up_and_the_room_is_told_once(process, told, clock):
    living, another, killed = process(), process(), process()
    living.enter("clause:y", "a", AMINA)
    another.enter("clause:y", "c", AMINA)
    killed.enter("clause:y", "b", HARUKO)
    clock.advance(seconds=VOUCHED - 5)
    living.vouch()
    another.vouch()
    assert living.people("clause:y") == [HARUKO, AMINA] and told == []

    clock.advance(seconds=10)
    assert living.people("clause:y") == [AMINA]
    for _ in range(2):
        living.vouch()
        another.vouch()
    assert told == ["clause:y"]


def test_whoever_was_given_up_too_early_is_told_of_again(process, told, clock):
    living, late = process(), process()
    living.enter("clause:z", "a", AMINA)
    late.enter("clause:z", "b", HARUKO)
    clock.advance(seconds=VOUCHED + 5)
    living.vouch()
    late.vouch()

    assert living.people("clause:z") == [HARUKO, AMINA]
    assert told == ["clause:z", "clause:z"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_room_hears_that_the_people_of_a_killed_process_are_gone(
    world, app, listen, process, redis_url, clock
):
    app.config["REDIS_URL"] = redis_url  # where people are kept: the sockets are of this process
    process().enter(TOPIC, "of the killed", Present(world.haruko.id, "Haruko Minase", "Japan"))
    amina = listen(world.amina, TOPIC)
    assert is_told_of(amina, "Haruko Minase", "Amina Barasa")

    clock.advance(seconds=VOUCHED + 5)
    with app.app_context():
        presence_messages.presence().register.vouch()
    assert is_told_of(amina, "Amina Barasa")
