"""The last words of a server that ends, and what its successor says in its place; whole servers restart in `tests/rest/live`."""

import os
import selectors
import socket
from collections import deque

import pytest
import websocket

from tests.live.room import wait_until
from wgcop import clock
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.events import delivery
from wgcop.live import sockets
from wgcop.server import restarting, running
from wgcop.server.connections import Threads


def test_what_another_process_recorded_is_sent_again_to_those_who_may_hear_it(
    app, world, http, listen
):
    wid = "wtdc-67.recs_recognizing__rec_b"
    haruko, outside = (listen(world.haruko, each) for each in (f"clause:{wid}", "meeting:wg-cop-3"))
    before = clock.now()
    posted = http(world.amina).post(
        f"/clauses/{wid}/comments",
        data={"body": "Finished by the old server.", "audience": "members"},
    )
    assert posted.status_code in (201, 303)
    first = haruko()
    with app.app_context():
        delivery.deliver_since(before)
        db.session.close()
    assert [entry["seq"] for entry in haruko()] == [entry["seq"] for entry in first] != []
    assert outside() == []


def test_the_first_process_of_a_container_is_not_restarted(tmp_path, monkeypatch):
    """The container would end with it."""
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(restarting, "PATIENCE", 0)
    monkeypatch.setattr(os, "kill", lambda *signal: told.append(signal))
    note = running.note_of(tmp_path, 5000)
    note.write(running.Running(process=1, born=running.born_at(1)))
    with pytest.raises(Refused, match="the first process of a container"):
        restarting.restart(note, drain=0)
    assert told == []


def test_what_was_asked_before_the_end_is_answered_and_then_the_line_says_when_to_return(room):
    client = room.enter()
    client.send('421["ask",7]')
    assert client.recv() == "431[7]"
    lines = room.socketio.server.manager.lines
    lines.end_all(sockets.farewell(7))
    room.say(1)  # nothing follows a farewell
    opcode, data = client.recv_data(control_frame=True)
    assert opcode == websocket.ABNF.OPCODE_CLOSE
    assert (int.from_bytes(data[:2], "big"), data[2:]) == (1012, b"7")
    wait_until(lambda: not room.clients)

    late = room.connect("websocket")
    assert late.recv().startswith("0")
    opcode, data = late.recv_data(control_frame=True)
    assert (opcode, int.from_bytes(data[:2], "big")) == (websocket.ABNF.OPCODE_CLOSE, 1012)


def test_a_line_that_somebody_is_reading_from_ends_after_the_answer(room):
    begun, may_answer = [], []
    room.socketio.on_event("slow", lambda number: (begun.append(number), wait_for(may_answer))[0])
    client = room.enter()
    client.send('421["slow",7]')
    wait_until(lambda: begun)
    room.socketio.server.manager.lines.end_all(sockets.farewell(3))
    may_answer.append(True)
    assert client.recv().startswith("431")
    assert client.recv_data(control_frame=True)[0] == websocket.ABNF.OPCODE_CLOSE


def wait_for(sign):
    wait_until(lambda: sign)


def test_a_request_that_came_as_its_connection_was_to_be_closed_is_kept():
    """Both have waited too long, and only of one is there nothing to be read."""
    server = Threads.__new__(Threads)
    with selectors.DefaultSelector() as server.poller, Kept() as late, Kept() as silent:
        late.browser.sendall(b"GET / HTTP/1.1\r\n\r\n")
        server.keepalived_conns, server.nr_conns = deque([silent, late]), 2
        server.murder_keepalived()
        assert silent.is_closed and not late.is_closed
        assert list(server.keepalived_conns) == [late] and server.nr_conns == 1


def test_a_request_that_came_on_a_new_connection_at_the_last_moment_is_kept():
    server = Threads.__new__(Threads)
    server.alive, server.pending_conns, server.nr_conns = False, deque(), 2
    with selectors.DefaultSelector() as server.poller, Kept() as late, Kept() as silent:
        late.browser.sendall(b"GET / HTTP/1.1\r\n\r\n")
        server.arriving = {silent: None, late: None}
        for each in server.arriving:
            server.poller.register(each.sock, selectors.EVENT_READ)
        server.murder_pending()
        assert silent.is_closed and not late.is_closed
        assert list(server.arriving) == [late] and server.nr_conns == 1


class Kept:
    """A connection that waits for its next request, and has waited long enough."""

    timeout = until = 0.0
    arrived = b""
    is_closed = False

    def __enter__(self):
        self.sock, self.browser = socket.socketpair()
        return self

    def __exit__(self, *_):
        self.sock.close()
        self.browser.close()

    def close(self):
        self.is_closed = True
