"""The socket messages about who is in a room and who is typing.

They are not entries: they are neither numbered nor stored, and cannot be caught up.
"""

from time import monotonic
from typing import Any

from flask import Flask, current_app
from flask_babel import force_locale

from wgcop import live
from wgcop.events.layers import is_layer
from wgcop.events.presence import (
    MOST_NAMES,
    InMemory,
    Presence,
    Present,
    Register,
    named_for_readers,
)
from wgcop.events.presence_in_redis import InRedis
from wgcop.live import socketio

PAUSE = 0.3
"""Seconds for which arrivals and departures are gathered before a room is told. A full room is told
less often.
"""


def presence() -> Presence:
    """Return the presence of this application; each process has its own."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    extensions = app.extensions
    here: Presence = extensions.get("presence") or extensions.setdefault(
        "presence", Presence(register(app))
    )
    return here


def register(app: Flask) -> Register:
    def tell(topic: str) -> None:
        with app.app_context():
            tell_soon(topic)

    url: str = app.config["REDIS_URL"]
    return InRedis(url, tell) if url else InMemory()


def has_presence(name: str, audience: str | None) -> bool:
    """Return whether people who listen to this topic see each other. A private layer may have no
    topic yet.

    Guests see nobody, and a person's own topic has only one listener. Pages all over the workspace
    listen to a floor, so their readers are not in one room. In the room of a meeting, hundreds
    would be notified of each arrival and departure; the list of participants says who takes part.
    """
    if name.endswith(("@floor", "@room")):
        return False
    return audience is None or audience == "members" or is_layer(audience)


def arrive(topic: str, sid: str, person: Present) -> None:
    presence().enter(topic, sid, person)
    tell_soon(topic)


def depart(topic: str, sid: str) -> None:
    if presence().leave(topic, sid):
        tell_soon(topic)


def depart_everywhere(sid: str) -> None:
    for topic in presence().leave_all(sid):
        tell_soon(topic)


def typing(topic: str, sid: str, person: dict[str, Any]) -> bool:
    """Tell the room that somebody is typing. Return False if they are not in the room, or reported
    typing within the last second.
    """
    if not presence().is_in(topic, sid) or not presence().may_type(sid, monotonic()):
        return False
    for language in live.languages_heard(topic):
        live.send("typing", {"topic": topic, "person": person}, to=live.room(topic, language))
    return True


def tell_soon(topic: str) -> None:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    here = presence()

    def tell(topic: str) -> None:
        with app.app_context():
            people = here.register.people(topic)
            for language in live.languages_heard(topic):
                with force_locale(language):
                    message = {
                        "topic": topic,
                        "people": [
                            {
                                "id": p.id,
                                "name": p.name,
                                "delegation": named_for_readers(p.delegation),
                            }
                            for p in people[:MOST_NAMES]
                        ],
                        "count": len(people),
                    }
                live.send("presence", message, to=live.room(topic, language))

    def later(act: Any) -> None:
        def wait() -> None:
            # one second more for every 200 people, since each message goes to all of them
            socketio.sleep(PAUSE + len(here.register.people(topic)) / 200)
            act()

        socketio.start_background_task(wait)

    here.gather(topic, tell, later)
