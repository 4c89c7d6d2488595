"""Joining and leaving a topic's room; who may listen is asked when the room is joined."""

from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_login import current_user
from flask_socketio import join_room, leave_room

from wgcop import live
from wgcop.history.queries import topic_for
from wgcop.live import socketio
from wgcop.web import current_audiences


@socketio.on("connect")
def connect() -> None:
    if current_user.is_authenticated:
        join_room(live.persons_room(current_user.id))


@socketio.on("join")
def join(message: Any) -> dict[str, Any]:
    name, language = _read(message)
    topic = topic_for(name, current_audiences())
    if topic is None:
        return {"ok": False, "reason": _("You may not listen here, or there is nothing of that name.")}
    join_room(live.room(name, language))
    join_room(live.parents_room(name))
    return {"ok": True, "seq": topic.seq}


@socketio.on("leave")
def leave(message: Any) -> dict[str, Any]:
    name, language = _read(message)
    leave_room(live.room(name, language))
    leave_room(live.parents_room(name))
    return {"ok": True}


def _read(message: Any) -> tuple[str, str]:
    """Whatever a client sends becomes a name that may not exist and a language that is offered."""
    given = message if isinstance(message, dict) else {}
    languages: list[str] = current_app.extensions["languages"]
    language = given.get("language")
    return str(given.get("topic", ""))[:300], language if language in languages else languages[0]
