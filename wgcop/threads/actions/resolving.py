"""Resolving a comment on words of a paper, and opening it again."""

from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.events.models import Topic
from wgcop.threads.actions.comments import record_entry, topic_of
from wgcop.threads.models import Comment


def resolve(comment: Comment, *, by: Person) -> None:
    """Mark the comment as resolved by this person. A second call changes nothing: the first person
    stays recorded.
    """
    _lock(comment)
    if not comment.is_resolved:
        comment.resolve(by)
        record_entry(comment, "comment.resolved", _topic(comment), by=by)


def reopen(comment: Comment, *, by: Person) -> None:
    _lock(comment)
    if comment.is_resolved:
        comment.reopen()
        record_entry(comment, "comment.reopened", _topic(comment), by=by)


def _lock(comment: Comment) -> None:
    """Lock the comment's row until the commit, and read it again: if two people act at once, the
    second must see what the first did; and its readers are others if its chapter has just ended.

    The row comes before the topic, as in every other verb that changes a comment. Replies, which
    point to it and come after the topic, do not wait for this lock.
    """
    db.session.refresh(
        comment,
        ["resolved_at", "retracted_at", "version", "audience"],
        with_for_update={"of": Comment, "key_share": True},
    )


def _topic(comment: Comment) -> Topic:
    return topic_of(comment.thread, comment.audience)
