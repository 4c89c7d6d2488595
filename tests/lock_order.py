"""Sees in which order transactions lock rows, on every database: what is locked is known before it becomes SQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, object_session

from wgcop.bodies.models import Group
from wgcop.contributions.models import Contribution
from wgcop.events.models import Entry, Topic
from wgcop.threads.models import Comment

ORDER = ("contribution", "meeting", "working_group", "document_series", "comment", "topic")
"""`contributions.locks` says this order in words."""


class Lock(NamedTuple):
    place: int
    name: str
    """Of a topic its name: topics are locked in the order of their names."""


@contextmanager
def watched(session: Session) -> Iterator[Callable[..., list[str]]]:
    """`locks(verb, …)` does it, commits, and gives the names of the topics that it locked, in this order; `locks.result` is what
    the verb gave. It fails if rows were locked in another order than that of `ORDER`.
    """
    taken: dict[Lock, None] = {}
    new: set[tuple[type, str]] = set()

    def note(state: ORMExecuteState) -> None:
        mapper, statement = state.bind_mapper, state.statement
        locks_rows = state.is_update or getattr(statement, "_for_update_arg", None) is not None
        if mapper is None or not locks_rows or mapper.local_table.name not in ORDER:
            return
        values = statement.compile().params | dict(state.parameters or {})
        keys = sorted(str(each) for each in values.values())
        if mapper.class_ is Topic:
            if not state.is_update:  # an entry follows on an update
                taken.setdefault(_of_topic(keys[0]))
        elif new.isdisjoint((mapper.class_, key) for key in keys):
            taken.setdefault(Lock(ORDER.index(mapper.local_table.name), " ".join(keys)))

    def note_flushed(flushed: Session, _: Any) -> None:
        """A new row is nobody's yet; one that a flush changes is locked from then on."""
        new.update(
            (type(each), str(each.id))
            for each in flushed.new
            if isinstance(each, Contribution | Comment)
        )
        for each in flushed.dirty:
            if isinstance(each, Comment) and _is_updated(each):
                note_comment(str(each.id))
            elif isinstance(each, Group) and _is_updated(each):
                taken.setdefault(Lock(ORDER.index("working_group"), str(each.id)))
            elif isinstance(each, Topic) and _is_updated(each):
                taken.setdefault(_of_topic(each.name))

    def note_comment(key: str) -> None:
        place = ORDER.index("comment")
        is_locked = any(lock.place == place and key in lock.name.split() for lock in taken)
        if not is_locked and (Comment, key) not in new:
            taken.setdefault(Lock(place, key))

    def note_entry(_entry: Entry, topic: Topic, *_: Any) -> None:
        if object_session(topic) is session:
            taken.setdefault(_of_topic(topic.name))

    def do(verb: Callable[..., Any], *args: Any, **kwargs: Any) -> list[str]:
        session.commit()
        taken.clear(), new.clear()
        do.result = verb(*args, **kwargs)  # type: ignore[attr-defined]
        session.commit()
        order = list(dict.fromkeys(map(named, taken)))
        assert order == sorted(order, key=_in_order), f"{verb.__name__}: {order}"
        return [lock.name for lock in order if lock.place == ORDER.index("topic")]

    def named(lock: Lock) -> Lock:
        """Give a topic that was refreshed by its number its name."""
        is_number = lock.place == ORDER.index("topic") and lock.name.isdigit()
        return _of_topic(session.get_one(Topic, int(lock.name)).name) if is_number else lock

    event.listen(session, "do_orm_execute", note)
    event.listen(session, "after_flush", note_flushed)
    event.listen(Entry.topic, "set", note_entry)
    yield do
    event.remove(Entry.topic, "set", note_entry)
    event.remove(session, "after_flush", note_flushed)
    event.remove(session, "do_orm_execute", note)


def _is_updated(row: object) -> bool:
    """Whether a column changed, and not only what points to the row."""
    state = inspect(row)
    return any(state.attrs[each.key].history.has_changes() for each in state.mapper.column_attrs)


def _in_order(lock: Lock) -> tuple[int, str]:
    return lock.place, lock.name if lock.place == ORDER.index("topic") else ""


def _of_topic(name: str) -> Lock:
    return Lock(ORDER.index("topic"), name)
