"""Marking as read."""

from wgcop.accounts.models import Person
from wgcop.db import after_commit, db
from wgcop.following.delivery import tell_own_pages
from wgcop.following.models import Follow, ReadMark
from wgcop.history.models import Topic


def mark_read(topic: Topic, seq: int, *, by: Person) -> ReadMark:
    """Raise the person's mark to `seq`; a mark never goes back, and never beyond what exists."""
    mark = db.session.get(ReadMark, (by.id, topic.id))
    if mark is None:
        mark = ReadMark(person_id=by.id, topic_id=topic.id, seq=0)
        db.session.add(mark)
    raised = max(mark.seq, min(seq, topic.seq))
    if raised > mark.seq:
        mark.seq = raised
        after_commit(tell_own_pages, (by.id, topic.name, raised))
    return mark


def follow(topic: Topic, *, by: Person) -> None:
    stated(topic, by).follows = True


def unfollow(topic: Topic, *, by: Person) -> None:
    """Also what one took part in may be left alone."""
    stated(topic, by).follows = False


def stated(topic: Topic, person: Person) -> Follow:
    said = db.session.get(Follow, (person.id, topic.id))
    if said is None:
        said = Follow(person_id=person.id, topic_id=topic.id)
        db.session.add(said)
    return said
