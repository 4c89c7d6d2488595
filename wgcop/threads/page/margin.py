"""The margin of a text: the comments on its words that this reader may read, each with the present
place of its words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from wgcop.database import db
from wgcop.paper.anchor import BlockPlace
from wgcop.threads.models import Comment, Thread
from wgcop.threads.subjects import ThreadSubject

MOST = 500
"""The largest number of comments in the margin: open ones first, then the newest. The discussion
itself shows all.
"""


@dataclass(frozen=True)
class CommentBeside:
    """A comment in the margin. `spot` is the place of its words as the editor counts; `stands` is
    None if they are gone from the text.
    """

    comment: Comment
    replies: int
    stands: BlockPlace | None
    spot: Sequence[int] | None

    @property
    def has_words(self) -> bool:
        return self.stands is not None and self.stands.words is not None


@dataclass(frozen=True)
class Margin:
    """The comments beside a text, in the order in which they were made. `version` is the version of
    the text if it is still being written, otherwise None.
    """

    comments: Sequence[CommentBeside]
    version: int | None = None

    @property
    def spots(self) -> Mapping[str, Sequence[int]]:
        return {comment.comment.name: comment.spot for comment in self.comments if comment.spot}


def margin_of(subject: ThreadSubject, *, most: int | None = MOST) -> Margin:
    reply = aliased(Comment)
    replies = (
        select(func.count(reply.id))
        .where(
            reply.parent_id == Comment.id,
            reply.audience.in_(subject.reads),
            reply.retracted_at.is_(None),
        )
        .correlate(Comment)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Comment, replies)
        .join(Comment.thread)
        .where(
            Thread.name == subject.name,
            Comment.audience.in_(subject.reads),
            Comment.parent_id.is_(None),
            Comment.quote.has(),
            Comment.stands,
        )
        .options(
            joinedload(Comment.thread),
            joinedload(Comment.person),
            joinedload(Comment.delegation),
            joinedload(Comment.quote),
            joinedload(Comment.release),
            joinedload(Comment.resolved_by),
        )
        .order_by(Comment.resolved_at.is_not(None), Comment.position.desc())
        .limit(most)
    ).all()
    passages = subject.passages()
    beside = []
    for comment, count in sorted(rows, key=lambda row: row[0].position):
        assert comment.quote is not None
        stands = passages.place_of(comment.id, comment.quote.block, comment.quote.anchor)
        beside.append(CommentBeside(comment, count, stands, passages.spots.get(comment.id)))
    return Margin(beside, passages.version)
