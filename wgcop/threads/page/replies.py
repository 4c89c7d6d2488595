"""Which replies to a comment a page shows: the last ones, or those around one that the reader looks for."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from wgcop.db import db
from wgcop.threads.models import Comment
from wgcop.threads.page.rendering import comment_of_one_thread
from wgcop.threads.page.window import ThreadPart, ThreadPlace, after, around, before

SHOWN = 20
BEFORE = 10


def replies_to(
    comments: Sequence[Comment],
    audiences: frozenset[str],
    wanted: ColumnElement[bool] | None = None,
) -> dict[int, ThreadPart]:
    """The last replies to each comment, in one statement. The first of the `wanted` replies is always among them."""
    within = Comment.parent_id.in_([comment.id for comment in comments])
    place = func.row_number().over(partition_by=Comment.parent_id, order_by=Comment.position.desc())
    from_the_end = (
        select(Comment.id, place.label("place"))
        .where(within, Comment.audience.in_(audiences))
        .subquery()
    )
    rows = db.session.scalars(
        select(Comment)
        .join(from_the_end, from_the_end.c.id == Comment.id)
        .where(from_the_end.c.place <= SHOWN + 1)
        .order_by(Comment.position)
        .options(*comment_of_one_thread())
    )
    parts = {parent: last_of(replies) for parent, replies in by_parent(rows).items()}
    if wanted is not None and any(part.earlier for part in parts.values()):
        parts |= with_the_first_of(wanted, parts, audiences)
    return parts


def by_parent(comments: Iterable[Comment]) -> dict[int, list[Comment]]:
    replies: dict[int, list[Comment]] = {}
    for reply in comments:
        assert reply.parent_id is not None
        replies.setdefault(reply.parent_id, []).append(reply)
    return replies


def last_of(replies: list[Comment]) -> ThreadPart:
    last = replies[-SHOWN:]
    return ThreadPart(last, earlier=last[0].position if len(replies) > SHOWN else None)


def with_the_first_of(
    wanted: ColumnElement[bool], parts: dict[int, ThreadPart], audiences: frozenset[str]
) -> dict[int, ThreadPart]:
    """For the comment with the first wanted reply: the replies around it."""
    parent = aliased(Comment)
    first = db.session.scalar(
        select(Comment)
        .join(parent, Comment.parent_id == parent.id)
        .where(parent.id.in_(parts), Comment.audience.in_(audiences), wanted)
        .order_by(parent.position, Comment.position)
        .limit(1)
    )
    if first is None or first.parent_id is None:
        return {}
    if first.position >= (parts[first.parent_id].earlier or 0):
        return {}
    replies = replies_of(first.parent_id, audiences)
    return {first.parent_id: around(replies, first.position, BEFORE, SHOWN)}


def part_of_replies(parent: Comment, audiences: frozenset[str], place: ThreadPlace) -> ThreadPart:
    """Replies earlier or later than those on the page."""
    replies = replies_of(parent.id, audiences)
    if place.before:
        return before(replies, Comment.position < place.before, SHOWN)
    return after(replies, Comment.position > (place.after or 0), SHOWN)


def replies_of(parent: int, audiences: frozenset[str]) -> Select[Any]:
    return (
        select(Comment)
        .where(Comment.parent_id == parent, Comment.audience.in_(audiences))
        .options(*comment_of_one_thread())
    )
