"""Recording what happened, in the same transaction."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple, Protocol

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from wgcop.db import db
from wgcop.history.models import Entry, Topic

AT_ONCE = 500  # topics in one statement


class Actor(Protocol):
    id: int


def open_topic(
    name: str,
    *,
    title: str,
    address: str,
    audience: str,
    parent: str | None = None,
    locks: bool = False,
) -> Topic:
    """Return the topic with this name; create it if it does not exist. With `locks`, nobody else
    can record on it until the transaction ends.
    """
    named = select(Topic).where(Topic.name == name)
    if locks:
        named = named.with_for_update().execution_options(populate_existing=True)
    topic = db.session.scalar(named)
    if topic is None:
        topic = Topic(name=name, title=title, address=address, audience=audience, parent=parent)
        try:
            with db.session.begin_nested():
                db.session.add(topic)
        except IntegrityError:  # another request made it at the same moment
            topic = db.session.scalars(named).one()
    return topic


def record(
    topic: Topic,
    kind: str,
    *,
    by: Actor | None,
    target_kind: str,
    target_id: object,
    comments: int = 0,
) -> Entry:
    """Add the next entry to the topic; listeners receive it after the commit. `comments` is how
    many comments more stand on the topic with this entry.

    The topic's row stays locked until the commit, so that its numbers have no gaps and follow the
    order of commits. Record on several topics in the order of their names, so that no two
    transactions wait for each other: `document:…`, then `meeting:…`, `meeting:…@floor`,
    `meeting:…@members`, `meeting:…@officers`, `meeting:…@proposals`, `meeting:…@room`, then
    `person:…`.
    """
    session: Session = db.session
    session.flush()
    moved: dict[str, Any] = {"seq": Topic.seq + 1}
    if comments:
        moved["comments"] = Topic.comments + comments
    seq, standing = session.execute(
        update(Topic)
        .where(Topic.id == topic.id)
        .values(moved)
        .returning(Topic.seq, Topic.comments)
        .execution_options(synchronize_session=False)
    ).one()
    set_committed_value(topic, "seq", seq)
    set_committed_value(topic, "comments", standing)
    entry = Entry(
        topic=topic,
        seq=topic.seq,
        kind=kind,
        target_kind=target_kind,
        target_id=str(target_id),
        actor_id=by.id if by else None,
    )
    session.add(entry)
    return entry


class Happened(NamedTuple):
    """One of many things that happened at once, and its topic with the title, address and audience
    that it has from now on.
    """

    topic: str
    title: str
    address: str
    audience: str
    kind: str
    target_id: object


def record_all(happened: Iterable[Happened], *, by: Actor | None, target_kind: str) -> None:
    """Do what `open_topic` and `record` do for each of these, in a few statements for hundreds of
    topics.

    The topics are locked in the order of their names, as in `record`.
    """
    session: Session = db.session
    session.flush()
    in_order = iter(sorted(happened, key=lambda each: each.topic))
    while together := list(islice(in_order, AT_ONCE)):
        topics = _locked(session, {each.topic for each in together})
        for each in together:
            topic = topics.setdefault(each.topic, Topic(name=each.topic, seq=0))
            topic.title, topic.address, topic.audience = each.title, each.address, each.audience
            topic.seq += 1
            session.add(
                Entry(
                    topic=topic,
                    seq=topic.seq,
                    kind=each.kind,
                    target_kind=target_kind,
                    target_id=str(each.target_id),
                    actor_id=by.id if by else None,
                )
            )
        session.flush()


def _locked(session: Session, names: Iterable[str]) -> dict[str, Topic]:
    topics: Sequence[Topic] = session.scalars(
        select(Topic)
        .where(Topic.name.in_(names))
        .order_by(Topic.name)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return {topic.name: topic for topic in topics}
