"""A client that sends half a request, or nothing, keeps nobody else from being answered."""

import socket
import time
from contextlib import ExitStack, suppress

import pytest
import requests
import websocket

from tests import servers
from tests.conftest import SETTINGS
from wgcop import live
from wgcop.server.connections import MOST_CLOSING


@pytest.fixture
def served(world, app, database, tmp_path, settings):
    few = {"THREADS": 6, "THREADS_FOR_PAGES": 4, "CONNECTIONS_PER_ADDRESS": 60, **settings}
    with servers.workspace({**SETTINGS, **database, **few}, tmp_path) as served:
        yield served


@pytest.fixture
def connect(served):
    with ExitStack() as opened:

        def connect(sent=b""):
            connection = socket.create_connection((servers.HOST, served.port))
            opened.enter_context(connection)
            connection.sendall(sent)
            return connection

        yield connect


def is_well(served):
    return requests.get(f"{served.url}/healthz", timeout=5).text.startswith("ok")


HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"


LONG = b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n"


FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_half_requests_and_idle_connections_stop_nobody(served, connect):
    begun = time.monotonic()
    late = connect(HALF_A_HEAD)
    for _ in range(20):
        connect(HALF_A_HEAD)
        connect(b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
    slow = [connect(LONG + FORM + b"\r\nabc") for _ in range(3)]
    assert is_well(served)

    # Of long bodies only some may be on their way at once.
    refused = []
    for connection in slow:
        connection.settimeout(1)
        try:
            refused.append(connection.recv(100).startswith(b"HTTP/1.1 503"))
        except TimeoutError:
            refused.append(False)
    assert sorted(refused) == [False, True, True]

    # Nor may one address have all connections.
    idle = [connect() for _ in range(40)]
    time.sleep(0.3)
    idle[-1].settimeout(1)
    assert idle[-1].recv(1) == b""
    for connection in idle:
        connection.close()
    time.sleep(0.3)
    assert is_well(served)

    # A request in pieces, and the next one on the same connection behind it, are answered.
    whole = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    connection = connect(whole[:20])
    time.sleep(0.1)
    connection.sendall(whole[20:] + whole + whole[:-1])
    time.sleep(0.3)
    connection.sendall(whole[-1:])
    connection.settimeout(5)
    answers = b""
    while answers.count(b"HTTP/1.1 200") < 3:
        answers += connection.recv(10_000) or pytest.fail("It was closed too early.")

    # What does not come in time is not waited for.
    late.settimeout(25)
    assert late.recv(1) == b""
    assert 10 < time.monotonic() - begun < 20


MUCH = b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n" + FORM


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_guests_who_declare_much_and_are_silent_take_no_place_of_a_member(
    served, connect, app, world
):
    silent = [connect(LONG + FORM + b"\r\nabc") for _ in range(10)]
    refused = [connect(MUCH + b"\r\nabc") for _ in range(16)]
    time.sleep(0.5)
    text = {"body": "Kenya agrees. " * 10_000}
    member = requests.post(
        f"{served.url}/comments/preview",
        data=text,
        cookies=dict([servers.sealed_cookie(app, world.amina)]),
        timeout=5,
    )
    assert member.status_code == 400  # read to its end, and it lacks the token of a form
    guest = requests.post(f"{served.url}/comments/preview", data=text, timeout=30)
    assert guest.status_code == 503
    for connection in silent + refused:
        connection.close()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_connection_ends_with_the_answer_that_its_body_is_too_large(served, connect):
    for _ in range(5):
        connection = connect(MUCH + b"\r\nabc")
        connection.settimeout(5)
        answer = b""
        while piece := connection.recv(10_000):
            answer += piece
        assert answer.startswith(b"HTTP/1.1 413")
        assert b"\r\nconnection: close\r\n" in answer.lower()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_who_sends_on_after_a_100_continue_still_reads_why_it_was_refused(served, connect):
    size = 20_000_000
    head = f"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: {size}\r\n".encode()
    connection = connect(head + FORM + b"Expect: 100-continue\r\n\r\n")
    connection.settimeout(20)
    assert connection.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
    connection.sendall(bytes(size))
    assert connection.recv(12) == b"HTTP/1.1 413"


def has_ended(connection):
    connection.settimeout(2)
    try:
        while connection.recv(10_000):
            pass
    except TimeoutError:
        return False
    except ConnectionResetError:
        pass
    return True


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_those_who_are_refused_and_stay_are_not_held_without_end(served, connect):
    refused = []
    for _ in range(MOST_CLOSING + 20):
        connection = connect(MUCH + b"\r\nabc")
        connection.settimeout(20)
        assert connection.recv(12) in (b"HTTP/1.1 413", b"HTTP/1.1 503")
        refused.append(connection)
    assert any(has_ended(each) for each in refused[MOST_CLOSING:])


@pytest.mark.parametrize("settings", [{"LIVE_TRANSPORT": one} for one in live.TRANSPORTS])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_guest_who_joins_without_end_has_no_line_any_more(served):
    """If the connection stayed open, they could join again through it with a new budget."""
    guest = websocket.create_connection(
        f"ws://{servers.HOST}:{served.port}/socket.io/?EIO=4&transport=websocket",
        origin=served.url,
        timeout=10,
    )
    with suppress(ConnectionError):
        for message in ["40", *['420["join",{"topic":"nothing"}]'] * 300, "40"]:
            guest.send(message)
    heard = []
    with pytest.raises((websocket.WebSocketConnectionClosedException, ConnectionError)):
        while True:
            heard.append(guest.recv())
    assert sum(message.startswith("40") for message in heard) <= 1
    assert sum(message.startswith("430") for message in heard) < 100
    assert is_well(served)


@pytest.mark.parametrize("settings", [{"LIVE_TRANSPORT": one} for one in live.TRANSPORTS])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_those_who_listened_and_left_leave_room_for_others(served):
    for _ in range(5):
        guest = websocket.create_connection(
            f"ws://{servers.HOST}:{served.port}/socket.io/?EIO=4&transport=websocket",
            origin=served.url,
            timeout=10,
        )
        guest.send("40")
        guest.close()
        assert is_well(served)
    time.sleep(0.5)
    assert is_well(served)
