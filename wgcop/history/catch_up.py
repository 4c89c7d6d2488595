"""What a page that was away has missed, told by the same presenters that made the broadcasts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from sqlalchemy import select

from wgcop.db import db
from wgcop.history.models import Entry, Topic
from wgcop.history.presenters import present

LIMIT = 200


class Message(TypedDict):
    """What a page is told; the payload of the socket's `entry` and of `GET /live/<topic>`."""

    topic: str
    seq: int
    kind: str
    action: str
    target: str
    html: str
    about: dict[str, str | int]


@dataclass(frozen=True)
class Missed:
    seq: int
    messages: tuple[Message, ...]
    reload: bool = False


def missed(topic: Topic, after: int) -> Missed:
    """Each changed target once, as it stands now; too many, and the page does better to start anew."""
    if after > topic.seq:
        return Missed(topic.seq, (), reload=True)
    entries = db.session.scalars(
        select(Entry)
        .where(Entry.topic_id == topic.id, Entry.seq > after)
        .order_by(Entry.seq)
        .limit(LIMIT + 1)
    ).all()
    if len(entries) > LIMIT:
        return Missed(topic.seq, (), reload=True)
    return Missed(topic.seq, tuple(messages(topic.name, first_of_each_target(entries))))


def first_of_each_target(entries: Iterable[Entry]) -> list[Entry]:
    """The first entry decides where a target belongs; how it looks is asked of the present."""
    seen: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        seen.setdefault((entry.target_kind, entry.target_id), entry)
    return list(seen.values())


def messages(topic_name: str, entries: Sequence[Entry]) -> Iterable[Message]:
    for entry in entries:
        shown = present(entry.target_kind, entry.target_id, entry.kind)
        if shown is not None:
            yield Message(
                topic=topic_name,
                seq=entry.seq,
                kind=entry.kind,
                action=shown.action,
                target=shown.target,
                html=shown.html,
                about=dict(shown.about),
            )
