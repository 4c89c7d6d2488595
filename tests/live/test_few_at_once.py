"""A room opens a page at the same moment: a few are worked on at once, and nobody waits for ever behind what takes long."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event, Lock, get_ident

import pytest

from tests.live.room import wait_until
from wgcop.server import few_at_once
from wgcop.server.few_at_once import MOST_LONG, FewAtOnce


class Room:
    """People who ask, and how many of them are answered at the same time."""

    def __init__(self, at_once=1):
        self._pool = ThreadPoolExecutor(60)
        self._lock = Lock()
        self.server = FewAtOnce(self._pool.submit, at_once)
        self.may_end = Event()
        self.answered, self.threads = [], set()
        self.now, self.most = 0, 0

    def asks(self, who, *, reads=True, takes_long=False):
        self.server.ask(partial(self._answer, who, takes_long), reads=reads)

    def look(self):
        time.sleep(0.01)
        self.server.look()

    def _answer(self, who, takes_long):
        with self._lock:
            self.threads.add(get_ident())
            self.now += 1
            self.most = max(self.most, self.now)
        if takes_long:
            self.may_end.wait(10)
        else:
            time.sleep(0.005)
        with self._lock:
            self.now -= 1
            self.answered.append(who)


@pytest.fixture(autouse=True)
def nothing_takes_long(monkeypatch):
    """Also where the tests wait for a processor."""
    monkeypatch.setattr(few_at_once, "SHORT", 30)
    monkeypatch.setattr(few_at_once, "PAUSE", 30)
    monkeypatch.setattr(few_at_once, "PATIENCE", 30)


@pytest.mark.parametrize("at_once", [1, 4])
def test_a_room_is_answered_one_after_the_other_by_as_few_threads(at_once):
    room = Room(at_once)
    for number in range(60):
        room.asks(number)
    assert room.server.pages_waiting == room.server.waiting >= 40
    wait_until(lambda: len(room.answered) == 60)
    assert room.most == len(room.threads) == at_once
    if at_once == 1:
        assert room.answered == list(range(60))


def test_beside_requests_that_take_long_the_others_go_on(monkeypatch):
    """And once these have ended, there are no places too many."""
    monkeypatch.setattr(few_at_once, "SHORT", 0.05)
    room = Room()
    room.asks("slow", takes_long=True)
    room.asks("quick")
    room.server.look()
    assert room.now == 1 and not room.answered
    wait_until(lambda: room.look() or room.answered == ["quick"])
    room.may_end.set()
    wait_until(lambda: room.now == 0)

    monkeypatch.setattr(few_at_once, "SHORT", 30)
    room.most = 0
    for number in range(20):
        room.asks(number)
    wait_until(lambda: len(room.answered) == 22)
    assert room.most == 1


def test_nobody_waits_for_who_waits_for_something_else(monkeypatch):
    """Such as a body on a slow line; who computes is waited for."""
    computed = {"slow": 0.0}
    monkeypatch.setattr(few_at_once, "PAUSE", 0.02)
    monkeypatch.setattr(few_at_once, "clock_gettime", lambda _: computed["slow"])
    room = Room()
    room.asks("slow", takes_long=True)
    wait_until(lambda: room.now == 1)
    computed["slow"] += 1  # since it began: `asks` looks too, and may do so late
    room.asks("quick")
    for _ in range(10):
        computed["slow"] += 1
        room.look()
    assert not room.answered
    wait_until(lambda: room.look() or room.answered == ["quick"])
    room.may_end.set()


def test_a_request_is_told_how_long_it_waited(monkeypatch):
    at = [0.0]
    monkeypatch.setattr(few_at_once, "monotonic", lambda: at[0])
    room, waited = Room(), []
    room.asks("first", takes_long=True)
    wait_until(lambda: room.now == 1)
    room.server.ask(lambda: waited.append(room.server.waited()), reads=True)
    at[0] = 3.5
    room.may_end.set()
    wait_until(lambda: waited == [3.5])
    assert room.server.waited() == 0, "Whoever takes no turn waits for none."


def test_who_says_that_they_wait_lets_all_others_begin_at_once():
    """To find it out would take a while for each of them, and the last would wait for all."""
    room, began = Room(), []

    def waits():
        began.append(get_ident())
        room.server.waits()
        room.may_end.wait(10)

    for _ in range(30):
        room.server.ask(waits, reads=True)
    room.asks("quick")
    wait_until(lambda: room.answered == ["quick"])
    assert len(set(began)) == 30
    room.may_end.set()
    wait_until(lambda: not (room.server._begun or room.server._long or room.server.waiting))
    room.server.waits()  # who has no turn here has none to give


@pytest.mark.parametrize(("computes", "most"), [(True, 1 + MOST_LONG), (False, 40)])
def test_where_everything_computes_for_long_only_some_more_are_worked_on(
    monkeypatch, computes, most
):
    """Whoever waits for something else than a processor is in nobody's way."""
    monkeypatch.setattr(few_at_once, "SHORT", 0.02)
    monkeypatch.setattr(few_at_once, "PAUSE", 0.01)
    monkeypatch.setattr(few_at_once, "clock_gettime", lambda _: computes * time.monotonic())
    room = Room()
    for number in range(40):
        room.asks(number, takes_long=True)
    wait_until(lambda: room.look() or room.now == most)
    for _ in range(10):
        room.look()
    assert room.now == most
    monkeypatch.setattr(few_at_once, "PATIENCE", 0)
    room.asks("without patience")
    wait_until(lambda: "without patience" in room.answered)
    room.may_end.set()
    wait_until(lambda: len(room.answered) == 41)
    assert not (room.server._begun or room.server._long or room.server.waiting)


def test_who_writes_waits_for_nobody_who_reads_and_is_waited_for(monkeypatch):
    """But for as long as anybody waits, and no longer: where some write all the time, pages come too."""
    room = Room()
    room.asks("page", takes_long=True)
    room.asks("comment", reads=False, takes_long=True)
    wait_until(lambda: room.now == 2)
    room.may_end.set()
    wait_until(lambda: room.now == 0)

    room.may_end.clear()
    room.asks("next comment", reads=False, takes_long=True)
    room.asks("next page")
    wait_until(lambda: room.now == 1)
    room.look()
    assert room.server.pages_waiting == 1 and "next page" not in room.answered
    monkeypatch.setattr(few_at_once, "SHORT", 0)
    room.look()
    wait_until(lambda: "next page" in room.answered)
    room.may_end.set()


def test_who_writes_goes_before_those_who_read():
    room = Room()
    room.asks("slow", takes_long=True)
    for _ in range(20):
        room.asks("page")
    for _ in range(3):
        room.asks("comment", reads=False)
    wait_until(lambda: room.answered == ["comment"] * 3)
    room.may_end.set()
    wait_until(lambda: len(room.answered) == 24)
