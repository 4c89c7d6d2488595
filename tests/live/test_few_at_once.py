"""A room opens a page at the same moment: a few are worked on at once, and nobody waits for ever behind what takes long."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest

from tests.live.room import wait_until
from wgcop.server import few_at_once
from wgcop.server.few_at_once import AT_ONCE, MOST_LONG, FewAtOnce


class Pages:
    """How many are made at the same time."""

    def __init__(self):
        self.now, self.most = 0, 0
        self._lock = Lock()
        self.may_end = Event()

    def __call__(self, environ, start_response):
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        if environ.get("takes_long"):
            self.may_end.wait(10)
        else:
            time.sleep(0.01)
        with self._lock:
            self.now -= 1
        return [b"page"]


@pytest.fixture(autouse=True)
def nothing_takes_long(monkeypatch):
    """Also where the tests wait for a processor."""
    monkeypatch.setattr(few_at_once, "SHORT", 30)


def asked(server, count, **environ):
    with ThreadPoolExecutor(count) as room:
        return list(room.map(lambda _: server({"PATH_INFO": "/", **environ}, None), range(count)))


def test_of_a_room_only_a_few_are_answered_at_the_same_moment():
    pages = Pages()
    assert asked(FewAtOnce(pages), 60) == [[b"page"]] * 60
    assert pages.most == AT_ONCE


def test_beside_requests_that_take_long_the_others_go_on(monkeypatch):
    """And once these have ended, there are no places too many."""
    monkeypatch.setattr(few_at_once, "SHORT", 0.05)
    pages = Pages()
    server = FewAtOnce(pages)
    with ThreadPoolExecutor(AT_ONCE) as slow:
        for _ in range(AT_ONCE):
            slow.submit(server, {"PATH_INFO": "/", "takes_long": True}, None)
        assert asked(server, 3) == [[b"page"]] * 3
        pages.may_end.set()

    monkeypatch.setattr(few_at_once, "SHORT", 30)
    pages.most = 0
    asked(server, 60)
    assert pages.most == AT_ONCE


@pytest.mark.parametrize(("computes", "most"), [(True, AT_ONCE + MOST_LONG), (False, 40)])
def test_where_everything_computes_for_long_only_some_more_are_worked_on(
    monkeypatch, computes, most
):
    """Whoever waits for something else than a processor is in nobody's way."""
    monkeypatch.setattr(few_at_once, "SHORT", 0.02)
    monkeypatch.setattr(few_at_once, "clock_gettime", lambda _: computes * time.monotonic())
    pages = Pages()
    server = FewAtOnce(pages)
    with ThreadPoolExecutor(40) as room:
        for _ in range(40):
            room.submit(server, {"PATH_INFO": "/", "takes_long": True}, None)
        wait_until(lambda: pages.now == most)
        time.sleep(0.1)
        assert pages.now == most
        monkeypatch.setattr(few_at_once, "PATIENCE", 0)
        assert asked(server, 1) == [[b"page"]], "it has no patience, and goes on"
        pages.may_end.set()
    assert not (server._begun or server._long or server._reading)


def test_who_writes_waits_for_nobody_who_reads_and_is_waited_for(monkeypatch):
    """But for as long as anybody waits, and no longer: where some write all the time, pages come too."""
    pages = Pages()
    server = FewAtOnce(pages)
    with ThreadPoolExecutor(2 * AT_ONCE + 1) as room:
        for method in ("GET",) * AT_ONCE + ("POST",) * AT_ONCE:
            busy = {"PATH_INFO": "/", "REQUEST_METHOD": method, "takes_long": True}
            room.submit(server, busy, None)
        wait_until(lambda: pages.now == 2 * AT_ONCE)
        pages.may_end.set()
        wait_until(lambda: pages.now == 0)

        pages.may_end.clear()
        room.submit(server, busy, None)
        wait_until(lambda: pages.now == 1)
        page = room.submit(server, {"PATH_INFO": "/"}, None)
        wait_until(lambda: len(server._reading) == 1)
        time.sleep(0.05)
        assert not page.done()
        monkeypatch.setattr(few_at_once, "SHORT", 0)
        with server._gate:
            server._go_on()
        assert page.result(5) == [b"page"]
        pages.may_end.set()


def test_who_writes_goes_before_those_who_read():
    pages = Pages()
    order = []

    def noted(environ, start_response):
        order.append(environ["REQUEST_METHOD"])
        return pages(environ, start_response)

    server = FewAtOnce(noted)
    with ThreadPoolExecutor(AT_ONCE + 30) as room:
        busy = {"PATH_INFO": "/", "REQUEST_METHOD": "GET", "takes_long": True}
        for _ in range(AT_ONCE):
            room.submit(server, busy, None)
        wait_until(lambda: pages.now == AT_ONCE)
        for method in ("GET",) * 20 + ("POST",) * 3:
            room.submit(server, {"PATH_INFO": "/", "REQUEST_METHOD": method}, None)
        wait_until(lambda: len(server._reading) == 20 and "POST" in order)
        pages.may_end.set()
    assert order[AT_ONCE : AT_ONCE + 3] == ["POST"] * 3 and order[AT_ONCE + 3 :] == ["GET"] * 20


def test_who_listens_or_catches_up_takes_no_turn():
    pages = Pages()
    server = FewAtOnce(pages)
    with ThreadPoolExecutor(2 * AT_ONCE) as listening:
        for number in range(2 * AT_ONCE):
            path = "/socket.io/" if number % 2 else "/live/clause:3"
            listening.submit(server, {"PATH_INFO": path, "takes_long": True}, None)
        assert asked(server, 1) == [[b"page"]]
        pages.may_end.set()
    assert pages.most > AT_ONCE
