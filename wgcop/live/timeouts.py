"""Ends the connections of clients that no longer answer pings, on either transport."""

import time
from functools import partial

import engineio
import structlog
from engineio.socket import Socket

from wgcop.observing import figures
from wgcop.processes.supervisor import Duty

log = structlog.get_logger(__name__)

TIMEOUTS = Duty("live timeouts")


def supervise(eio: engineio.Server) -> None:
    """Let the supervisor run the check for silent clients. engineio would start it with the first
    request in a thread that nobody restarts if it fails.
    """
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
    """Return the number that identifies the client's line in the log, or an empty string for a
    client without one.
    """
    return getattr(client.queue, "number", "")
