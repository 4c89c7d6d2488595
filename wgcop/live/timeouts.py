"""Ends the connections of clients that no longer answer pings, on either transport."""

import time
from functools import partial

import engineio
import structlog
from engineio.socket import Socket

from wgcop import figures
from wgcop.supervisor import Duty

log = structlog.get_logger(__name__)

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
            elif not client.closing and not client.check_ping_timeout():
                figures.CUT.labels("silent").inc()
                log.info("live_connection_dropped", cause="silent", connection=number_of(client))


def number_of(client: Socket) -> str:
    """By which the log knows a line; empty for a client without one."""
    return getattr(client.queue, "number", "")
