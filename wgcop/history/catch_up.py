"""What a page that was away has missed, rendered by the presenters that render the broadcasts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from sqlalchemy import select

from wgcop.db import db
from wgcop.history.models import Entry, Topic
from wgcop.history.presenters import Fact, Presentation, present

LIMIT = 200


class EntryMessage(TypedDict):
    """What a page gets for an entry: the payload of the socket's `entry` event and of `GET /live/<topic>`."""

    topic: str
    seq: int
    kind: str
    action: str
    target: str
    html: str
    about: dict[str, Fact]


@dataclass(frozen=True)
class Missed:
    seq: int
    messages: tuple[EntryMessage, ...]
    reload: bool = False


def missed(topic: Topic, after: int) -> Missed:
    """Each changed target once, as it is now. If there are too many, the page should reload instead."""
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
    """The first entry of each target, which says where it belongs. It is rendered as it is now."""
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        first.setdefault((entry.target_kind, entry.target_id), entry)
    return list(first.values())


def messages(topic_name: str, entries: Sequence[Entry]) -> Iterable[EntryMessage]:
    """What one commit changed twice is rendered once: both look as they are now."""
    presented: dict[tuple[str, str, str], Presentation | None] = {}
    for entry in entries:
        what = entry.target_kind, entry.target_id, entry.kind
        if what not in presented:
            presented[what] = present(*what)
        presentation = presented[what]
        if presentation is not None:
            yield EntryMessage(
                topic=topic_name,
                seq=entry.seq,
                kind=entry.kind,
                action=presentation.action,
                target=presentation.target,
                html=presentation.html,
                about=dict(presentation.about),
            )
