"""How a client connects, by polling or at once, what it may send, and how a silent one is dropped."""

import json
import threading
import time
from contextlib import suppress

import pytest
import requests
import websocket

from tests.live.room import numbers, opened, wait_until
from wgcop.live import frames, sockets
from wgcop.live.packets import ReadablePacket


def test_a_client_that_changes_from_polling_misses_nothing_and_hears_it_in_order(room):
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


def test_who_polls_no_more_is_dropped(room, monkeypatch):
    monkeypatch.setattr(frames, "MOST_PACKETS", 50)
    address = f"http://{room.address}polling"
    sid = json.loads(requests.get(address, timeout=10).text[1:])["sid"]
    requests.post(f"{address}&sid={sid}", "40", timeout=10)
    wait_until(lambda: room.socketio.server.manager.rooms.get("/"))
    for number in range(100):
        room.say(number)

    assert not room.clients


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
        b"\x81\xfe" + (19_000).to_bytes(2, "big") + b"\0\0\0\0" + b"4" + b"[" * 18_999,  # no end
        b"\xf1\x81\0\0\0\0" + b"2",  # compressed, which was not agreed
        b"\x81\xff" + (30_000).to_bytes(8, "big") + b"\0\0\0\0" + b"4" * 30_000,
        b"\x01\x80\0\0\0\0" + b"\0\x80\0\0\0\0" * 20_001,  # nothing, in pieces without end
    ],
)
def test_whoever_sends_what_is_no_message_is_cut_off_and_nobody_else(sent):
    with opened(largest=20_000) as room:
        other, hostile = room.enter(), room.enter()
        with suppress(ConnectionError):  # it may be cut off while it sends
            hostile.sock.sendall(sent)
        wait_until(lambda: len(room.clients) == len(room.lines) == 1)
        room.say(1)

        assert numbers(other, 1) == [1]


def test_who_nests_a_message_too_deeply_is_answered_as_if_it_said_nothing(caplog):
    with opened(serializer=ReadablePacket) as room:
        client = room.enter()
        client.send('421["ask",' + "[" * 100_000)
        assert client.recv() == "431[]"
        client.send('422["ask",7]')
        assert client.recv() == "432[7]"
    assert not caplog.records


@pytest.mark.parametrize("message", ['42["nothing"]', "40", "3", "ping"])
def test_whoever_sends_without_end_is_cut_off_and_nobody_else(room, message):
    other, flooding = room.enter(), room.enter()
    with suppress(ConnectionError, websocket.WebSocketException):
        for _ in range(sockets.MESSAGES.at_once + 100):
            flooding.ping() if message == "ping" else flooding.send(message)
    wait_until(lambda: len(room.clients) == len(room.lines) == 1)
    room.say(1)

    assert numbers(other, 1) == [1]
    other.send('421["ask",7]')
    assert other.recv() == "431[7]"


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
