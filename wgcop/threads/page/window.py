"""The part of a long thread that a page shows: the comments around the place where the reader
stopped.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Self

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Integer,
    Select,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased
from werkzeug.datastructures import MultiDict

from wgcop.database import db
from wgcop.paper.anchor import Passages
from wgcop.threads.models import Comment, Thread
from wgcop.threads.page.comment_rows import CommentRow, comment_rows, with_all_that_is_shown
from wgcop.web import received

BEFORE = 20
AFTER = 40
AUDIENCES: Any = bindparam("audiences", expanding=True)
REPLIES = 20
"""The number of replies to a comment that a page shows at first: the last ones."""


@dataclass(frozen=True)
class ThreadPlace:
    """The place in a thread that a page opens at: around the comment of this name, before a
    position, or after one. If none is given, it is where the reader stopped.
    """

    around: str | None = None
    before: int | None = None
    after: int | None = None

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> Self:
        """Read the place from the parameters of an address."""
        return cls(
            around=args.get("comment"),
            before=args.get("before", type=received.moment),
            after=args.get("after", type=received.moment),
        )


@dataclass(frozen=True)
class ThreadPart:
    """Comments in order. `earlier` and `later` are the positions from which the next parts
    continue, or None at an end.

    `replies` are the last replies to each of the comments, by its id.
    """

    comments: Sequence[CommentRow]
    earlier: int | None = None
    later: int | None = None
    replies: dict[int, "ThreadPart"] = field(default_factory=dict)


@dataclass(frozen=True)
class Reach:
    """How far to read from a position: the greatest number of comments above or below it. One more
    is read, to find out whether there are any beyond.
    """

    position: int
    most: int

    def cut_above(self, comments: Sequence[CommentRow]) -> ThreadPart:
        if len(comments) <= max(self.most, 0):
            return ThreadPart(comments)
        return ThreadPart(comments[1:], earlier=comments[1].position)

    def cut_below(self, comments: Sequence[CommentRow]) -> ThreadPart:
        if len(comments) <= max(self.most, 0):
            return ThreadPart(comments)
        return ThreadPart(comments[:-1], later=comments[-2].position)


NONE = Reach(0, -1)
"""A reach that reads nothing on its side."""
END = 2**62
"""A position after all comments."""


def first_root(which: ColumnElement[bool]) -> int | None:
    """Return the position of the top-level comment that is, or holds, the first of these comments;
    None if there are no such comments.
    """
    parent = aliased(Comment)
    return db.session.scalar(
        select(func.min(func.coalesce(parent.position, Comment.position)))
        .select_from(Comment)
        .outerjoin(parent, Comment.parent_id == parent.id)
        .where(which)
    )


def thread_part_at(
    name: str,
    audiences: frozenset[str],
    place: ThreadPlace,
    new_root: int | None,
    passages: Callable[[], Passages],
) -> ThreadPart:
    """Read the part of a thread at this place with its replies, in one SQL statement however long
    the thread is, or two if `place` names a comment.

    `new_root` is the position of the first top-level comment with something new, or None.
    """

    def read(above: Reach, below: Reach = NONE) -> ThreadPart:
        return _part(_of_thread(), {"thread": name}, audiences, above, below, passages)

    if place.before:
        part = read(Reach(place.before, BEFORE + AFTER))
        return replace(part, later=part.comments[-1].position if part.comments else None)
    if place.after:
        part = read(NONE, Reach(place.after, BEFORE + AFTER))
        return replace(part, earlier=part.comments[0].position if part.comments else None)
    start = (first_root(Comment.name == place.around) if place.around else None) or new_root
    if start is None:
        return read(Reach(END, BEFORE + AFTER))
    return read(Reach(start, BEFORE), Reach(start - 1, AFTER))


def replies_at(
    parent: int,
    audiences: frozenset[str],
    above: Reach,
    below: Reach,
    passages: Callable[[], Passages],
) -> ThreadPart:
    """Read replies to one comment on both sides of a place."""
    return _part(_of_comment(), {"parent": parent}, audiences, above, below, passages)


def _part(
    statement: Select[Any],
    of: dict[str, Any],
    audiences: frozenset[str],
    above: Reach,
    below: Reach,
    passages: Callable[[], Passages],
) -> ThreadPart:
    values = {
        "audiences": list(audiences),
        "upper": above.position,
        "upper_most": above.most + 1,
        "lower": below.position,
        "lower_most": below.most + 1,
    }
    replies: dict[int, list[CommentRow]] = {}
    sides: tuple[list[CommentRow], list[CommentRow]] = [], []
    for side, comment in comment_rows(statement, {**of, **values}, passages):
        if side is not None:
            sides[side].append(comment)
        elif comment.parent_id is not None:
            replies.setdefault(comment.parent_id, []).append(comment)
    upper, lower = above.cut_above(sides[0]), below.cut_below(sides[1])
    return ThreadPart(
        [*upper.comments, *lower.comments],
        upper.earlier,
        lower.later,
        {parent: last_of(said_there) for parent, said_there in replies.items()},
    )


@cache
def _of_thread() -> Select[Any]:
    thread = select(Thread.id).where(Thread.name == bindparam("thread")).scalar_subquery()
    near = _near(Comment.thread_id == thread, Comment.parent_id.is_(None)).cte("near")
    shown = union_all(select(near.c.id, near.c.side), _last_replies(near)).subquery("shown")
    return with_all_that_is_shown(shown)


@cache
def _of_comment() -> Select[Any]:
    return with_all_that_is_shown(_near(Comment.parent_id == bindparam("parent")).subquery("shown"))


def _near(*where: ColumnElement[bool]) -> CompoundSelect[Any]:
    """Select the ids of the nearest comments above and below, each with its side: 0 above, 1 below."""
    comments = select(Comment.id).where(*where, Comment.audience.in_(AUDIENCES))
    upper = (
        comments.where(Comment.position < bindparam("upper", type_=BigInteger))
        .order_by(Comment.position.desc())
        .limit(bindparam("upper_most", type_=Integer))
        .subquery()
    )
    lower = (
        comments.where(Comment.position > bindparam("lower", type_=BigInteger))
        .order_by(Comment.position)
        .limit(bindparam("lower_most", type_=Integer))
        .subquery()
    )
    return union_all(
        select(upper.c.id, literal_column("0").label("side")),
        select(lower.c.id, literal_column("1").label("side")),
    )


def _last_replies(near: FromClause) -> Select[Any]:
    place = func.row_number().over(partition_by=Comment.parent_id, order_by=Comment.position.desc())
    from_the_end = (
        select(Comment.id, place.label("place"))
        .where(Comment.parent_id.in_(select(near.c.id)), Comment.audience.in_(AUDIENCES))
        .subquery()
    )
    # One more than is shown, to know whether there are earlier ones.
    return select(from_the_end.c.id, cast(null(), Integer)).where(
        from_the_end.c.place <= REPLIES + 1
    )


def last_of(replies: Sequence[CommentRow]) -> ThreadPart:
    last = replies[-REPLIES:]
    return ThreadPart(last, earlier=last[0].position if len(replies) > REPLIES else None)
