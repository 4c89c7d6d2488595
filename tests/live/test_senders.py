"""Long bodies: who has a place for one, and how long it is waited for."""

import socket

import pytest

from tests import servers
from wgcop.server import connections, senders
from wgcop.server.connections import InTime, Places


def test_half_of_the_places_are_for_one_network_at_most():
    places = Places(4)
    assert [places.take("one") for _ in range(3)] == [True, True, False]
    assert [places.take(each) for each in ("two", "three", "four")] == [True, True, False]
    places.give_back("one")
    assert places.take("four")
    assert Places(1).take("one")


def test_a_body_has_more_time_only_for_what_has_come(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(connections.time, "monotonic", lambda: now[0])
    ours, theirs = socket.socketpair()
    with ours, theirs:
        reading = InTime(ours)
        reading.start()
        theirs.sendall(bytes(connections.BODY_RATE * 2))
        received = 0
        while received < connections.BODY_RATE * 2:
            received += len(reading.recv(100_000))
        now[0] = connections.BODY_SECONDS + 1.9
        theirs.sendall(b"more")
        assert reading.recv(10) == b"more" and not reading.is_late
        now[0] += 0.2
        with pytest.raises(TimeoutError):
            reading.recv(10)
        assert reading.is_late


def test_the_head_of_a_request_tells_who_is_signed_in(app, world):
    def head(cookie):
        others = "other=1; of[another]=application"
        return f"POST / HTTP/1.1\r\nHost: x\r\nCookie: {others}; {cookie}\r\n\r\n".encode()

    with app.app_context():
        name, value = servers.sealed_cookie(app, world.amina)
        guest = app.session_interface.get_signing_serializer(app).dumps({"csrf_token": "abc"})
    assert senders.is_signed_in(app, head(f"{name}={value}"))
    for other in (f"{name}={guest}", f"{name}={value}x", f"{name}=", "another=thing"):
        assert not senders.is_signed_in(app, head(other))
    assert not senders.is_signed_in(app, b"POST / HTTP/1.1\r\n\r\n")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, "192.0.2.1", "127.0.0.1"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "198.51.100.1, 192.0.2.1", "192.0.2.1"),
        (2, "198.51.100.1, 192.0.2.1", "198.51.100.1"),
        (2, "192.0.2.1", "127.0.0.1"),
    ],
)
def test_places_count_by_the_address_that_a_trusted_proxy_tells(proxies, forwarded, network):
    head = f"POST / HTTP/1.1\r\nX-Forwarded-For: {forwarded}\r\n\r\n".encode()
    assert senders.network(proxies, head, "127.0.0.1") == network
