"""Ends the connections of clients that no longer answer pings, on either transport."""

import time
from functools import partial

import engineio

from wgcop.supervisor import Duty

TIMEOUTS = Duty("live timeouts")


def supervise(eio: engineio.Server) -> None:
    """Replace what engineio starts for this on the first request: a thread that nobody would start again."""
    eio._service_task = lambda: TIMEOUTS.start(partial(end_silent, eio))


def end_silent(eio: engineio.Server) -> None:
    while True:
        time.sleep(eio.ping_timeout)
        for client in list(eio.sockets.values()):
            if client.closed:
                eio.sockets.pop(client.sid, None)
            elif not client.closing:
                client.check_ping_timeout()
