"""The audience of events about an entry that is not accepted yet: the people who may read it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from wgcop.database import db
from wgcop.events.circles import NOBODY, keep_circles
from wgcop.initiatives.models import Initiative, topic_name


class ProposalCircles:
    def heard_by(self, reader: Any, key: str) -> Mapping[str, str]:
        """Return the topic and the audience of the entry with the slug `key` if `reader` may be
        notified of it before it is public. Return nothing for a public entry, because everybody is
        notified of it anyway.
        """
        entry = db.session.scalar(select(Initiative).where(Initiative.slug == key))
        if (
            entry is None
            or entry.heard_by == "public"
            or entry.audiences.isdisjoint(reader.audiences)
        ):
            return NOBODY
        return {topic_name(key): entry.circle}

    def with_news(self, reader: Any) -> frozenset[str]:
        return frozenset()

    def followed_by(self, reader: Any) -> frozenset[str]:
        return frozenset()


keep_circles("initiative", ProposalCircles())
