"""Attacks by connections: slow, idle, and far too many."""

import re
import socket
import ssl
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import websocket

from bench.attack.large import Large
from bench.load.doors import Door

SECONDS = 20
SLOW_HEADS, SLOW_BODIES, IDLE, LISTENERS = 400, 300, 1_500, 2_100
FLOOD_LINES, FLOOD_REQUESTS = 100, 8_000
STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")


def slow_heads(large: Large) -> str:
    """A byte of a head in each second."""
    head = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
    with opened(large.attackers, SLOW_HEADS) as lines:
        began = time.monotonic()
        say(lines, head)
        while (left := still_open(lines)) and time.monotonic() < began + SECONDS:
            time.sleep(1)
            say(lines, b"x")
        took = time.monotonic() - began
        assert left == 0, f"{left} of {len(lines)} slow heads are still waited for."
        return f"{len(lines)} cut off within {took:.0f} s"


def slow_bodies(large: Large) -> str:
    """A byte of a body in each second, which nginx takes in."""
    head = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n"
    with opened(large.attackers, SLOW_BODIES) as lines:
        began = time.monotonic()
        say(lines, head)
        while time.monotonic() < began + SECONDS:
            time.sleep(1)
            say(lines, b"x")
        reached = large.log().count('"status": 408')
        assert reached == 0, f"{reached} slow bodies reached a server."
        return f"{len(lines)} wait in nginx, none reached a server"


def idle_connections(large: Large) -> str:
    with opened(large.attackers, IDLE) as lines:
        began = time.monotonic()
        while (left := still_open(lines)) and time.monotonic() < began + SECONDS:
            time.sleep(0.5)
        took = time.monotonic() - began
        assert left == 0, f"{left} of {len(lines)} idle connections are still open."
        return f"{len(lines)} cut off within {took:.0f} s"


def idle_sockets(large: Large) -> str:
    """More live connections from one address than nginx lets it have; they say nothing."""
    met: Counter[str] = Counter()
    clients: list[websocket.WebSocket] = []

    def open_one(_: int) -> None:
        client = websocket.WebSocket()
        client.settimeout(30)
        try:
            large.attackers.line(client)
            clients.append(client)
            met["open"] += 1
        except websocket.WebSocketBadStatusException as refused:
            met[str(refused.status_code)] += 1
        except (OSError, websocket.WebSocketException):
            met["cut"] += 1

    try:
        with ThreadPoolExecutor(32) as pool:
            list(pool.map(open_one, range(LISTENERS)))
        time.sleep(5)
        left = still_open([client.sock for client in clients])
        assert left <= 2_000, f"One address has {left} connections, and the example allows 2,000."
        said = ", ".join(f"{count} × {word}" for word, count in met.most_common())
        return f"{said}; {left} still open at the end"
    finally:
        for client in clients:
            client.shutdown()


def flood_of_pages(large: Large) -> str:
    """As much as the servers can do, and below what one address may ask for."""
    met = flood(large, "/resolutions/", FLOOD_REQUESTS // 2)
    return shown(met)


def flood_beyond(large: Large) -> str:
    """More than one address may ask for."""
    met = flood(large, "/live/clock", FLOOD_REQUESTS)
    assert met["429"], f"Nothing of the flood was refused: {dict(met)}."
    return shown(met)


def flood(large: Large, address: str, requests: int) -> Counter[str]:
    """Many requests on each of a hundred connections, none of which waits for an answer."""
    each = requests // FLOOD_LINES
    asked = f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() * each
    met: Counter[str] = Counter()

    def send(line: ssl.SSLSocket) -> None:
        line.settimeout(60)
        with suppress(OSError):
            line.sendall(asked)
            heard, counted, until = b"", 0, time.monotonic() + 2 * SECONDS
            while counted < each and time.monotonic() < until and (piece := line.recv(65536)):
                found = STATUS.findall(heard + piece)
                met.update(status.decode() for status in found)
                counted += len(found)
                heard = (heard + piece)[-12:]

    with opened(large.attackers, FLOOD_LINES) as lines:
        with ThreadPoolExecutor(FLOOD_LINES) as pool:
            list(pool.map(send, lines))
    assert not any(status.startswith("5") for status in met), f"Servers failed: {dict(met)}."
    return met


def shown(met: Counter[str]) -> str:
    return ", ".join(f"{count} × {status}" for status, count in met.most_common())


@contextmanager
def opened(door: Door, count: int) -> Iterator[list[ssl.SSLSocket]]:
    lines: list[socket.socket] = []

    def open_one(_: int) -> None:
        with suppress(OSError):
            lines.append(door.connection(patience=30))

    try:
        with ThreadPoolExecutor(32) as pool:
            list(pool.map(open_one, range(count)))
        yield lines
    finally:
        for line in lines:
            line.close()


def say(lines: list[ssl.SSLSocket], words: bytes) -> None:
    for line in lines:
        with suppress(OSError):
            line.sendall(words)


def still_open(lines: list[ssl.SSLSocket]) -> int:
    return sum(is_open(line) for line in lines)


def is_open(line: ssl.SSLSocket) -> bool:
    """What came before the end is read first: a live connection was greeted, and asked whether it is still there."""
    line.setblocking(False)
    try:
        while line.recv(4096):
            pass
        return False
    except (ssl.SSLWantReadError, BlockingIOError):
        return True
    except OSError:
        return False
    finally:
        with suppress(OSError):
            line.settimeout(10)
