"""Guests wait for files that take long to make: each address in its turn, and none at the expense of all others."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event

import pytest

from tests.live.room import wait_until
from wgcop.errors import Busy
from wgcop.processes import guests
from wgcop.processes.guests import GuestsQueue

ROOM, GREEDY = "192.0.2.7", "2001:db8:1:2::7"


@pytest.fixture
def queue(app):
    """`queue.ask(name, address)` waits in a thread until the one before it waits; `queue.served` gives names in order."""
    asked, may_end = GuestsQueue(), Event()
    asked.served = []

    def wait(name, address):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}), asked.turn():
            asked.served.append(name)
            assert may_end.wait(30)

    with ThreadPoolExecutor(40) as together:

        def ask(name, address) -> Future:
            before = asked.served[:], asked._waiting[:]
            answer = together.submit(wait, name, address)
            wait_until(lambda: answer.done() or (asked.served, asked._waiting) != before)
            return answer

        asked.ask, asked.go_on = ask, may_end.set
        with ExitStack() as ended:
            ended.callback(may_end.set)
            yield asked


def test_addresses_take_turns_and_whoever_came_first_is_served_first(queue):
    queue.ask("first", GREEDY)
    last = [queue.ask(name, GREEDY) for name in ("second", "third", "fourth")][-1]
    others = [queue.ask(name, ROOM) for name in ("ruth", "gabriel")]
    queue.go_on()
    for answer in (last, *others):
        answer.result(30)
    assert queue.served == ["first", "ruth", "second", "gabriel", "third", "fourth"]


def test_an_address_with_all_places_gives_up_its_last_to_another(queue, monkeypatch):
    monkeypatch.setattr(guests, "MOST_WAITING", 4)
    queue.ask("first", GREEDY)
    waiting = [queue.ask(str(number), GREEDY) for number in range(4)]
    neighbour = queue.ask("neighbour", GREEDY.replace("::7", "::8"))
    with pytest.raises(Busy):
        neighbour.result(30)
    ruth = queue.ask("ruth", ROOM)
    with pytest.raises(Busy):
        waiting[3].result(30)
    gabriel = queue.ask("gabriel", ROOM)
    with pytest.raises(Busy):
        waiting[2].result(30)
    with pytest.raises(Busy):  # it has as many places as the other one
        queue.ask("mira", ROOM).result(30)
    queue.go_on()
    for answer in (*waiting[:2], ruth, gabriel):
        answer.result(30)
    assert queue.served == ["first", "ruth", "0", "gabriel", "1"]


def test_a_guest_whose_request_fails_while_it_waits_keeps_nobody_from_their_turn(app, queue):
    def fails():
        raise RuntimeError("can't start new thread")

    queue.ask("first", GREEDY)
    request = app.test_request_context(environ_base={"REMOTE_ADDR": ROOM, guests.WAITS: fails})
    with request, pytest.raises(RuntimeError), queue.turn():
        raise AssertionError("It is not this guest's turn.")
    ruth = queue.ask("ruth", ROOM)
    queue.go_on()
    ruth.result(30)
    assert queue.served == ["first", "ruth"]
