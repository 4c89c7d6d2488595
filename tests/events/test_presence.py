"""Who is in a room and who is typing there; a private layer has its own presence, which ends with the socket."""

import time

import pytest

from wgcop.events.presence import InMemory, Present

TOPIC = "clause:wtdc-67.recs_recognizing__rec_b"


def is_told_of(listener, *names):
    """Comings and goings are gathered for a moment, and the room is told the result."""
    deadline, last = time.monotonic() + 5, None
    while last != list(names):
        assert time.monotonic() < deadline, f"The room was last told of {last}."
        time.sleep(0.02)
        for told in listener.hear("presence"):
            last = [person["name"] for person in told["people"]]
    return True


def test_a_room_is_told_who_comes_and_goes(world, listen):
    amina = listen(world.amina, TOPIC)
    haruko = listen(world.haruko, TOPIC)
    assert is_told_of(amina, "Haruko Minase", "Amina Barasa")
    assert is_told_of(haruko, "Haruko Minase", "Amina Barasa")

    haruko.leave()
    assert is_told_of(amina, "Amina Barasa")


def test_a_person_with_two_pages_is_there_once_and_until_the_last_is_closed(world, listen):
    amina, one, two = (listen(who, TOPIC) for who in (world.amina, world.haruko, world.haruko))
    assert is_told_of(amina, "Haruko Minase", "Amina Barasa")
    one.leave()
    assert is_told_of(amina, "Haruko Minase", "Amina Barasa")
    two.emit("leave", {"topic": TOPIC})
    assert is_told_of(amina, "Amina Barasa")


def test_presence_and_typing_in_a_private_layer_are_its_own(world, listen):
    kenya = world.delegation("Kenya")
    private = f"{TOPIC}@{kenya.id}"
    inside, outside = listen(world.wanjiru, private), listen(world.haruko, TOPIC)
    amina = listen(world.amina, private)
    intruder = listen(world.haruko, private)
    assert is_told_of(inside, "Amina Barasa", "Wanjiru Tende")
    assert is_told_of(outside, "Haruko Minase") and intruder.hear("presence") == []

    assert amina.emit("typing", {"topic": private}) == {"ok": True}
    assert [told["person"]["name"] for told in inside.hear("typing")] == ["Amina Barasa"]
    assert outside.hear("typing") == intruder.hear("typing") == []
    assert intruder.emit("typing", {"topic": private}) == {"ok": False}


def test_guests_are_told_of_nobody_and_tell_of_nobody(world, listen):
    guest = listen(None, "resolution:67-hyderabad-2010")
    assert guest.answer["ok"] and not guest.join(TOPIC)["ok"]
    haruko = listen(world.haruko, TOPIC)
    listen(world.haruko, "resolution:67-hyderabad-2010")
    assert is_told_of(haruko, "Haruko Minase")

    assert guest.hear("presence") == []
    for topic in (TOPIC, "resolution:67-hyderabad-2010"):
        assert guest.emit("typing", {"topic": topic}) == {"ok": False}


def test_a_client_types_at_most_once_a_second(world, listen):
    amina, haruko = listen(world.amina, TOPIC), listen(world.haruko, TOPIC)
    answers = [amina.emit("typing", {"topic": TOPIC})["ok"] for _ in range(5)]

    assert answers == [True, False, False, False, False]
    assert len(haruko.hear("typing")) == 1


@pytest.mark.parametrize("message", [None, 7, "x", [], {"topic": None}])
def test_hostile_typing_gets_an_answer(world, listen, message):
    assert listen(world.amina, TOPIC).emit("typing", message) == {"ok": False}


def test_a_room_that_everybody_left_takes_no_memory():
    register = InMemory()
    register.enter("clause:x", "a", Present(1, "Amina", "Kenya"))
    register.leave("clause:x", "a")
    assert register._rooms == {}
