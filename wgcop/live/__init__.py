"""Live delivery: rooms by topic and language, and sending to them. The socket is a hint, HTTP is the truth.

How a frame travels. A browser connects to `/socket.io/`, at once by WebSocket or first by polling. gunicorn
accepts the connection and `server.connections` gives the request a thread once it has arrived; `seats` lets it
in if there is room. `sockets.WebSocket` answers the handshake, and `line.take_over` takes the connection away
from gunicorn, whose thread is free again. From here on the connection is a `Line` of `Lines`, and costs no
thread: `watch` waits for all of them with one selector and four readers, and what comes in goes to engineio,
python-socketio, and the handlers in `history.channels`. The other way, `send` reaches `frames.Broadcasts`: it
encodes a message once, as one WebSocket frame, and `Lines.broadcast` writes it to every line in the room without
blocking. What a line cannot take is kept for it up to a bound, beyond which the line is cut: its page connects
again and asks `GET /live/<topic>` for what it missed. With several processes `processes` repeats each message
through Redis, and each process writes to its own lines.

What this leans on, beyond what the libraries promise: that an engineio client sends and closes through its
queue, starts its ping as a background task and becomes a WebSocket by a handler that can be replaced; that
python-socketio's manager knows who is in a room, and that its Redis manager listens in `_thread`; that gunicorn
and Werkzeug leave the socket of a request in its environment and let go of it on an exception; that Linux hands
out a second descriptor of a connection (`dup`), closes only the first, and takes what fits with `MSG_DONTWAIT`,
by a `send` that is called through ctypes. `frames.unmet` checks engineio and python-socketio at the start, by
version and by what is used of them; if anything differs, it is logged and the stock transport is used.
`processes.check` logs what the Redis manager lacks, on either transport. `timeouts` replaces engineio's thread
that ends silent connections, on either too. `tests/live/` holds all of it against real sockets: `test_frames`, `test_lines` and
`test_sockets` for the transport, `test_connections` for gunicorn, `test_processes` for Redis,
`test_supervised_threads` for the threads, which `wgcop.supervisor` starts again if they fail.

`LIVE_TRANSPORT=stock` leaves connections to Flask-SocketIO and simple-websocket, with their four threads for
each client. People see no difference: the whole browser suite runs on the stock transport, and the files in
which pages hear each other on ours too.
Decision 29 says why connections are taken over.
"""

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app
from flask_socketio import SocketIO
from socketio import Manager

from wgcop.live import frames, processes, timeouts
from wgcop.live.lines import Lines
from wgcop.live.processes import Processes, disconnect_here

OWN, STOCK = "own", "stock"
TRANSPORTS = (OWN, STOCK)

socketio = SocketIO()


def init_app(app: Flask) -> None:
    redis: str = app.config["REDIS_URL"]
    is_own = app.config["LIVE_TRANSPORT"] == OWN
    here = frames.Broadcasts if is_own else Manager
    socketio.init_app(
        app,
        async_mode="threading",
        client_manager=Processes(redis, channel="wgcop") if redis else here(),
        # Polling needs every request of a client to reach the same process; a WebSocket does not.
        transports=["websocket"] if redis else ["polling", "websocket"],
        manage_session=False,
        async_handlers=False,  # a thread for each event would let a full room's arrival starve all else
        max_http_buffer_size=100_000,
        # A frame is a few hundred bytes: compressing it costs more than it saves.
        http_compression=False,
    )
    timeouts.supervise(socketio.server.eio)
    if redis:
        processes.check()
    if is_own:
        frames.install(socketio)


def open_lines() -> Lines | None:
    """The connections that were taken over; None if they are left to the stock transport."""
    manager = socketio.server.manager
    return manager.lines if isinstance(manager, frames.Broadcasts) else None


def room(topic: str, language: str) -> str:
    return f"{topic}|{language}"


def changes_room(topic: str, audience: str) -> str:
    """The room of pages that count changes below a topic, as far as this audience may see them."""
    return f"{topic}|changes for {audience}"


def persons_room(person_id: int) -> str:
    return f"person:{person_id}|sockets"


def send(event: str, payload: Mapping[str, Any], *, to: str) -> None:
    socketio.emit(event, payload, to=to)


def languages_heard(topic: str) -> list[str]:
    """The languages that people in the topic's room read; with several processes, all that are offered."""
    languages: list[str] = current_app.extensions["languages"]
    return [language for language in languages if is_heard(room(topic, language))]


def is_heard(room: str) -> bool:
    """Whether somebody is in the room or, with several processes, may be."""
    manager = socketio.server.manager
    return isinstance(manager, Processes) or room in manager.rooms.get("/", {})


def reaches_others() -> bool:
    """Whether what is sent here reaches the other processes, if there may be any."""
    manager = socketio.server.manager
    return not isinstance(manager, Processes) or manager.reaches_others()


def disconnect_person(person_id: int) -> None:
    """Drop a person's sockets in every process. Their pages connect again and join with the rights they have now."""
    _disconnect(persons_room(person_id))


def empty_room(topic: str) -> None:
    """Drop the sockets of all who listen to the topic. Their pages connect again and ask to join."""
    for language in current_app.extensions["languages"]:
        _disconnect(room(topic, language))


def cut_off(sid: str) -> None:
    """End the connection itself: a client that only left the rooms could join again at once."""
    server = socketio.server
    client = server.eio.sockets.get(server.manager.eio_sid_from_sid(sid, "/"))
    server.disconnect(sid, ignore_queue=True)
    if client is not None:
        client.close(wait=False, abort=True)


def _disconnect(room: str) -> None:
    manager = socketio.server.manager
    if isinstance(manager, Processes):
        manager.disconnect_room(room)
    else:
        disconnect_here(manager, room)
