"""Socket events of people who write in a text: opening it, pushing steps, asking for steps, and
showing a cursor.

| event of a page | what it sends | the answer |
|---|---|---|
| `document:open` | `desk`, `document`, `schema` | `revision`, `version`, `doc`, `you`, `people` |
| `document:steps` | `desk`, `document`, `revision`, `version`, `steps`, `client` | `from`, `steps`, `taken` |
| `document:since` | `desk`, `document`, `revision`, `version` | `from`, `steps` |
| `document:cursor` | `desk`, `document`, `revision`, `client`, `version`, `anchor`, `head` | `ok` |

The `desk` is `draft` if a page names none. `taken` is the number of steps that need not be sent
again, which is all of them. Each answer has `ok`; one that is not ok has a `reason` of
`reasons.DeclineReason` and a `message`. Permission is checked at every event.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from time import monotonic
from typing import Any

import structlog
from flask import current_app, request
from flask_babel import get_locale
from flask_socketio import join_room, leave_room

from wgcop import live
from wgcop.accounts.identity import NamedSession, named_session
from wgcop.database import db, is_of_the_moment, writing
from wgcop.events import presence_messages
from wgcop.events.presence import introduced
from wgcop.live import socketio
from wgcop.live.budget import Budget
from wgcop.paper.schema import SCHEMA_HASH
from wgcop.paper.steps import BadStep, read_step
from wgcop.writing import broadcasts, cursors
from wgcop.writing.authority import SERVER, Push, Taken, since, take
from wgcop.writing.desks import OpenManuscript, WritingDesk, desk_called
from wgcop.writing.handing_in import Counter
from wgcop.writing.reasons import Declined, DeclineReason, message

log = structlog.get_logger(__name__)

MOST_STEPS = 1_000
PUSHES = Budget(at_once=200, each_second=40)
"""The budget for steps. A key that is held down makes thirty a second."""
CURSORS = Budget(at_once=8, each_second=4)


Handler = Callable[[dict[str, Any]], dict[str, Any]]


def answered(handler: Handler) -> Callable[[Any], dict[str, Any]]:
    """Wrap a handler so that it always answers: a page that gets no answer would send the same
    again and again.
    """

    @wraps(handler)
    def answer(sent: Any = None) -> dict[str, Any]:
        try:
            if not isinstance(sent, dict):
                raise Declined(DeclineReason.UNKNOWN)
            return {"ok": True, **handler(sent)}
        except Declined as turned_down:
            reason = turned_down.reason
        except Exception as error:
            reason = DeclineReason.BUSY if is_of_the_moment(error) else DeclineReason.UNKNOWN
            log.exception("writing_failed", reason=str(reason))
        db.session.rollback()
        return {"ok": False, "reason": str(reason), "message": message(reason)}

    return answer


@socketio.on("document:open")
@answered
def open_document(sent: dict[str, Any]) -> dict[str, Any]:
    if sent.get("schema") != SCHEMA_HASH:
        raise Declined(DeclineReason.SCHEMA)
    person_id = _writer(PUSHES)
    desk, document = _desk(sent), _number(sent, "document")
    text = desk.open(db.session, document, person_id)
    _leave_others(text)
    room = broadcasts.room(text)
    rooms = (room, live.room(room, str(get_locale())))
    for each in rooms:
        join_room(each)
    # Steps committed while the room was being joined were not sent to this page, so read again.
    db.session.rollback()
    try:
        text = desk.open(db.session, document, person_id)
    except Declined:
        for each in rooms:
            leave_room(each)
        raise
    version, words = desk.stored_text(db.session, text.revision)
    here = introduced()
    presence = presence_messages.presence()
    presence.enter(room, _sid(), here)
    cursors.came(_sid(), text, here)
    people = presence.register.people(room)
    return {
        "revision": text.revision,
        "version": version,
        "doc": words,
        "you": cursors.shown(here, text),
        "people": [cursors.shown(person, text) for person in people if person.id in text.writers],
    }


@socketio.on("document:steps")
@answered
def push_steps(sent: dict[str, Any]) -> dict[str, Any]:
    session = _session(PUSHES)
    push = Push(
        desk=_desk(sent),
        document=_number(sent, "document"),
        revision=_number(sent, "revision"),
        version=_number(sent, "version"),
        steps=_steps(sent.get("steps")),
        client=_client(sent),
        by=session.person,
        session=session,
        sid=_sid(),
    )
    cursors.goes_by(_sid(), push.client)
    answer = _counter().hand_in(push, _take)
    if isinstance(answer, Declined):
        raise answer
    return {**_as_sent(answer), "taken": len(push.steps)}


@socketio.on("document:since")
@answered
def steps_since(sent: dict[str, Any]) -> dict[str, Any]:
    text = _opened(sent, _writer(PUSHES))
    return _as_sent(since(db.session, text, _number(sent, "version")))


@socketio.on("document:cursor")
@answered
def show_cursor(sent: dict[str, Any]) -> dict[str, Any]:
    """Show a cursor to the others. The server itself determines whose it is."""
    text = _opened(sent, _writer(CURSORS))
    if "client" in sent:
        cursors.goes_by(_sid(), _client(sent))
    place = None if sent.get("anchor") is None else (_number(sent, "anchor"), _number(sent, "head"))
    cursors.moved(_sid(), text, _number(sent, "version"), place)
    return {}


def _take(pushes: Sequence[Push]) -> Sequence[Taken | Declined]:
    session = db.session
    session.rollback()  # SQLite takes the write lock where a transaction begins
    with writing():
        answers = take(session, pushes)
        session.commit()
    return answers


def _as_sent(taken: Taken) -> dict[str, Any]:
    return {"from": taken.start, "steps": [entry.as_sent() for entry in taken.entries]}


def _writer(budget: Budget) -> int:
    session = _session(budget)
    if not session.lasts(db.session):
        raise Declined(DeclineReason.SIGNED_OUT)
    return session.person


def _session(budget: Budget) -> NamedSession:
    """Return the claimed session. A connection that sends too much is refused before the database
    is asked.
    """
    if not budget.spend(_sid(), monotonic()):
        raise Declined(DeclineReason.BUSY)
    session = named_session()
    if session is None:
        raise Declined(DeclineReason.SIGNED_OUT)
    return session


def _opened(sent: dict[str, Any], person_id: int) -> OpenManuscript:
    text = _desk(sent).open(db.session, _number(sent, "document"), person_id)
    if text.revision != _number(sent, "revision"):
        raise Declined(DeclineReason.CLOSED)
    return text


def _desk(sent: dict[str, Any]) -> WritingDesk:
    return desk_called(sent.get("desk", "draft"))


def _leave_others(text: OpenManuscript) -> None:
    other = cursors.text_of(_sid())
    if other is not None and broadcasts.room(other) != broadcasts.room(text):
        leave_room(broadcasts.room(other))
        leave_room(live.room(broadcasts.room(other), str(get_locale())))
        presence_messages.presence().leave(broadcasts.room(other), _sid())
        cursors.left(_sid())


def _number(sent: dict[str, Any], name: str) -> int:
    number = sent.get(name)
    if type(number) is not int or not 0 <= number < 2**31:
        raise Declined(DeclineReason.UNKNOWN)
    return number


def _client(sent: dict[str, Any]) -> str:
    client = str(sent.get("client"))
    if (
        not (0 < len(client) <= 40 and client.isascii() and client.isprintable())
        or client == SERVER
    ):
        raise Declined(DeclineReason.UNKNOWN)
    return client


def _steps(sent: Any) -> tuple[Any, ...]:
    if not isinstance(sent, list):
        raise Declined(DeclineReason.MALFORMED)
    if len(sent) > MOST_STEPS:
        raise Declined(DeclineReason.TOO_MUCH)
    try:
        return tuple(read_step(step) for step in sent)
    except BadStep as error:
        raise Declined(DeclineReason.MALFORMED) from error


def _counter() -> Counter:
    counter: Counter = current_app.extensions.setdefault("draft_counter", Counter())
    return counter


def _sid() -> str:
    sid: str = request.sid  # type: ignore[attr-defined]
    return sid


def forget(sid: str) -> None:
    for budget in (PUSHES, CURSORS):
        budget.forget(sid)
    cursors.left(sid)


live.when_disconnected(forget)
