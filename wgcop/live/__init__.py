"""The Socket.IO server: rooms by topic and language, and sending to them. The socket is a hint, HTTP is the truth."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app
from flask_socketio import SocketIO

from wgcop.live import frames
from wgcop.live.processes import Processes, disconnect_here

socketio = SocketIO()


def init_app(app: Flask) -> None:
    redis: str = app.config["REDIS_URL"]
    socketio.init_app(
        app,
        async_mode="threading",
        client_manager=Processes(redis, channel="wgcop") if redis else frames.Broadcasts(),
        # Polling needs every request of a client to reach the same process; a WebSocket does not.
        transports=["websocket"] if redis else ["polling", "websocket"],
        manage_session=False,
        async_handlers=False,  # a thread for each event would let a full room's arrival starve all else
        max_http_buffer_size=100_000,
        # A frame is a few hundred bytes: compressing it costs more than it saves.
        http_compression=False,
    )
    frames.install(socketio)


def room(topic: str, language: str) -> str:
    return f"{topic}|{language}"


def changes_room(topic: str, audience: str) -> str:
    """Where pages learn that something below a topic changed which this audience may see."""
    return f"{topic}|changes for {audience}"


def persons_room(person_id: int) -> str:
    return f"person:{person_id}|sockets"


def send(event: str, payload: Mapping[str, Any], *, to: str) -> None:
    socketio.emit(event, payload, to=to)


def languages_heard(topic: str) -> list[str]:
    """Languages that somebody in the topic's room reads; with several processes, all that are offered."""
    languages: list[str] = current_app.extensions["languages"]
    return [language for language in languages if is_heard(room(topic, language))]


def is_heard(room: str) -> bool:
    """Somebody is in the room, or, with several processes, may be."""
    manager = socketio.server.manager
    return isinstance(manager, Processes) or room in manager.rooms.get("/", {})


def reaches_others() -> bool:
    """Whether what is said here is heard in the other processes, where there may be any."""
    manager = socketio.server.manager
    return not isinstance(manager, Processes) or manager.reaches_others()


def disconnect_person(person_id: int) -> None:
    """Drop a person's sockets in every process, so that joining is asked again with the rights of now."""
    _disconnect(persons_room(person_id))


def empty_room(topic: str) -> None:
    """Drop the sockets of all who listen to the topic; their pages connect again and ask to join."""
    for language in current_app.extensions["languages"]:
        _disconnect(room(topic, language))


def cut_off(sid: str) -> None:
    """End the connection itself: who has only been shown out of the rooms could come in again at once."""
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
