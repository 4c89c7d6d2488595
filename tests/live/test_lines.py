"""A client that does not read delays nobody, and a connection that ends leaves nothing behind."""

import threading
import time
from pathlib import Path

import pytest
import websocket
from engineio.packet import MESSAGE, Packet

from tests.live.room import numbers, stuck, wait_until
from wgcop.live import lines as live_lines
from wgcop.live import sockets, watch


def test_who_stops_reading_holds_up_nobody_and_is_dropped(room):
    reader, stopped = room.enter(), stuck(room)
    heard = []
    reading = threading.Thread(target=lambda: heard.extend(numbers(reader, 400)))
    reading.start()
    longest = 0.0
    for number in range(400):
        start = time.monotonic()
        room.say(number, "x" * 20_000)
        longest = max(longest, time.monotonic() - start)
        time.sleep(0.002)
    reading.join()

    assert heard == list(range(400))
    assert longest < 1
    assert_whole_until_cut_off(stopped)
    wait_until(lambda: len(room.clients) == 1)


def assert_whole_until_cut_off(client):
    got = []
    with pytest.raises((websocket.WebSocketException, OSError)):
        while True:
            got += numbers(client, 1)
    assert got == list(range(len(got)))
    assert len(got) < 400


def test_who_reads_late_gets_what_was_kept(room, monkeypatch):
    monkeypatch.setattr(live_lines, "MOST_BACKLOG", 100_000_000)
    late = stuck(room)
    for number in range(1500):
        room.say(number, "x" * 5000)
    heard = numbers(late, 500)
    room.say(1500)

    assert heard + numbers(late, 1001) == list(range(1501))


def test_nothing_follows_a_close_frame(room):
    client = room.enter()
    [line] = room.lines
    lines, entry = room.socketio.server.manager.lines, sockets.frame(Packet(MESSAGE, "entry"))
    lines.send(line, entry)
    lines.end(line, sockets.GOODBYE)
    lines.send(line, entry)
    room.say(1)

    assert received(client.sock) == entry + sockets.GOODBYE


def test_after_a_frame_that_a_client_took_only_in_part_nothing_is_sent(room):
    client = stuck(room)
    [line] = room.lines
    lines, entry = (
        room.socketio.server.manager.lines,
        sockets.frame(Packet(MESSAGE, "x" * 999)),
    )
    while line.is_gathered or not line.backlog:
        lines.broadcast([line.name], entry)
    lines.end(line, sockets.GOODBYE)
    lines.send(line, entry)

    got = received(client.sock)
    assert got == (entry * (len(got) // len(entry) + 1))[: len(got)]


def test_whoever_says_goodbye_gets_one_back_and_nothing_more(room):
    client = room.enter()
    client.send_close()
    wait_until(lambda: not room.lines)
    room.say(1)

    assert received(client.sock) == sockets.GOODBYE


def received(connection):
    got = b""
    while data := connection.recv(1 << 18):
        got += data
    return got


def test_a_connection_costs_no_thread_and_is_given_back(room):
    first = room.enter()
    threads, files = threading.active_count(), open_files()
    others = [room.enter() for _ in range(10)]

    wait_until(lambda: threading.active_count() <= threads + watch.WORKERS)
    for client in others:
        client.close()
    wait_until(lambda: len(room.clients) == 1)
    wait_until(lambda: open_files() <= files)
    room.say(1)
    assert numbers(first, 1) == [1]


def open_files():
    return len(list(Path("/proc/self/fd").iterdir()))
