"""Queries for comments that come by e-mail."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from wgcop import clock
from wgcop.accounts.models import Capacity, Person
from wgcop.correspondence.addresses import are_given
from wgcop.correspondence.models import MailedDraft
from wgcop.database import db, retention
from wgcop.events.chapters import is_earlier, layer_of
from wgcop.events.models import Entry, Topic
from wgcop.mail import Message
from wgcop.threads.models import Comment, Thread
from wgcop.threads.subjects import subject_named

WITH_THREAD = (
    joinedload(MailedDraft.comment).joinedload(Comment.thread).joinedload(Thread.clause),
    joinedload(MailedDraft.posted_as).joinedload(Comment.thread),
)


def draft_called(draft_id: int) -> MailedDraft | None:
    return db.session.scalar(
        select(MailedDraft).where(MailedDraft.id == draft_id).options(*WITH_THREAD)
    )


def waiting_drafts_of(person: Person) -> Sequence[MailedDraft]:
    """Return the person's drafts that wait, the latest first."""
    return db.session.scalars(
        select(MailedDraft)
        .where(MailedDraft.person_id == person.id, MailedDraft.ended_at.is_(None))
        .options(*WITH_THREAD)
        .order_by(MailedDraft.came_at.desc(), MailedDraft.id)
    ).all()


def has_drafts_by_mail(person: Person) -> bool:
    """Return whether the person may find anything on the page of such drafts: answers are taken, or
    were until lately.
    """
    return are_given() or bool(waiting_drafts_of(person))


def came_lately(person: Person, within: timedelta) -> int:
    came = select(func.count(MailedDraft.id)).where(
        MailedDraft.person_id == person.id, MailedDraft.came_at > clock.now() - within
    )
    return db.session.scalar(came) or 0


def letters_lately(person: Person, source: str, within: timedelta) -> int:
    written = select(func.count(Message.id)).where(
        Message.recipient == person.email,
        Message.source == source,
        Message.written_at > clock.now() - within,
    )
    return db.session.scalar(written) or 0


def readers_of(comment: Comment, writer: Person, capacity: Capacity | None) -> str:
    """Return, in the words of forms, the readers of what this person would write to the readers of
    the comment.
    """
    subject = subject_named(comment.thread.name, writer, capacity)
    layers = subject.layers if subject else ()
    layer = layer_of(comment.audience)
    readers = next((each.readers for each in layers if each.audience == layer), "")
    if readers and is_earlier(comment.audience):
        return _("Only %(delegation)s, earlier discussion", delegation=comment.readers)
    return readers


def was_redacted(comment: Comment) -> bool:
    """Return whether words of the comment were redacted since it was posted."""
    entries = (
        select(Entry.seq)
        .join(Topic, Topic.id == Entry.topic_id)
        .where(
            Topic.name == comment.thread.topic_of(comment.audience),
            Entry.kind == "comment.redacted",
            Entry.target_id == str(comment.id),
        )
    )
    return db.session.scalar(entries.limit(1)) is not None


def days_kept() -> int:
    """Return for how many days drafts are kept here; 0 means for good."""
    return next(each.days for each in retention.kept() if each.kind.key == "mailed")


def kept_until(draft: MailedDraft) -> datetime | None:
    days = days_kept()
    return draft.came_at + timedelta(days=days) if days else None
