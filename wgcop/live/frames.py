"""Broadcasts over WebSockets: one frame is built for everybody, and written at once to all sockets
that can take it.

This relies on internals of engineio and python-socketio. `unmet` lists deviations; if there are
any, the stock transport is used.
"""

from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from queue import Queue
from typing import Any

import engineio
import structlog
from engineio import packet as packets
from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from engineio.exceptions import SocketIsClosedError
from engineio.packet import Packet
from engineio.socket import Socket as Client
from flask_socketio import SocketIO
from socketio.packet import EVENT

from wgcop.live.lines import Lines
from wgcop.live.rooms import STEPS, Rooms
from wgcop.live.sockets import Outgoing, Pings, WebSocket, frame

log = structlog.get_logger(__name__)

TRIED = {"python-engineio": "4.15", "python-socketio": "5.18", "wsproto": "1.3"}
MOST_PACKETS = 1_000  # packets that may wait for one polling client


class Broadcasts(Rooms):
    """Socket.IO's manager of rooms, except that broadcasts are written directly to the lines of
    clients that have one.
    """

    lines: Lines | None = None

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        **options: Any,
    ) -> None:
        room = to or room
        if (
            self.lines is None
            or callback
            or isinstance(skip_sid, list)
            or not isinstance(data, dict)
        ):
            super().emit(event, data, namespace, room, skip_sid, callback, **options)
            return
        text = self.server.packet_class(
            EVENT, namespace=namespace, data=[event, data], binary=False
        ).encode()
        packet = Packet(packets.MESSAGE, text)
        people = self.get_participants(namespace, room)
        names = [eio_sid for sid, eio_sid in people if sid != skip_sid]
        for eio_sid in self.lines.broadcast(names, frame(packet)) if names else ():
            self._queue(eio_sid, packet)

    def _queue(self, eio_sid: str, packet: Packet) -> None:
        with suppress(SocketIsClosedError):  # the client has left in the meantime
            self.server._send_eio_packet(eio_sid, packet)
        client = self.server.eio.sockets.get(eio_sid)
        if client is not None and client.queue.qsize() > MOST_PACKETS:
            client.close(wait=False, abort=True)


def install(socketio: SocketIO) -> bool:
    """Send broadcasts through shared frames from now on. If the libraries are not as expected, log
    the reasons and return False.
    """
    missing = unmet(socketio)
    if missing:
        log.warning("live_frames_not_shared", reasons=missing)
        return False
    server, lines = socketio.server, Lines()

    class OverLines(WebSocket):
        def __init__(self, handler: Callable[[Any], Any], server: engineio.Server) -> None:
            super().__init__(handler, server, lines)

    server.eio._async = {**server.eio._async, "websocket": OverLines, "queue": Outgoing}
    server.eio.start_background_task = Pings(server.eio).start
    server.manager.lines = lines
    return True


def unmet(socketio: SocketIO) -> list[str]:
    """Return, as sentences, the expectations about the libraries that are not met."""
    installed = {name: version(name) for name in TRIED}
    reasons = [
        f"{name} is {installed[name]}; this was tried with {tried}"
        for name, tried in TRIED.items()
        if not installed[name].startswith(f"{tried}.")
    ]
    server = socketio.server
    eio = server.eio
    expected: dict[str, Callable[[], bool]] = {
        "a packet is sent by `_send_eio_packet`": lambda: hasattr(server, "_send_eio_packet"),
        "silent clients are ended by `_service_task`": lambda: (
            "_service_task" in engineio.Server._handle_connect.__code__.co_names
        ),
        "rooms change in steps that are known": lambda: all(hasattr(Rooms, name) for name in STEPS),
        "the manager is ours": lambda: isinstance(server.manager, Broadcasts),
        "WebSockets are of simple-websocket": lambda: (
            eio._async["websocket"] is SimpleWebSocketWSGI
        ),
        "queues are the standard library's": lambda: eio._async["queue"] is Queue,
        "clients are kept by their id": lambda: isinstance(eio.sockets, dict),
        "a client sends by its queue": lambda: "queue" in Client.send.__code__.co_names,
        "a client is told of its end by its queue": lambda: (
            "queue" in Client.close.__code__.co_names
        ),
        "a client starts its ping as a task": lambda: (
            {"start_background_task", "_send_ping"} <= set(Client.schedule_ping.__code__.co_names)
        ),
        "a client becomes a WebSocket by its handler": lambda: (
            "_websocket_handler" in Client._upgrade_websocket.__code__.co_names
        ),
    }
    for expectation, holds in expected.items():
        try:
            met = holds()
        except (AttributeError, KeyError, TypeError):
            met = False
        if not met:
            reasons.append(f"It is expected that {expectation}.")
    return reasons
