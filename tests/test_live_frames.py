"""Real sockets on a small server: what each client is sent, in which order, and at whose cost."""

import json
import socket
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import requests
import websocket
from engineio.packet import MESSAGE, Packet
from flask import Flask
from flask_socketio import SocketIO
from structlog.testing import capture_logs
from werkzeug.serving import make_server
from wsproto import ConnectionType
from wsproto.connection import Connection
from wsproto.events import TextMessage

from tests.servers import HOST
from wgcop import live_frames, live_lines, live_sockets

SIZES = (0, 1, 100, 125, 126, 127, 5_000, 65_535, 65_536, 90_000)


class Room:
    """A server with one room that everybody is in."""

    def __init__(self, *, shared=True, **options):
        app = Flask(__name__)
        self.opened = []
        self.socketio = SocketIO()
        self.socketio.init_app(
            app,
            async_mode="threading",
            client_manager=live_frames.Broadcasts(),
            async_handlers=False,
            max_http_buffer_size=200_000,
            **options,
        )
        self.is_shared = shared and live_frames.install(self.socketio)
        self.socketio.on_event("ask", lambda number: number)
        self.server = make_server(HOST, 0, app, threaded=True)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"{HOST}:{self.server.port}/socket.io/?EIO=4&transport="

    @property
    def clients(self):
        return [c for c in self.socketio.server.eio.sockets.copy().values() if not c.closed]

    @property
    def lines(self):
        return list(self.socketio.server.manager.lines._named.values())

    def say(self, number, text=""):
        self.socketio.emit("entry", {"number": number, "text": text})

    def connect(self, query, **options):
        self.opened.append(
            websocket.create_connection(f"ws://{self.address}{query}", timeout=20, **options)
        )
        return self.opened[-1]

    def enter(self, **options):
        client = self.connect("websocket", **options)
        client.send("40")
        assert client.recv().startswith("0")
        assert client.recv().startswith("40")
        return client


@contextmanager
def opened(**options):
    room = Room(**options)
    try:
        yield room
    finally:
        for client in room.opened:
            client.shutdown()
        room.server.shutdown()
        room.server.server_close()


@pytest.fixture
def room():
    with opened() as room:
        assert room.is_shared
        yield room


def entries(client, count):
    heard = []
    while len(heard) < count:
        message = client.recv()
        if message.startswith('42["entry"'):
            heard.append(json.loads(message[2:])[1])
        elif message == "2":
            client.send("3")
    return heard


def numbers(client, count):
    return [entry["number"] for entry in entries(client, count)]


def stuck(room):
    """A client that reads nothing more, and has little room for what it does not read."""
    small = ((socket.SOL_SOCKET, socket.SO_RCVBUF, 4096),)
    return room.enter(sockopt=small)


def test_the_libraries_are_as_the_shared_frames_need_them(room):
    assert live_frames.unmet(room.socketio) == [
        "It is expected that WebSockets are of simple-websocket.",  # they are ours now
        "It is expected that queues are the standard library's.",
    ]


