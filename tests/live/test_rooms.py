"""Clients come and go in several threads at once."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from bidict import bidict
from socketio import Server, base_manager

from wgcop.live.rooms import Rooms

THREADS = 8
ROOM = "clause:3|en"


@pytest.fixture
def rooms():
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # so that threads are changed between any two steps
    rooms = Rooms()
    rooms.set_server(Server(async_mode="threading"))
    yield rooms
    sys.setswitchinterval(before)


def at_once(act, threads=THREADS):
    start = Barrier(threads)

    def run(number):
        start.wait()
        return act(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))


def test_all_who_connect_at_once_are_heard(rooms):
    for trial in range(200):

        def connect(number, trial=trial):
            sid = rooms.connect(rooms.pre_connect(f"line {trial} {number}", "/"), "/")
            rooms.enter_room(sid, "/", ROOM)
            return sid

        sids = at_once(connect)
        assert all(rooms.is_connected(sid, "/") for sid in sids)
        assert {sid for sid, _ in rooms.get_participants("/", ROOM)} == set(sids)
        at_once(lambda number, sids=sids: rooms.disconnect(sids[number], "/"))
        assert not rooms.rooms


class Unhurried(bidict):
    """A room in which others come while it is asked whether it is empty."""

    def __len__(self):
        size = super().__len__()
        time.sleep(0.001)
        return size


def test_whoever_enters_while_the_last_one_leaves_is_in_the_room(rooms, monkeypatch):
    monkeypatch.setattr(base_manager, "bidict", Unhurried)
    sids = [rooms.connect(f"line {number}", "/") for number in range(2)]

    def come_and_go(number):
        seen = []
        for _ in range(100):
            rooms.enter_room(sids[number], "/", ROOM)
            time.sleep(0.002)
            seen.append(sids[number] in dict(rooms.get_participants("/", ROOM)))
            rooms.leave_room(sids[number], "/", ROOM)
        return all(seen)

    assert at_once(come_and_go, threads=2) == [True, True]
