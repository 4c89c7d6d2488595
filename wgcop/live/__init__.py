"""Live delivery: rooms by topic and language, and sending to them. The socket gives hints; HTTP is
authoritative.

Incoming connections: gunicorn accepts a connection to `/socket.io/`. `server.connections` gives it
a thread, and `seats` admits it if there is room. `sockets.WebSocket` answers the handshake, and
`line.take_over` takes the connection over from gunicorn, whose thread is free again. `watch` waits
for all `Lines` at once and passes on what they bring to engineio and `events.channels`.

Outgoing messages: `send` reaches `frames.Broadcasts`, which encodes a message once.
`Lines.broadcast` writes it to every line in the room at once, without blocking. A line keeps what
it cannot take, up to a bound; beyond it, its page is told, connects again and asks `GET
/live/<topic>` for what it missed. With several processes, `processes` carries messages through
Redis.

This relies on things that the libraries do not promise. In engineio, a client sends and closes
through its queue, its ping is a background task, and the handler of WebSockets can be replaced. In
python-socketio, the manager knows who is in a room, and listens to Redis in `_thread`. With
gunicorn and Werkzeug, the environment contains the socket, and an exception makes the server let go
of it. On Linux, there are `dup`, and `send` with `MSG_DONTWAIT`. `frames.unmet` checks engineio and
python-socketio at the start: if anything differs, it is logged and the stock transport is used.
`processes.check` does so for Redis. `tests/live` tests all of it against real sockets.

`LIVE_TRANSPORT=stock` leaves connections to Flask-SocketIO, with four threads for each. The browser
suite runs on the stock transport; its files in which pages hear each other run on our own too.
`timeouts` ends silent connections on both. Decision 29 explains why we have our own.
"""

from collections.abc import Callable, Mapping
from time import monotonic, sleep
from typing import Any

import structlog
from flask import Flask, current_app
from flask_socketio import SocketIO

from wgcop.live import frames, processes, sockets, timeouts
from wgcop.live.lines import Lines
from wgcop.live.packets import ReadablePacket
from wgcop.live.processes import Processes, disconnect_here
from wgcop.live.rooms import Rooms
from wgcop.observing import figures
from wgcop.origins import origin_of

log = structlog.get_logger(__name__)

OWN, STOCK = "own", "stock"
TRANSPORTS = (OWN, STOCK)

LARGEST_MESSAGE = 1_000_000
"""The largest message in bytes: enough for a long paper that is pasted into a draft."""

JOIN_EACH_SECOND = 40  # clients that are to come back after a restart
SHORTEST_SPREAD, LONGEST_SPREAD = 3, 60
"""Bounds of the seconds over which clients spread their return when the server restarts; the more
clients, the longer.
"""
CLOSE_WITHIN = 5.0
"""Seconds that clients have to answer a close frame."""

socketio = SocketIO()


def init_app(app: Flask) -> None:
    redis: str = app.config["REDIS_URL"]
    is_own = app.config["LIVE_TRANSPORT"] == OWN
    here = frames.Broadcasts if is_own else Rooms
    socketio.init_app(
        app,
        async_mode="threading",
        client_manager=Processes(redis, channel="wgcop") if redis else here(),
        # Polling needs every request of a client to reach the same process; a WebSocket does not.
        transports=["websocket"] if redis else ["polling", "websocket"],
        # Without this setting, the origin would be compared with the host that the request itself
        # names.
        cors_allowed_origins=origin_of(app.config["PUBLIC_URL"]),
        manage_session=False,
        async_handlers=False,  # with a thread for each event, the arrival of a full room would starve everything else
        max_http_buffer_size=LARGEST_MESSAGE,
        serializer=ReadablePacket,
        # A frame is a few hundred bytes: compressing it costs more than it saves.
        http_compression=False,
    )
    timeouts.supervise(socketio.server.eio)
    if redis:
        processes.check()
    if is_own:
        frames.install(socketio)


def open_lines() -> Lines | None:
    """Return the connections that were taken over, or None if they are left to the stock transport."""
    manager = socketio.server.manager
    return manager.lines if isinstance(manager, frames.Broadcasts) else None


