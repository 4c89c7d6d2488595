"""Recording events, in the transaction in which they happen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, islice
from typing import Any, NamedTuple, Protocol

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from wgcop import clock
from wgcop.database import AtEnd, act_now, db, handed_over, insert_into, with_commit
from wgcop.events.models import Entry, Topic

AT_ONCE = 500  # topics in one SQL statement


class Actor(Protocol):
    id: int


def open_topic(
    name: str, *, title: str, address: str, audience: str, parent: str | None = None
) -> Topic:
    """Return the topic with this name. If it does not exist, it is created with the commit, in the
    order of names as `record` writes entries, and has no id until then: two transactions that
    create the same topics would otherwise wait for each other.
    """
    # What was opened here counts, even if somebody else has stored a topic of this name since.
    topic = _opened_before(name) or db.session.scalar(select(Topic).where(Topic.name == name))
    if topic is None:
        topic = Topic(name=name, title=title, address=address, audience=audience, parent=parent)
        with_commit(_write, _Opening(topic), place=AtEnd.HISTORY)
    return topic


def _opened_before(name: str) -> Topic | None:
    opened = (each.topic for each in handed_over(_write) if isinstance(each, _Opening))
    return next((topic for topic in opened if topic.name == name), None)


def open_topic_at_once(
    name: str,
    *,
    title: str,
    address: str,
    audience: str,
    parent: str | None = None,
    locks: bool = False,
) -> Topic:
    """Return the topic with this name; create it now if it does not exist, when its id is needed.
    With `locks`, nobody else can record on it until the transaction ends.
    """
    if locks or _opened_before(name):
        # before this topic is locked or created: what was recorded takes its locks in the order of names
        write_recorded()
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
) -> None:
    """Record the next entry of the topic; listeners receive it after the commit.

    The entry is written with the commit. Its topic's row is locked then, so that its numbers have
    no gaps and follow the order of commits. All topics of a transaction are locked in the order of
    their names, regardless of the order of the calls, and after all its other rows, so that no two
    transactions wait for each other and none waits long.
    """
    db.session.flush()  # verbs rely on it: the row that they name has its key from here on
    with_commit(_write, _Recording(topic, kind, by, target_kind, target_id), place=AtEnd.HISTORY)


def change_topic(topic: Topic, *, title: str, audience: str) -> None:
    """Give the topic this title and this audience with the commit, as `record` writes entries: a
    change of the topic's row locks it too.
    """
    with_commit(_write, _TopicChange(topic, title, audience), place=AtEnd.HISTORY)


def record_at_once(
    topic: Topic,
    kind: str,
    *,
    by: Actor | None,
    target_kind: str,
    target_id: object,
    comments: int = 0,
) -> Entry:
    """Record the entry and write it now, together with all that was recorded before, when its
    number is needed. The topics stay locked until the commit. `comments` is the number of comments
    that this entry adds to the topic.
    """
    recording = _Recording(topic, kind, by, target_kind, target_id, comments)
    with_commit(_write, recording, place=AtEnd.HISTORY)
    write_recorded()
    assert recording.entry is not None
    return recording.entry


def write_recorded() -> None:
    """Write what was recorded so far at once: before a topic is locked, or when the numbers are
    needed.
    """
    act_now(_write)


@dataclass
class _Recording:
    topic: Topic
    kind: str
    by: Actor | None
    target_kind: str
    target_id: object
    comments: int = 0
    at: datetime = field(default_factory=clock.now)
    entry: Entry | None = None


@dataclass
class _Opening:
    topic: Topic


@dataclass
class _TopicChange:
    topic: Topic
    title: str
    audience: str

    def make(self) -> None:
        """Change the topic by the next flush, where `delivery` sees another audience."""
        if (self.topic.title, self.topic.audience) != (self.title, self.audience):
            self.topic.title, self.topic.audience = self.title, self.audience


_Noted = _Opening | _Recording | _TopicChange


def _write(session: Session, noted: Sequence[_Noted]) -> None:
    session.flush()
    in_order = sorted(noted, key=_topic_of)
    for _name, on_topic in groupby(in_order, key=_topic_of):
        _write_on_topic(session, list(on_topic))
    session.flush()


def _topic_of(noted: _Noted) -> str:
    return noted.topic.name


def _write_on_topic(session: Session, noted: Sequence[_Noted]) -> None:
    topic = noted[0].topic
    if isinstance(noted[0], _Opening):
        _create(session, topic)
    recorded = [each for each in noted if isinstance(each, _Recording)]
    moved: dict[str, Any] = {"seq": Topic.seq + len(recorded)}
    if comments := sum(each.comments for each in recorded):
        moved["comments"] = Topic.comments + comments
    moved_to = session.execute(
        update(Topic)
        .where(Topic.id == topic.id)
        .values(moved)
        .returning(Topic.seq, Topic.comments)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if moved_to is None:  # the topic was deleted since, and its entries with it
        return
    seq, standing = moved_to
    set_committed_value(topic, "seq", seq)
    set_committed_value(topic, "comments", standing)
    for each in noted:
        if isinstance(each, _TopicChange):
            each.make()
    for number, recording in enumerate(recorded, start=seq - len(recorded) + 1):
        recording.entry = Entry(
            topic=topic,
            seq=number,
            kind=recording.kind,
            target_kind=recording.target_kind,
            target_id=str(recording.target_id),
            actor_id=recording.by.id if recording.by else None,
            at=recording.at,
        )
        session.add(recording.entry)


def _create(session: Session, topic: Topic) -> None:
    """Store a new topic, or make it the one that another request has stored in the meantime."""
    columns = ("name", "title", "address", "audience", "parent")
    new = insert_into(Topic, session=session).values(
        {column: getattr(topic, column) for column in columns}
    )
    session.execute(new.on_conflict_do_nothing(index_elements=["name"]))
    topic.id = session.scalars(select(Topic.id).where(Topic.name == topic.name)).one()
    make_transient_to_detached(topic)
    session.add(topic)
    session.refresh(topic)


class Happened(NamedTuple):
    """One of many events at once, and its topic with the title, address and audience that it has
    from now on.
    """

    topic: str
    title: str
    address: str
    audience: str
    kind: str
    target_id: object


def record_all(happened: Iterable[Happened], *, by: Actor | None, target_kind: str) -> None:
    """Do the same as `open_topic` and `record` for each of these, in a few SQL statements even for
    hundreds of topics.

    What was recorded before is written first. Then the topics are locked, in the order of their
    names.
    """
    write_recorded()
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


def lock_topics(names: Iterable[str]) -> None:
    """Let nobody else record on these topics until the transaction ends. What was recorded before is
    written first; then they are locked together, in the order of their names.
    """
    write_recorded()
    _locked(db.session, set(names))


def _locked(session: Session, names: Iterable[str]) -> dict[str, Topic]:
    topics: Sequence[Topic] = session.scalars(
        select(Topic)
        .where(Topic.name.in_(names))
        .order_by(Topic.locking_order(session))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return {topic.name: topic for topic in topics}
