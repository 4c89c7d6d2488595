"""The entries that a page has missed while it was offline, rendered by the same presenters as
broadcasts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from flask_babel import get_locale
from sqlalchemy import select

from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.events.presented import presented
from wgcop.events.presenters import Fact, Presentation, present

LIMIT = 200  # entries; a page that missed more reloads
Present = Callable[[str, str, str], Presentation | None]


class EntryMessage(TypedDict):
    """The message about an entry: the payload of the socket's `entry` event and of `GET
    /live/<topic>`.
    """

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
    """Return the entries that the page missed after a number: each changed target once, as it is
    now. If there is too much, the page should reload instead.
    """
    if after > topic.seq:
        return Missed(topic.seq, (), reload=True)
    # Entries that are committed in the meantime have higher numbers than the one returned, even if
    # this statement sees them.
    entries = db.session.scalars(
        select(Entry)
        .where(Entry.topic_id == topic.id, Entry.seq > after, Entry.seq <= topic.seq)
        .order_by(Entry.seq)
        .limit(LIMIT + 1)
    ).all()
    # Numbers have no gaps, except where a topic was divided: what a page missed is then elsewhere.
    if len(entries) > LIMIT or len(entries) < topic.seq - after:
        return Missed(topic.seq, (), reload=True)
    shown = messages(topic.name, first_of_each_target(entries), present=together(topic, entries))
    return Missed(topic.seq, tuple(shown))


def together(topic: Topic, entries: Iterable[Entry]) -> Present:
    """Return a presenter that reuses the presentations just sent to other returning pages, unless
    the target has changed since.
    """
    last = {(entry.target_kind, entry.target_id): entry.seq for entry in entries}
    kept, language = presented(), str(get_locale())

    def once(kind: str, target: str, entry_kind: str) -> Presentation | None:
        key = topic.id, kind, target, entry_kind, last[kind, target], language
        found = kept.get(key)
        if found is None:
            found = (present(kind, target, entry_kind),)
            kept.keep(key, *found)
        return found[0]

    return once


def first_of_each_target(entries: Iterable[Entry]) -> list[Entry]:
    """Return the first entry of each target, which decides its place on the page. The target is
    rendered as it is now.
    """
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        first.setdefault((entry.target_kind, entry.target_id), entry)
    return list(first.values())


def messages(
    topic_name: str, entries: Sequence[Entry], *, present: Present = present
) -> Iterable[EntryMessage]:
    """Yield the messages of entries. A target that one commit changed twice is rendered once, since
    both entries show it as it is now.
    """
    shown: dict[tuple[str, str, str], Presentation | None] = {}
    for entry in entries:
        what = entry.target_kind, entry.target_id, entry.kind
        if what not in shown:
            shown[what] = present(*what)
        presentation = shown[what]
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
