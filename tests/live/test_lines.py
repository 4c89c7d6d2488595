"""A client that does not read delays nobody, and a connection that ends leaves nothing behind."""

import json
import threading
import time
from pathlib import Path

import websocket
from engineio.packet import MESSAGE, Packet
from structlog.testing import capture_logs

from tests.live.room import entries, numbers, opened, stuck, wait_until
from wgcop.live import lines as live_lines
from wgcop.live import sockets, watch
from wgcop.observing import figures


def test_who_stops_reading_holds_up_nobody_and_is_told_that_they_are_dropped(room):
    before = dropped()
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
    assert dropped() == before + 1
    assert_whole_until_told(stopped)
    wait_until(lambda: len(room.clients) == 1)


def dropped():
    return figures.CUT.labels("slow")._value.get()


def assert_whole_until_told(client):
    got = []
    while True:
        opcode, data = client.recv_data(control_frame=True)
        if opcode == websocket.ABNF.OPCODE_CLOSE:
            break
        got.append(json.loads(data.removeprefix(b"42"))[1]["number"])
    assert data == (1013).to_bytes(2, "big") + b"slow"
    assert got == list(range(len(got)))
    assert 0 < len(got) < 400


def cut(logged):
    """Threads that tests before have left may write to the log too."""
    return [line for line in logged if line["event"] == "live_connection_dropped"]


def test_who_reads_nothing_ever_is_dropped_and_ended_and_the_log_tells_no_words():
    with capture_logs() as logged, opened(ping_interval=0.2, ping_timeout=0.6) as room:
        stuck(room)
        for _ in range(300):
            room.say(1, "Words of a delegation." * 1000)
        assert [line["cause"] for line in cut(logged)] == ["slow"]
        wait_until(lambda: not room.clients and not room.socketio.server.manager.lines)

    assert [line["cause"] for line in cut(logged)] == ["slow", "silent"]
    assert len({line["connection"] for line in cut(logged)}) == 1
    assert "delegation" not in str(logged)


def test_a_message_longer_than_what_may_wait_reaches_a_slow_reader_whole(room):
    client = stuck(room)
    room.say(1, "x" * 5_000_000)
    [line] = room.lines
    assert line.backlog_bytes > live_lines.MOST_BACKLOG

    assert [len(entry["text"]) for entry in entries(client, 1)] == [5_000_000]
    room.say(2)
    assert numbers(client, 1) == [2]


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
    while not line.backlog:
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
