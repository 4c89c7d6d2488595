"""What is sent to everybody in a room: complete, in order and at once."""

import json
import socket
import threading
from queue import Queue

import engineio
import pytest
import socketio
from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from engineio.packet import MESSAGE, Packet
from socketio import PubSubManager, RedisManager
from structlog.testing import capture_logs
from wsproto import ConnectionType
from wsproto.connection import Connection
from wsproto.events import TextMessage

from tests.conftest import SETTINGS
from tests.live.room import entries, numbers, opened, wait_until
from wgcop import live
from wgcop.app import create_app
from wgcop.live import frames, sockets
from wgcop.live import lines as live_lines

SIZES = (0, 1, 100, 125, 126, 127, 5_000, 65_535, 65_536, 90_000)


def test_the_libraries_are_as_the_shared_frames_need_them(room):
    assert frames.unmet(room.socketio) == [
        "It is expected that WebSockets are of simple-websocket.",  # they are ours now
        "It is expected that queues are the standard library's.",
    ]


def test_with_libraries_of_another_version_everything_stays_as_it_comes(monkeypatch):
    monkeypatch.setitem(frames.TRIED, "python-engineio", "0.9")
    with capture_logs() as logged, opened() as room:
        client = room.enter()
        room.say(1, "as ever")

        assert not room.is_shared
        assert entries(client, 1) == [{"number": 1, "text": "as ever"}]
    assert "live_frames_not_shared" in [line["event"] for line in logged]


@pytest.mark.parametrize(
    ("library", "name"),
    [(PubSubManager, "_handle_emit"), (RedisManager, "_redis_listen_with_retries")],
)
@pytest.mark.parametrize("transport", live.TRANSPORTS)
def test_a_redis_manager_that_lacks_what_is_used_is_told_of(
    monkeypatch, tmp_path, capsys, library, name, transport
):
    monkeypatch.delattr(library, name)
    redis = {"REDIS_URL": "redis://127.0.0.1:1/0", "LIVE_TRANSPORT": transport}
    create_app({**SETTINGS, "DATA_DIR": tmp_path, **redis})
    logged = capsys.readouterr().err
    assert f'"missing": ["{name}"], "event": "redis_manager_is_not_as_expected"' in logged


def test_a_server_that_sends_no_packets_as_expected_keeps_the_stock_transport(monkeypatch, room):
    monkeypatch.delattr(socketio.Server, "_send_eio_packet")
    assert "It is expected that a packet is sent by `_send_eio_packet`." in frames.unmet(
        room.socketio
    )


@pytest.mark.parametrize("redis", ["", "redis://127.0.0.1:1/0"])
def test_the_stock_transport_takes_nothing_over(tmp_path, redis):
    create_app({**SETTINGS, "DATA_DIR": tmp_path, "REDIS_URL": redis, "LIVE_TRANSPORT": "stock"})
    eio = live.socketio.server.eio
    assert live.open_lines() is None
    assert eio._async["websocket"] is SimpleWebSocketWSGI
    assert eio._async["queue"] is Queue
    assert eio.start_background_task.__func__ is engineio.Server.start_background_task


@pytest.mark.parametrize("size", SIZES)
def test_a_frame_is_what_the_library_would_have_sent(size):
    packet = Packet(MESSAGE, "é" * (size // 2) + "x" * (size % 2))
    library = Connection(ConnectionType.SERVER)

    assert sockets.frame(packet) == library.send(TextMessage(data=packet.encode()))


def test_compression_is_not_agreed_even_when_it_is_offered(room):
    offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"
    client = room.enter(header=[offer])

    assert "sec-websocket-extensions" not in client.getheaders()
    room.say(1, "a" * 1000)
    assert entries(client, 1) == [{"number": 1, "text": "a" * 1000}]


def test_what_is_sent_leaves_at_once(room):
    room.enter()
    [line] = room.lines
    assert line.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_everybody_hears_everything_in_order_and_whole(room):
    clients = [room.enter() for _ in range(5)]
    for number, size in enumerate(SIZES * 2):
        room.say(number, "ش" * size if size < 1000 else "x" * size)

    for client in clients:
        heard = entries(client, len(SIZES) * 2)
        assert [e["number"] for e in heard] == list(range(len(SIZES) * 2))
        assert [len(e["text"]) for e in heard] == list(SIZES) * 2


def test_answers_and_pings_pass_between_broadcasts(room):
    client = room.enter()
    speaking = threading.Thread(target=lambda: [room.say(n, "x" * 500) for n in range(2000)])
    speaking.start()
    for number in range(50):
        client.send(f'42{number}["ask",{number}]')
        client.ping("still there?")
    speaking.join()

    heard, answered = [], set()
    while len(heard) < 2000 or len(answered) < 50:
        message = client.recv()
        if message.startswith("42"):
            heard.append(json.loads(message[2:])[1]["number"])
        elif message.startswith("43"):
            answered.add(message)
    assert heard == list(range(2000))


def test_nothing_is_held_back_for_what_may_follow(room, monkeypatch):
    sent = sends(monkeypatch)
    client = room.enter()
    [line] = room.lines
    sent.clear()
    for number in range(40):
        room.say(number)
        assert len(sent) == number + 1 and not line.backlog

    assert numbers(client, 40) == list(range(40))


def test_what_comes_while_another_thread_writes_waits_for_nobody_and_leaves_together(
    room, monkeypatch
):
    sent = sends(monkeypatch)
    client = room.enter()
    [line], lines = room.lines, room.socketio.server.manager.lines
    sent.clear()
    with lines._lock:
        writing = threading.Thread(target=room.say, args=(0,))
        writing.start()
        wait_until(lines._is_written.locked)
        for number in range(1, 5):
            room.say(number)
    writing.join()
    with lines._is_written:
        room.say(5)  # what is said before an answer also arrives before it
        lines.send(line, sockets.frame(Packet(MESSAGE, '2["entry",{"number":6}]')))

    assert numbers(client, 7) == list(range(7))
    assert len(sent) == 3


def sends(monkeypatch):
    """What is written to any line, each piece once it is."""
    sent, send = [], live_lines._send

    def count(fd, data, *rest):
        sent.append(data)
        return send(fd, data, *rest)

    monkeypatch.setattr(live_lines, "_send", count)
    return sent
