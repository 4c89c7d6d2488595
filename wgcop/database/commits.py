"""The last step of a transaction, and the actions after its commit."""

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import structlog
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from wgcop.database.session import db

log = structlog.get_logger(__name__)

Thing = TypeVar("Thing")
Act = TypeVar("Act", bound=Callable[..., object])


class AtEnd(enum.IntEnum):
    """The order of the last actions of a transaction, and so of the locks that they take, so that
    no two transactions wait for each other.
    """

    HISTORY = 1
    OTHERS = 2
    TRAIL = 3
    """Every transaction that notes a deed takes the lock of the trail. While holding it, a
    transaction waits for no lock but that of the stamp.
    """
    STAMP = 4
    """The last place: nobody waits for anything while holding its row, which almost all lock."""


_FOLLOWING = "what_follows_the_commit"


@dataclass
class _Following:
    """The actions of a session around the commit of its outermost transaction.

    `before` runs when everything else is written, `after` once it is committed. `marks` holds the
    lengths of both lists at each open savepoint. `reached` is the last step of `AtEnd` that has
    begun.
    """

    after: list[tuple[Callable[[list[Any]], object], Any]] = field(default_factory=list)
    before: list[tuple[AtEnd, Callable[[Session, list[Any]], object], Any]] = field(
        default_factory=list
    )
    marks: dict[SessionTransaction, tuple[int, int]] = field(default_factory=dict)
    reached: AtEnd | None = None
    is_committed: bool = False

    @classmethod
    def of(cls, session: Session) -> "_Following":
        following: _Following = session.info.setdefault(_FOLLOWING, cls())
        return following


def after_commit(
    act: Callable[[list[Thing]], object], *things: Thing, session: Session | None = None
) -> None:
    """Call `act` with these things after the outermost commit, when the connection is given back.

    This is the only way from a commit to what follows it: telling open pages, waking a loop,
    forgetting what a cache holds. The verb that makes a change calls it, or a listener of
    `after_flush` that sees which rows changed; views, jobs and commands do not do it themselves
    after their `commit()`. Anything that must not be lost even if the process dies is a row
    instead, such as a letter or a stale record, which a loop finds.

    One call of `act` gets all things that were handed over with it in the transaction, in their
    order. A rollback forgets them, and a rollback to a savepoint those that came after it. An error
    in `act` is logged: the commit remains valid, and all other acts are called.
    """
    following = _Following.of(session or db.session)
    following.after.extend((act, thing) for thing in things)


def with_commit(
    act: Callable[[Session, list[Thing]], object],
    *things: Thing,
    session: Session | None = None,
    place: AtEnd = AtEnd.OTHERS,
) -> None:
    """Call `act` with these things at the end of the outermost transaction, when everything else is
    written, in the order of places.

    One call gets all things that were handed over with `act`. A rollback forgets them, and a
    rollback to a savepoint those that came after it.
    """
    if not things:
        return
    session = session or db.session
    following = _Following.of(session)
    if following.reached is not None and following.reached >= place:
        act(session, list(things))
        return
    if not session.in_transaction():
        session.begin()  # without a transaction, a rollback would not forget the things
    following.before.extend((place, act, thing) for thing in things)


def act_now(act: Callable[[Session, list[Thing]], object], session: Session | None = None) -> None:
    """Call `act` at once with the things handed over so far, when the result is needed before the
    end of the transaction.
    """
    session = session or db.session
    following = _Following.of(session)
    things = [thing for _place, each, thing in following.before if each is act]
    if not things:
        return
    if session.in_nested_transaction():
        raise RuntimeError("A rollback to the savepoint would lose what came before it.")
    following.before = [each for each in following.before if each[1] is not act]
    act(session, things)


def handed_over(act: Callable[[Session, list[Thing]], object]) -> list[Thing]:
    """Return the things with which `act` will be called at the end of the transaction."""
    before = _Following.of(db.session).before
    return [thing for _place, each, thing in before if each is act]


_with_every_commit: list[tuple[AtEnd, Callable[[Session], object]]] = []


def with_every_commit(act: Callable[[Session], object], *, place: AtEnd = AtEnd.OTHERS) -> None:
    """Call `act` at the end of every outermost transaction, after what is handed over for the same
    place.
    """
    _with_every_commit.append((place, act))


@event.listens_for(Session, "before_commit")
def _act_before_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    following = _Following.of(session)
    for place in AtEnd:
        # from here on, what is handed over for this place is acted on at once
        following.reached = place
        here = [(act, thing) for each, act, thing in following.before if each == place]
        for act, things in _together(here).items():
            act(session, things)
        for at, always in _with_every_commit:
            if at == place:
                always(session)


def _together(handed_over: list[tuple[Act, Any]]) -> dict[Act, list[Any]]:
    """Group the things by their act, in their order."""
    things_of: dict[Act, list[Any]] = {}
    for act, thing in handed_over:
        things_of.setdefault(act, []).append(thing)
    return things_of


@event.listens_for(Session, "after_transaction_create")
def _mark_savepoint(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        following = _Following.of(session)
        following.marks[transaction] = len(following.after), len(following.before)


@event.listens_for(Session, "after_commit")
def _note_commit(session: Session) -> None:
    """Record that the outermost transaction is committed. SQLAlchemy also sends this event when a
    savepoint is released, which commits nothing yet.
    """
    following = _Following.of(session)
    savepoint = session.get_nested_transaction()
    if savepoint is None:
        following.is_committed = True
    else:
        following.marks.pop(savepoint, None)


@event.listens_for(Session, "after_transaction_end")
def _act_after_commit(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is not None:
        following = _Following.of(session)
        if transaction in following.marks:  # the savepoint was rolled back, not released
            after, before = following.marks.pop(transaction)
            del following.after[after:]
            del following.before[before:]
        return
    finished: _Following | None = session.info.pop(_FOLLOWING, None)
    if finished is None or not finished.is_committed:
        return
    for act, things in _together(finished.after).items():
        try:
            act(things)
        except Exception:
            log.exception("failed_after_commit", act=f"{act.__module__}.{act.__qualname__}")
