"""Topics as a reader may see them."""

from sqlalchemy import select

from wgcop.db import db
from wgcop.history.models import Topic


def topic_for(name: str, audiences: frozenset[str]) -> Topic | None:
    """The topic, if this reader may hear it; one that is private to others looks like none."""
    return db.session.scalar(select(Topic).where(Topic.name == name, Topic.audience.in_(audiences)))


def seq_for(name: str, audiences: frozenset[str]) -> int | None:
    """The last number of a topic that this reader may hear, or None.

    A delegation's private layer has its topic only from the first word on, but its members listen
    for that word: until then its last number is 0.
    """
    topic = topic_for(name, audiences)
    if topic is not None:
        return topic.seq
    shared, at, delegation_id = name.rpartition("@")
    if at and f"delegation:{delegation_id}" in audiences and topic_for(shared, audiences):
        return 0
    return None
