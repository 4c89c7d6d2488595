"""Attaching a quote again, when its passage is gone from the clause or paper, or has moved in it."""

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.paper.anchor import Anchor
from wgcop.threads.actions.comments import record_entry, topic_of
from wgcop.threads.comments.quotes import Quote
from wgcop.threads.models import Comment
from wgcop.threads.subjects import ChangingText


def attach_quote(
    comment: Comment,
    quote: Quote,
    anchor: Anchor,
    block: str,
    language: str,
    *,
    by: Person,
    text: ChangingText | None = None,
) -> None:
    # Whose comment it is to read stays the same until the commit.
    locked = select(Comment.audience).where(Comment.id == comment.id)
    audience = db.session.scalar(locked.with_for_update(key_share=True))
    set_committed_value(comment, "audience", audience)
    quote.attach(anchor, block, language)
    if text is not None:
        text.keep_place(comment, None)
    quote.attached_by, quote.attached_at = by, clock.now()
    record_entry(comment, "comment.attached", topic_of(comment.thread, comment.audience), by=by)
