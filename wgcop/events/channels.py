"""Socket events for joining and leaving a topic's room and for typing. Rights are checked when a
room is joined.
"""

import re
from time import monotonic
from typing import Any

from flask import current_app, request, session
from flask_babel import gettext as _
from flask_login import current_user
from flask_socketio import join_room, leave_room

from wgcop import live, markup
from wgcop.database import db
from wgcop.events import presence_messages
from wgcop.events.change_counts import topics_counted_on
from wgcop.events.circles import heard
from wgcop.events.presence import introduced
from wgcop.events.queries import heard_now, seq_for
from wgcop.live import socketio
from wgcop.live.budget import Budget
from wgcop.web import current_audiences

# A page joins a few dozen topics when it opens and sends little afterwards: a member may open several
# pages at once. Guests get a smaller budget: a member who sends too much can be spoken to, a guest cannot.
GUESTS = Budget(at_once=40, each_second=2)
MEMBERS = Budget(at_once=400, each_second=20)


LONG_NUMBER = re.compile(r"\d{19}")
"""The pattern of a number that is longer than any row id. The database cannot be queried with such
a number.
"""


def spend() -> bool:
    """Return whether this connection may be answered. A connection that sent too much is cut off
    before the database is asked.
    """
    budget = MEMBERS if session.get("_user_id") else GUESTS
    if budget.spend(request.sid, monotonic()):  # type: ignore[attr-defined]
        return True
    live.cut_off(request.sid)  # type: ignore[attr-defined]
    return False


@socketio.on("join")
def join(message: Any) -> dict[str, Any]:
    if not spend():
        return {"ok": False}
    name, language = _read(message)
    if current_user.is_authenticated:
        join_room(live.marks_room(current_user.id))
    circles = heard(name, current_user)
    audiences = current_audiences() | frozenset(circles.values())
    if heard_now(name, audiences) is None and seq_for(name, audiences, circles) is None:
        return {
            "ok": False,
            "reason": _("There is nothing with that name, or you may not follow it."),
        }
    # The person is read once, before the rollback: after a restart, thousands join at the same time.
    who = introduced() if current_user.is_authenticated else None
    join_room(live.room(name, language))
    for room in changes_rooms(name):
        join_room(room)
    # Read in a new transaction: changes committed while the room was being joined were not sent to this page.
    db.session.rollback()
    if circles and name not in (circles := heard(name, current_user)):
        leave_rooms(name, language)
        return {"ok": False, "reason": _("You may no longer follow this.")}
    topic = heard_now(name, audiences)
    if who and presence_messages.has_presence(name, topic.audience if topic else circles.get(name)):
        presence_messages.arrive(name, request.sid, who)  # type: ignore[attr-defined]
    seq = topic.seq if topic else seq_for(name, audiences, circles)
    return {"ok": True, "seq": seq}


@socketio.on("leave")
def leave(message: Any) -> dict[str, Any]:
    if not spend():
        return {"ok": False}
    name, language = _read(message)
    leave_rooms(name, language)
    presence_messages.depart(name, request.sid)  # type: ignore[attr-defined]
    return {"ok": True}


def leave_rooms(name: str, language: str) -> None:
    leave_room(live.room(name, language))
    for room in changes_rooms(name):
        leave_room(room)


@socketio.on("disconnect")
def disconnect(reason: object = None) -> None:
    for budget in (GUESTS, MEMBERS):
        budget.forget(request.sid)  # type: ignore[attr-defined]
    live.disconnected(request.sid)  # type: ignore[attr-defined]
    presence_messages.depart_everywhere(request.sid)  # type: ignore[attr-defined]


@socketio.on("typing")
def typing(message: Any) -> dict[str, Any]:
    if not spend():
        return {"ok": False}
    name, _language = _read(message)
    who = (
        {"id": current_user.id, "name": current_user.name} if current_user.is_authenticated else {}
    )
    return {"ok": bool(who) and presence_messages.typing(name, request.sid, who)}  # type: ignore[attr-defined]


def changes_rooms(name: str) -> list[str]:
    return [
        live.changes_room(counted, audience)
        for counted in topics_counted_on(name)
        for audience in current_audiences()
    ]


def _read(message: Any) -> tuple[str, str]:
    """Return topic and language from the client's message, whatever it is. The topic may not exist;
    the language is always one that is offered.
    """
    fields = message if isinstance(message, dict) else {}
    languages: list[str] = current_app.extensions["languages"]
    name, language = fields.get("topic"), fields.get("language")
    if not isinstance(name, str) or markup.clean(name) != name or LONG_NUMBER.search(name):
        name = ""  # no topic has such a name, and the database would raise an error
    return name[:300], language if language in languages else languages[0]
