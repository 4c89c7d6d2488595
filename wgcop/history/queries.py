"""Topics as a reader may see them."""

from sqlalchemy import select

from wgcop.db import db
from wgcop.history.models import Topic


def topic_for(name: str, audiences: frozenset[str]) -> Topic | None:
    """The topic, if this reader may hear it; one that is private to others looks like none."""
    return db.session.scalar(
        select(Topic).where(Topic.name == name, Topic.audience.in_(audiences))
    )
