"""Stores a comment that came by e-mail, posts it once its sender confirms it, or discards it."""

from sqlalchemy.exc import IntegrityError

from wgcop.accounts.models import Capacity, Person
from wgcop.correspondence.message import MailedMessage
from wgcop.correspondence.models import MailedDraft
from wgcop.database import db
from wgcop.languages import guessing
from wgcop.threads.actions.comments import post_comment
from wgcop.threads.models import Comment, CommentType


def keep_draft(message: MailedMessage, answered: Comment, *, by: Person) -> MailedDraft | None:
    """Store what the person wrote as a draft. Return None if this message has arrived before."""
    draft = MailedDraft(
        person_id=by.id,
        comment=answered,
        message_key=message.key,
        words=message.words,
        left_out=message.left_out,
        files=list(message.files),
    )
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError:
        return None
    return draft


def post_draft(
    draft: MailedDraft,
    words: str,
    *,
    type: CommentType = CommentType.SUBSTANTIVE,
    language: str = "",
    by: Person,
    capacity: Capacity,
) -> Comment:
    """Post the draft to those who read the comment that it answers, and return the new comment.
    Posting it twice with the same words makes one comment.
    """
    db.session.refresh(draft, ["ended_at", "posted_as_id"], with_for_update={"of": MailedDraft})
    if draft.posted_as is None:
        draft.require_waiting()
    answered = draft.comment
    # Whoever joins or retracts at this moment waits: an answer to a retracted comment has no parent
    # by which its readers would be looked up again.
    db.session.refresh(
        answered,
        ["audience", "retracted_at", "version"],
        with_for_update={"of": Comment, "key_share": True},
    )
    posted = post_comment(
        answered.thread,
        by=by,
        capacity=capacity,
        body=words,
        key=draft.key,
        audience=answered.audience,
        type=type,
        parent=answered if answered.stands else None,
        language=language or guessing.guess(words),
    )
    if draft.is_waiting:
        draft.end(posted.comment)
    return posted.comment


def discard_draft(draft: MailedDraft, *, by: Person) -> None:
    """Delete the words. A draft that was posted or discarded stays as it is."""
    db.session.refresh(draft, ["ended_at", "posted_as_id"], with_for_update={"of": MailedDraft})
    if draft.is_waiting:
        draft.end()