MARKS = "|marks"


def room(topic: str, language: str) -> str:
    return f"{topic}|{language}"


def changes_room(topic: str, audience: str) -> str:
    """Return the room of pages that count changes below a topic, as far as this audience may see
    them.
    """
    return f"{topic}|changes for {audience}"


def persons_room(person_id: int) -> str:
    """Return the room of all sockets that were opened with a cookie of this person, even one that
    is no longer valid. Nothing is sent to it; it serves to disconnect them.
    """
    return f"person:{person_id}|sockets"


def marks_room(person_id: int) -> str:
    """Return the room of a person's own pages, which receive that person's read marks."""
    return f"person:{person_id}{MARKS}"


def send(event: str, payload: Mapping[str, Any], *, to: str, leave_out: str | None = None) -> None:
    """Send an event to everybody in the room, except the connection `leave_out`."""
    socketio.emit(event, payload, to=to, skip_sid=leave_out)


def languages_heard(topic: str) -> list[str]:
    """Return the languages read in the topic's room; with several processes, all languages that are
    offered.
    """
    languages: list[str] = current_app.extensions["languages"]
    return [language for language in languages if is_heard(room(topic, language))]


def is_heard(room: str) -> bool:
    """Return whether anybody is in the room or, with several processes, may be."""
    manager = socketio.server.manager
    return isinstance(manager, Processes) or room in manager.rooms.get("/", {})


def any_own_pages() -> bool:
    """Return whether anybody's own pages are open or, with several processes, may be."""
    manager = socketio.server.manager
    if isinstance(manager, Processes):
        return True
    return any(str(room).endswith(MARKS) for room in list(manager.rooms.get("/", {})))


def reaches_others() -> bool:
    """Return whether messages sent here reach the other processes; True if there are no other
    processes.
    """
    manager = socketio.server.manager
    return not isinstance(manager, Processes) or manager.reaches_others()


def disconnect_person(person_id: int) -> None:
    """Disconnect a person's sockets in every process. Their pages connect again and join with their
    current rights.
    """
    _disconnect(persons_room(person_id))


def empty_room(topic: str) -> None:
    """Disconnect the sockets of all listeners of a topic. Their pages connect again and ask to
    join.
    """
    for language in current_app.extensions["languages"]:
        _disconnect(room(topic, language))


def cut_off(sid: str) -> None:
    """End the connection itself, since a client that only left its rooms could join again at once."""
    server = socketio.server
    # looked up first: after the disconnection the manager no longer knows it
    client = server.eio.sockets.get(server.manager.eio_sid_from_sid(sid, "/"))
    server.disconnect(sid, ignore_queue=True)
    if client is not None:
        figures.CUT.labels("excess").inc()
        log.warning(
            "live_connection_dropped", cause="excess", connection=timeouts.number_of(client)
        )
        client.close(wait=False, abort=True)


def end_all(within: float) -> None:
    """End all connections because the server stops: answer polls, tell every connection that the
    server restarts, and give clients a moment to close.
    """
    server = socketio.server
    lines = open_lines()
    seconds = min(max(len(server.eio.sockets) // JOIN_EACH_SECOND, SHORTEST_SPREAD), LONGEST_SPREAD)
    if lines is not None:
        lines.end_all(sockets.farewell(seconds))
    for client in list(server.eio.sockets.values()):
        if lines is None or not client.upgraded:
            client.close(wait=False)
    until = monotonic() + min(within, CLOSE_WITHIN)
    while lines and monotonic() < until:
        sleep(0.05)  # until the last client has closed


_when_disconnected: list[Callable[[str], object]] = []


def when_disconnected(act: Callable[[str], object]) -> None:
    """Register a function to be called with the id of each connection that ends."""
    _when_disconnected.append(act)


def disconnected(sid: str) -> None:
    for act in _when_disconnected:
        act(sid)


def _disconnect(room: str) -> None:
    manager = socketio.server.manager
    if isinstance(manager, Processes):
        manager.disconnect_room(room)
    else:
        disconnect_here(manager, room)
