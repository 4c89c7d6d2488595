"""Sends to a person's own open pages how far they have read, and that their inbox has changed."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import current_app, has_app_context
from sqlalchemy import Select, String, cast, event, func, select, union
from sqlalchemy.orm import Session, aliased

from wgcop import live
from wgcop.database import after_commit, db
from wgcop.events.models import Entry, Topic
from wgcop.following.models import Follow

MOST_TOPICS = 500
"""The most topics of one commit whose followers are told."""


def tell_own_pages(raised: list[tuple[int, str, int]]) -> None:
    """Send each mark that went up, given as person, topic and number, to the person's pages."""
    for person_id, topic, seq in raised:
        live.send("read", {"topic": topic, "seq": seq}, to=live.marks_room(person_id))
    tell_to_count([person_id for person_id, _topic, _seq in raised])


def tell_to_count(people: Iterable[int]) -> None:
    """Tell the open pages of these people to ask again how much their inbox holds."""
    _tell_pages(people, {})


def tell_of_levels(people: Iterable[int]) -> None:
    """Tell the open pages of these people to ask again at which level they follow what they show,
    and how much their inbox holds.
    """
    _tell_pages(people, {"levels": True})


def _tell_pages(people: Iterable[int], message: Mapping[str, bool]) -> None:
    for person_id in dict.fromkeys(people):
        if live.is_heard(live.marks_room(person_id)):
            live.send("inbox", message, to=live.marks_room(person_id))


@event.listens_for(Session, "after_flush")
def _collect(session: Session, _: Any) -> None:
    told = {(e.topic_id, e.actor_id or 0) for e in session.new if isinstance(e, Entry)}
    after_commit(_tell_followers, *sorted(told), session=session)


def _tell_followers(told: list[tuple[int, int]]) -> None:
    """Tell the open pages of people who may follow these topics, and of those who have just taken
    part, to ask again. The message itself has no content: each page asks for what its own reader
    may see.
    """
    if not (has_app_context() and live.any_own_pages()):
        return
    # A mass import is found within a minute by the pages themselves.
    some = {topic for topic, _actor in told[:MOST_TOPICS]}
    actors = {actor for _topic, actor in told}
    tell_of_levels(actors)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    # A request of its own, which only reads: that of the writer would lock the database again.
    with app.app_context(), app.test_request_context():
        tell_to_count(set(db.session.scalars(_followers(some))) - actors)


def _followers(topics: set[int]) -> Select[int]:
    """Select the ids of people who may follow any of these topics; some of them may not."""
    above, own = aliased(Topic), aliased(Topic)
    is_theirs = func.substr(own.name, len("person:") + 1)
    people = union(
        select(cast(Follow.person_id, String)).where(Follow.topic_id.in_(topics), Follow.follows),
        select(cast(Follow.person_id, String))
        .join(above, above.id == Follow.topic_id)
        .join(Topic, Topic.parent == above.name)
        .where(Topic.id.in_(topics), Follow.follows),
        select(cast(Entry.actor_id, String)).where(
            Entry.topic_id.in_(topics), Entry.actor_id.is_not(None)
        ),
        select(is_theirs).where(own.id.in_(topics), own.name.startswith("person:")),
    ).subquery()
    return select(cast(people.c[0], Follow.person_id.type))
