"""Which topics have something new for a reader."""

from collections.abc import Collection

from sqlalchemy import and_, func, select

from wgcop.accounts.models import Person
from wgcop.db import db
from wgcop.following.models import ReadMark
from wgcop.history.models import Topic


def unread_topics(person: Person, *, parent: str) -> set[str]:
    """Names of topics below `parent` with entries above the person's mark."""
    return set(
        db.session.scalars(
            select(Topic.name)
            .outerjoin(
                ReadMark, and_(ReadMark.topic_id == Topic.id, ReadMark.person_id == person.id)
            )
            .where(
                Topic.parent == parent,
                Topic.audience.in_(person.audiences),
                Topic.seq > func.coalesce(ReadMark.seq, 0),
            )
        )
    )


def read_marks(person: Person, topics: Collection[Topic]) -> dict[int, int]:
    """Topic id → number up to which the person has read."""
    rows = db.session.execute(
        select(ReadMark.topic_id, ReadMark.seq).where(
            ReadMark.person_id == person.id, ReadMark.topic_id.in_([topic.id for topic in topics])
        )
    )
    return {topic_id: seq for topic_id, seq in rows}
