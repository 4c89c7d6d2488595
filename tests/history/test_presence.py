"""Who is in a room and who is typing there; a private layer has its own, and ends with its socket."""

import time

import pytest

from wgcop.history.presence import InMemory, InRedis, Present

TOPIC = "clause:wtdc-67.recs_recognizing__rec_b"


def names(listener):
    """What the room was last told, when comings and goings have been gathered."""
    time.sleep(0.6)
    told = listener.hear("presence")
    return [person["name"] for person in told[-1]["people"]] if told else None


def test_a_room_is_told_who_comes_and_goes(world, listen):
    amina = listen(world.amina, TOPIC)
    haruko = listen(world.haruko, TOPIC)
    assert names(amina) == names(haruko) == ["Haruko Minase", "Amina Barasa"]

    haruko.leave()
    assert names(amina) == ["Amina Barasa"]


def test_a_person_with_two_pages_is_there_once_and_until_the_last_is_closed(world, listen):
    amina, one, two = (listen(who, TOPIC) for who in (world.amina, world.haruko, world.haruko))
    assert names(amina) == ["Haruko Minase", "Amina Barasa"]
    one.leave()
    assert names(amina) == ["Haruko Minase", "Amina Barasa"]
    two.emit("leave", {"topic": TOPIC})
    assert names(amina) == ["Amina Barasa"]


def test_presence_and_typing_in_a_private_layer_are_its_own(world, listen):
    kenya = world.delegation("Kenya")
    private = f"{TOPIC}@{kenya.id}"
    inside, outside = listen(world.wanjiru, private), listen(world.haruko, TOPIC)
    amina = listen(world.amina, private)
    intruder = listen(world.haruko, private)
    assert names(inside) == ["Amina Barasa", "Wanjiru Tende"]
    assert names(outside) == ["Haruko Minase"] and intruder.hear("presence") == []

    assert amina.emit("typing", {"topic": private}) == {"ok": True}
    assert [told["person"]["name"] for told in inside.hear("typing")] == ["Amina Barasa"]
    assert outside.hear("typing") == intruder.hear("typing") == []
    assert intruder.emit("typing", {"topic": private}) == {"ok": False}


def test_guests_are_told_of_nobody_and_tell_of_nobody(world, listen):
    guest = listen(None, "resolution:67-hyderabad-2010")
    listen(world.haruko, "resolution:67-hyderabad-2010")

    assert names(guest) is None
    assert guest.emit("typing", {"topic": "resolution:67-hyderabad-2010"}) == {"ok": False}


def test_a_client_types_at_most_once_a_second(world, listen):
    amina, haruko = listen(world.amina, TOPIC), listen(world.haruko, TOPIC)
    answers = [amina.emit("typing", {"topic": TOPIC})["ok"] for _ in range(5)]

    assert answers == [True, False, False, False, False]
    assert len(haruko.hear("typing")) == 1


@pytest.mark.parametrize("message", [None, 7, "x", [], {"topic": None}])
def test_hostile_typing_gets_an_answer(world, listen, message):
    assert listen(world.amina, TOPIC).emit("typing", message) == {"ok": False}


def test_two_processes_know_of_each_others_people_through_redis(redis_url):
    one, other = InRedis(redis_url), InRedis(redis_url)
    one.enter("clause:x", "a", Present(1, "Amina", "Kenya"))
    other.enter("clause:x", "b", Present(2, "Haruko", "Japan"))
    assert [person.name for person in one.people("clause:x")] == ["Haruko", "Amina"]
    other.leave("clause:x", "b")
    assert [person.name for person in one.people("clause:x")] == ["Amina"]


def test_whom_no_process_vouches_for_is_gone_within_a_minute(redis_url, clock):
    living, killed = InRedis(redis_url), InRedis(redis_url)
    living.enter("clause:y", "a", Present(1, "Amina", "Kenya"))
    killed.enter("clause:y", "b", Present(2, "Haruko", "Japan"))
    clock.advance(seconds=40)
    living.vouch()
    assert len(living.people("clause:y")) == 2
    clock.advance(seconds=40)
    assert [person.name for person in living.people("clause:y")] == ["Amina"]
    clock.advance(seconds=40)
    assert living.people("clause:y") == []


def test_a_room_that_everybody_left_takes_no_memory():
    register = InMemory()
    register.enter("clause:x", "a", Present(1, "Amina", "Kenya"))
    register.leave("clause:x", "a")
    assert register._rooms == {}
