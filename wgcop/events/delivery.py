"""Sends recorded entries to the listening rooms, after the commit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Self

from flask import current_app, has_app_context
from flask_babel import force_locale
from sqlalchemy import event, inspect, select, tuple_
from sqlalchemy.orm import Session, joinedload

from wgcop import live
from wgcop.database import after_commit, db
from wgcop.events.catch_up import messages
from wgcop.events.models import Entry, Topic


@event.listens_for(Session, "after_flush")
def _collect(session: Session, _: Any) -> None:
    recorded = [_Recorded.of(e) for e in session.new if isinstance(e, Entry)]
    moved = [
        _OtherAudience(t.name) for t in session.dirty if isinstance(t, Topic) and _has_moved(t)
    ]
    after_commit(_tell, *recorded, *moved, session=session)


def _has_moved(topic: Topic) -> bool:
    attributes: Any = inspect(topic).attrs
    return bool(attributes.audience.history.has_changes())


@dataclass(frozen=True)
class _OtherAudience:
    """A topic whose audience has changed: everybody in its room has to join again."""

    topic: str


def _tell(things: list[Any]) -> None:
    """Send what was recorded, but empty the rooms of topics with a new audience first: the entry
    may be for that audience only.
    """
    for thing in things:
        if isinstance(thing, _OtherAudience):
            live.empty_room(thing.topic)
    if recorded := [thing for thing in things if isinstance(thing, _Recorded)]:
        deliver(recorded)


@dataclass(frozen=True)
class _Recorded:
    """The data of an entry that are needed after its session has ended."""

    topic_id: int
    seq: int
    topic: str
    parent: str | None
    audience: str

    @classmethod
    def of(cls, entry: Entry) -> Self:
        topic = entry.topic
        return cls(topic.id, entry.seq, topic.name, topic.parent, topic.audience)


def deliver(recorded: list[_Recorded]) -> None:
    """Render each entry once for each language read in its room, and send it; then tell the pages
    of parent topics that something changed.

    If nobody listens, nothing is rendered. A page that misses an entry asks for it by number.
    """
    if not has_app_context():
        return
    heard = {one.topic: live.languages_heard(one.topic) for one in recorded}
    if any(heard.values()):
        _send_entries([one for one in recorded if heard[one.topic]], heard)
    for room, topic in dict.fromkeys(_changes(recorded)):
        live.send("changed", {"topic": topic}, to=room)


def deliver_since(moment: datetime) -> None:
    """Send again the entries recorded since a time, including entries of a process that does not
    reach these pages. Pages ignore entries that they have.
    """
    entries = db.session.scalars(
        select(Entry)
        .options(joinedload(Entry.topic))
        .where(Entry.at >= moment)
        .order_by(Entry.topic_id, Entry.seq)
    ).all()
    deliver([_Recorded.of(entry) for entry in entries])


def _send_entries(recorded: list[_Recorded], heard: dict[str, list[str]]) -> None:
    """Send entries in a context and session of its own, because its content must not depend on the
    person who made the change.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    keys = [(one.topic_id, one.seq) for one in recorded]
    with app.app_context(), app.test_request_context():
        entries = db.session.scalars(
            select(Entry)
            .options(joinedload(Entry.topic))
            .where(tuple_(Entry.topic_id, Entry.seq).in_(keys))
            .order_by(Entry.topic_id, Entry.seq)
        ).all()
        for topic, of_topic in groupby(entries, key=lambda entry: entry.topic.name):
            together = list(of_topic)
            for language in heard[topic]:
                with force_locale(language):
                    for message in messages(topic, together):
                        live.send("entry", message, to=live.room(topic, language))


def _changes(recorded: list[_Recorded]) -> Iterator[tuple[str, str]]:
    for one in recorded:
        if one.parent:
            yield live.changes_room(one.parent, one.audience), one.topic
