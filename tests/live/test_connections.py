"""What a request takes of the server before it is answered; whole servers are tried in `tests/rest/live`."""

import socket

import pytest
from gunicorn.config import Config

from wgcop.networks import network_of
from wgcop.server.connections import Connection


@pytest.mark.parametrize(
    ("asked", "reads", "takes_turn"),
    [
        (b"GET /clauses/1 HTTP/1.1", True, True),
        (b"POST /clauses/1/comments HTTP/1.1", False, True),
        (b"GET /live/clause:1?after=3 HTTP/1.1", True, False),
        (b"GET /socket.io/?EIO=4&transport=polling HTTP/1.1", True, False),
        (b"POST /socket.io/?EIO=4&transport=polling HTTP/1.1", False, False),
        (b"nonsense", False, True),
    ],
)
def test_who_listens_or_catches_up_takes_no_turn_of_those_who_read_and_write(
    asked, reads, takes_turn
):
    here, there = socket.socketpair()
    with here, there:
        connection = Connection(None, Config(), here, "", "")
        connection.add(asked + b"\r\nHost: x\r\n\r\n")
        assert connection.has_arrived
        assert (connection.reads, connection.takes_turn) == (reads, takes_turn)


def test_a_household_of_ipv6_counts_as_one():
    assert network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2:ffff::1")
    assert network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")
    assert network_of("::ffff:192.0.2.7") == network_of("192.0.2.7") == "192.0.2.7"
    assert network_of("not an address") == "not an address"
