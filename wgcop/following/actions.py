"""Marking topics as read, and following them."""

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
    own_follow(topic, by).follows = True


def unfollow(topic: Topic, *, by: Person) -> None:
    """Also possible for a topic in which the person took part."""
    own_follow(topic, by).follows = False


def own_follow(topic: Topic, person: Person) -> Follow:
    follow = db.session.get(Follow, (person.id, topic.id))
    if follow is None:
        follow = Follow(person_id=person.id, topic_id=topic.id)
        db.session.add(follow)
    return follow
