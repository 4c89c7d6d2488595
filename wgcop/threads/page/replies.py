"""The choice of replies that a page shows below a comment: the last ones, or those around one that
the reader looks for.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from wgcop.database import db
from wgcop.paper.anchor import Passages
from wgcop.threads.models import Comment
from wgcop.threads.page.window import NONE, REPLIES, Reach, ThreadPart, ThreadPlace, replies_at
from wgcop.threads.subjects import passages_of

BEFORE = 10


def with_the_first_of(
    wanted: ColumnElement[bool],
    parts: Mapping[int, ThreadPart],
    audiences: frozenset[str],
    passages: Callable[[], Passages],
) -> dict[int, ThreadPart]:
    """Replace the last replies to a comment by those around the first `wanted` reply, if that is
    not already shown. If all replies are shown, it needs no query.
    """
    if not any(part.earlier for part in parts.values()):
        return dict(parts)
    parent = aliased(Comment)
    first = db.session.execute(
        select(Comment.parent_id, Comment.position)
        .join(parent, Comment.parent_id == parent.id)
        .where(parent.id.in_(parts), Comment.audience.in_(audiences), wanted)
        .order_by(parent.position, Comment.position)
        .limit(1)
    ).first()
    if first is None or first.position >= (parts[first.parent_id].earlier or 0):
        return dict(parts)
    above, below = Reach(first.position, BEFORE), Reach(first.position - 1, REPLIES)
    return {
        **parts,
        first.parent_id: replies_at(first.parent_id, audiences, above, below, passages),
    }


def part_of_replies(parent: Comment, audiences: frozenset[str], place: ThreadPlace) -> ThreadPart:
    """Return the replies earlier or later than those on the page."""

    def passages() -> Passages:
        return passages_of(parent.thread)

    above, below = (
        (Reach(place.before, REPLIES), NONE)
        if place.before
        else (NONE, Reach(place.after or 0, REPLIES))
    )
    return replies_at(parent.id, audiences, above, below, passages)
