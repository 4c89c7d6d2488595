"""Which part of a long thread a page shows: the comments around the place where the reader stopped."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import aliased
from werkzeug.datastructures import MultiDict

from wgcop.db import db
from wgcop.threads.models import Comment, Thread
from wgcop.threads.page.rendering import comment_of_one_thread
from wgcop.web import received

BEFORE = 20
AFTER = 40


@dataclass(frozen=True)
class ThreadPlace:
    """Around the comment of this name, before a position, or after one. Without any, where the reader stopped."""

    around: str | None = None
    before: int | None = None
    after: int | None = None

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> Self:
        """The place that a link asks for."""
        return cls(
            around=args.get("comment"),
            before=args.get("before", type=received.moment),
            after=args.get("after", type=received.moment),
        )


@dataclass(frozen=True)
class ThreadPart:
    """Comments in order. `earlier` and `later` are the positions from which the next parts continue."""

    comments: Sequence[Comment]
    earlier: int | None = None
    later: int | None = None


def first_root(which: ColumnElement[bool]) -> int | None:
    """The position of the top-level comment that holds the first of these comments."""
    parent = aliased(Comment)
    return db.session.scalar(
        select(func.min(func.coalesce(parent.position, Comment.position)))
        .select_from(Comment)
        .outerjoin(parent, Comment.parent_id == parent.id)
        .where(which)
    )


def thread_part_at(
    name: str, audiences: frozenset[str], place: ThreadPlace, new_root: int | None
) -> ThreadPart:
    """At most two statements, however long the thread is."""
    roots = (
        select(Comment)
        .join(Comment.thread)
        .where(Thread.name == name, Comment.parent_id.is_(None), Comment.audience.in_(audiences))
        .options(*comment_of_one_thread())
    )
    if place.before:
        part = before(roots, Comment.position < place.before, BEFORE + AFTER)
        return replace(part, later=part.comments[-1].position if part.comments else None)
    if place.after:
        part = after(roots, Comment.position > place.after, BEFORE + AFTER)
        return replace(part, earlier=part.comments[0].position if part.comments else None)
    start = (first_root(Comment.name == place.around) if place.around else None) or new_root
    if start is None:
        return before(roots, true(), BEFORE + AFTER)
    return around(roots, start, BEFORE, AFTER)


def around(query: Select[Any], start: int, size_before: int, size_after: int) -> ThreadPart:
    upper = before(query, Comment.position < start, size_before)
    lower = after(query, Comment.position >= start, size_after)
    return ThreadPart([*upper.comments, *lower.comments], upper.earlier, lower.later)


def before(roots: Select[Any], where: ColumnElement[bool], size: int) -> ThreadPart:
    latest_first = roots.where(where).order_by(Comment.position.desc())
    rows = db.session.scalars(latest_first.limit(size + 1)).all()
    comments = rows[:size][::-1]
    return ThreadPart(comments, earlier=comments[0].position if len(rows) > size else None)


def after(roots: Select[Any], where: ColumnElement[bool], size: int) -> ThreadPart:
    rows = db.session.scalars(roots.where(where).order_by(Comment.position).limit(size + 1)).all()
    comments = rows[:size]
    return ThreadPart(comments, later=comments[-1].position if len(rows) > size else None)
