"""Marking as read."""

from wgcop.accounts.models import Person
from wgcop.db import db
from wgcop.following.models import ReadMark
from wgcop.history.models import Topic


def mark_read(topic: Topic, seq: int, *, by: Person) -> ReadMark:
    """Raise the person's mark to `seq`; a mark never goes back, and never beyond what exists."""
    mark = db.session.get(ReadMark, (by.id, topic.id))
    if mark is None:
        mark = ReadMark(person_id=by.id, topic_id=topic.id, seq=0)
        db.session.add(mark)
    mark.seq = max(mark.seq, min(seq, topic.seq))
    return mark