@pytest.mark.parametrize("size", SIZES)
def test_a_frame_is_what_the_library_would_have_sent(size):
    packet = Packet(MESSAGE, "é" * (size // 2) + "x" * (size % 2))
    library = Connection(ConnectionType.SERVER)

    assert live_sockets.frame(packet) == library.send(TextMessage(data=packet.encode()))


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


def test_who_comes_from_polling_misses_nothing_and_hears_it_in_order(room):
    address = f"http://{room.address}polling"
    opening = requests.get(address, timeout=10).text
    sid = json.loads(opening[1:])["sid"]
    requests.post(f"{address}&sid={sid}", "40", timeout=10)
    assert requests.get(f"{address}&sid={sid}", timeout=10).text.startswith("40")

    done = threading.Event()

    def speak():
        number = 0
        while not done.is_set():
            room.say(number := number + 1)
            time.sleep(0.0005)
        room.say(0)

    threading.Thread(target=speak).start()
    client = room.connect(f"websocket&sid={sid}")
    client.send("2probe")
    assert client.recv() == "3probe"
    polled = requests.get(f"{address}&sid={sid}", timeout=10).text.split("\x1e")
    client.send("5")
    heard = [json.loads(m[2:])[1]["number"] for m in polled if m.startswith("42")]
    heard += numbers(client, 300)
    done.set()
    while heard[-1]:
        heard += numbers(client, 1)

    assert heard[:-1] == list(range(heard[0], heard[0] + len(heard) - 1))
    assert heard[0] == 1


def test_what_follows_at_once_leaves_together_and_in_order(room):
    client = room.enter()
    [line], lines = room.lines, room.socketio.server.manager.lines
    for number in range(200):
        room.say(number, "x" * 900)
    assert line.is_gathered and line.kept_bytes < live_lines.GATHERED_BYTES + 2000
    lines.send(line, live_sockets.frame(Packet(MESSAGE, '2["entry",{"number":200}]')))

    assert numbers(client, 201) == list(range(201))
    wait_until(lambda: not line.kept)


def test_a_message_in_pieces_is_heard_as_one(room):
    client = room.enter()
    pieces = ('421["ask"', ',"é', '"]')
    for number, piece in enumerate(pieces):
        opcode = websocket.ABNF.OPCODE_CONT if number else websocket.ABNF.OPCODE_TEXT
        client.send_frame(
            websocket.ABNF.create_frame(piece.encode(), opcode, int(piece == pieces[-1]))
        )

    assert json.loads(client.recv().removeprefix("431")) == ["é"]


@pytest.mark.parametrize(
    "sent",
    [
        b"\x81\x02hi",  # not masked
        b"\x81\x81\0\0\0\0\xff",  # no text
        b"\x81\x80\0\0\0\0",  # nothing
        b"\x81\x81\0\0\0\0x",  # no packet
        b"\xf1\x81\0\0\0\0" + b"2",  # compressed, which was not agreed
        b"\x81\xff" + (300_000).to_bytes(8, "big") + b"\0\0\0\0" + b"4" * 300_000,
        b"\x01\x80\0\0\0\0" + b"\0\x80\0\0\0\0" * 200_001,  # nothing, in pieces without end
    ],
)
def test_whoever_sends_what_is_no_message_is_cut_off_and_nobody_else(room, sent):
    other, hostile = room.enter(), room.enter()
    with suppress(ConnectionError):  # it may be cut off while it sends
        hostile.sock.sendall(sent)
    wait_until(lambda: len(room.clients) == len(room.lines) == 1)
    room.say(1)

    assert numbers(other, 1) == [1]


def test_a_request_that_lacks_its_key_is_refused(room):
    headers = {"Upgrade": "websocket", "Connection": "Upgrade"}
    assert (
        requests.get(f"http://{room.address}websocket", headers=headers, timeout=5).status_code
        == 400
    )
    assert not room.lines


def test_who_answers_pings_stays_and_who_does_not_is_dropped():
    with opened(ping_interval=0.2, ping_timeout=0.6) as room:
        answers, silent = room.enter(), room.enter()
        for _ in range(8):
            assert answers.recv() == "2"
            answers.send("3")

        assert silent.recv() == "2"
        wait_until(lambda: len(room.clients) == len(room.lines) == 1)
        assert answers.recv() == "2"


def test_who_stops_reading_holds_up_nobody_and_is_dropped(room):
    reader, stopped = room.enter(), stuck(room)
    heard = []
    reading = threading.Thread(target=lambda: heard.extend(numbers(reader, 800)))
    reading.start()
    longest = 0.0
    for number in range(800):
        start = time.monotonic()
        room.say(number, "x" * 20_000)
        longest = max(longest, time.monotonic() - start)
        time.sleep(0.002)
    reading.join()

    assert heard == list(range(800))
    assert longest < 1
    assert_whole_until_cut_off(stopped)
    wait_until(lambda: len(room.clients) == 1)


def assert_whole_until_cut_off(client):
    got = []
    with pytest.raises((websocket.WebSocketException, OSError)):
        while True:
            got += numbers(client, 1)
    assert got == list(range(len(got)))
    assert len(got) < 800


def test_who_reads_late_gets_what_was_kept(room, monkeypatch):
    monkeypatch.setattr(live_lines, "KEPT_BYTES", 100_000_000)
    late = stuck(room)
    for number in range(3000):
        room.say(number, "x" * 5000)
    heard = numbers(late, 1000)
    room.say(3000)

    assert heard + numbers(late, 2001) == list(range(3001))


def test_nothing_follows_a_close_frame(room):
    client = room.enter()
    [line] = room.lines
    lines, entry = room.socketio.server.manager.lines, live_sockets.frame(Packet(MESSAGE, "entry"))
    lines.send(line, entry)
    lines.end(line, live_sockets.GOODBYE)
    lines.send(line, entry)
    room.say(1)

    assert received(client.sock) == entry + live_sockets.GOODBYE


def test_nothing_at_all_follows_what_a_client_did_not_take(room):
    client = stuck(room)
    [line] = room.lines
    lines, entry = (
        room.socketio.server.manager.lines,
        live_sockets.frame(Packet(MESSAGE, "x" * 999)),
    )
    while line.is_gathered or not line.kept:
        lines.broadcast([line.name], entry)
    lines.end(line, live_sockets.GOODBYE)
    lines.send(line, entry)

    got = received(client.sock)
    assert got == (entry * (len(got) // len(entry) + 1))[: len(got)]


def test_whoever_says_goodbye_gets_one_back_and_nothing_more(room):
    client = room.enter()
    client.send_close()
    wait_until(lambda: not room.lines)
    room.say(1)

    assert received(client.sock) == live_sockets.GOODBYE


def received(connection):
    got = b""
    while data := connection.recv(1 << 18):
        got += data
    return got


def test_a_connection_costs_no_thread_and_is_given_back(room):
    first = room.enter()
    threads, files = threading.active_count(), open_files()
    others = [room.enter() for _ in range(10)]

    wait_until(lambda: threading.active_count() <= threads + live_lines.WORKERS)
    for client in others:
        client.close()
    wait_until(lambda: len(room.clients) == 1)
    wait_until(lambda: open_files() <= files)
    room.say(1)
    assert numbers(first, 1) == [1]


def test_who_polls_no_more_is_dropped(room, monkeypatch):
    monkeypatch.setattr(live_frames, "KEPT_PACKETS", 50)
    address = f"http://{room.address}polling"
    sid = json.loads(requests.get(address, timeout=10).text[1:])["sid"]
    requests.post(f"{address}&sid={sid}", "40", timeout=10)
    wait_until(lambda: room.socketio.server.manager.rooms.get("/"))
    for number in range(100):
        room.say(number)

    assert not room.clients


def test_with_libraries_of_another_version_everything_stays_as_it_comes(monkeypatch):
    monkeypatch.setitem(live_frames.TRIED, "python-engineio", "0.9")
    with capture_logs() as logged, opened() as room:
        client = room.enter()
        room.say(1, "as ever")

        assert not room.is_shared
        assert entries(client, 1) == [{"number": 1, "text": "as ever"}]
    assert "live_frames_not_shared" in [line["event"] for line in logged]


def open_files():
    return len(list(Path("/proc/self/fd").iterdir()))


def wait_until(holds):
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline, "It did not come to pass."
        time.sleep(0.02)
