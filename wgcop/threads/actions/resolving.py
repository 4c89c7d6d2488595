"""Resolving a comment on words of a paper, and opening it again."""

from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.threads.actions.comments import record_entry, topic_of
from wgcop.threads.models import Comment


def resolve(comment: Comment, *, by: Person) -> None:
    """Mark the comment as resolved by this person. A second call changes nothing: the first person
    stays recorded.
    """
    # Lock the topic, then read the comment again: if two people act at once, the second must see
    # what the first did.
    topic = topic_of(comment.thread, comment.audience, locks=True)
    db.session.refresh(comment, ["resolved_at", "retracted_at", "version"])
    if not comment.is_resolved:
        comment.resolve(by)
        record_entry(comment, "comment.resolved", topic, by=by)


def reopen(comment: Comment, *, by: Person) -> None:
    topic = topic_of(comment.thread, comment.audience, locks=True)
    db.session.refresh(comment, ["resolved_at", "version"])
    if comment.is_resolved:
        comment.reopen()
        record_entry(comment, "comment.reopened", topic, by=by)
