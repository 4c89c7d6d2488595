"""Posting, editing and retracting comments."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from wgcop.accounts.identity import Guest
from wgcop.accounts.models import Capacity, Person
from wgcop.audit.actions import Thing, note
from wgcop.db import db
from wgcop.errors import Refused
from wgcop.history.actions import open_topic, record
from wgcop.history.models import Entry, Topic
from wgcop.resolutions.models import Clause
from wgcop.threads.actions.mentions import record_mentions, with_ids
from wgcop.threads.chairing.queries import current_meeting, latest_state
from wgcop.threads.clauses import about_clause
from wgcop.threads.comments.anchor import Anchor
from wgcop.threads.comments.quotes import Quote
from wgcop.threads.models import MEMBERS, Comment, CommentType, Thread
from wgcop.threads.names import position_now
from wgcop.threads.subjects import ThreadSubject, tell_of


class KeyTaken(Refused):
    """The same key came with another text. Both texts are shown, so that neither is lost."""

    def __init__(self, stored: Comment, typed: str) -> None:
        super().__init__(_("Another text was already sent from this form. Both texts are kept."))
        self.stored_body = stored.body
        self.url = stored.url
        self.typed = typed


@dataclass(frozen=True)
class Posted:
    comment: Comment
    seq: int
    is_new: bool


def thread_about(subject: ThreadSubject, clause: Clause | None = None) -> Thread:
    """The thread of a subject, created with the first comment."""
    query = select(Thread).where(Thread.name == subject.name)
    thread = db.session.scalar(query)
    if thread is None:
        thread = Thread(
            name=subject.name,
            title=subject.title,
            address=subject.address,
            parent=subject.parent,
            audience=subject.audience,
            clause_id=clause.id if clause else None,
        )
        try:
            with db.session.begin_nested():
                db.session.add(thread)
        except IntegrityError:  # somebody else created it at the same moment
            thread = db.session.scalars(query).one()
    return thread


def thread_of(clause: Clause) -> Thread:
    return thread_about(about_clause(clause, Guest(), None), clause)


def post_comment(
    thread: Thread,
    *,
    by: Person,
    capacity: Capacity,
    body: str,
    key: str,
    audience: str = MEMBERS,
    type: CommentType = CommentType.SUBSTANTIVE,
    parent: Comment | None = None,
    language: str = "",
    quoted: Anchor | None = None,
    block: str = "",
    revision: int = 0,
    tells: bool = True,
) -> Posted:
    """Adds a comment. The same key and text sent again give the comment that is already there.

    Those who read a closed thread are told of it in the way of that thread, unless the caller `tells` them otherwise.
    """
    body = with_ids(body)
    topic = topic_of(thread, audience)
    db.session.refresh(topic, with_for_update=True)
    before = db.session.scalar(
        select(Comment).where(Comment.person_id == by.id, Comment.key == key)
    )
    if before is not None:
        if before.body != body or before.thread_id != thread.id or before.audience != audience:
            raise KeyTaken(before, body)
        return Posted(before, seq_of(before, topic), is_new=False)
    if audience == MEMBERS and thread.clause_id is not None:
        require_open(thread)
    comment = Comment(
        thread=thread,
        parent=parent_of_reply(parent, thread, audience),
        person=by,
        delegation=capacity.delegation,
        capacity=capacity.title,
        audience=audience,
        type=type,
        body=body,
        key=key,
        position=next_position(thread),
        language=language,
        quote=Quote.of(quoted, block, revision) if quoted else None,
    )
    db.session.add(comment)
    db.session.flush()
    entry = record_entry(comment, "comment.posted", topic, by=by)
    record_mentions(comment, entry, by=by)
    if tells and thread.is_closed:
        tell_of(comment, entry.seq)
    return Posted(comment, entry.seq, is_new=True)


def edit_comment(comment: Comment, *, by: Person, body: str, language: str | None = None) -> None:
    """Changes the text. A change of language alone corrects the record and makes no new wording."""
    body = with_ids(body)
    corrected = language is not None and language != comment.language
    if corrected:
        comment.note_language(language or "")
    if body != comment.body:
        comment.reword(body)
        topic = topic_of(comment.thread, comment.audience)
        record_mentions(comment, record_entry(comment, "comment.edited", topic, by=by), by=by)
    elif corrected:
        record_entry(comment, "comment.language", topic_of(comment.thread, comment.audience), by=by)


def retract_comment(comment: Comment, *, by: Person) -> None:
    comment.retract()
    record_entry(comment, "comment.retracted", topic_of(comment.thread, comment.audience), by=by)
    if comment.is_public:
        thread = comment.thread
        note("comment.retracted", by=by, of=Thing("comment", comment.name, thread.title))


def next_position(thread: Thread) -> int:
    """After every earlier comment, even if the clock stands still or goes back."""
    last = db.session.scalar(
        select(func.max(Comment.position)).where(Comment.thread_id == thread.id)
    )
    return max(position_now(), (last or 0) + 1)


def record_entry(comment: Comment, kind: str, topic: Topic, *, by: Person) -> Entry:
    return record(topic, kind, by=by, target_kind="comment", target_id=comment.id)


def topic_of(thread: Thread, audience: str) -> Topic:
    return open_topic(
        thread.topic_of(audience),
        title=thread.title,
        address=thread.address,
        audience=audience,
        parent=thread.parent,
    )


def seq_of(comment: Comment, topic: Topic) -> int:
    seq = db.session.scalar(
        select(Entry.seq).where(
            Entry.topic_id == topic.id,
            Entry.kind == "comment.posted",
            Entry.target_id == str(comment.id),
        )
    )
    return seq or 0


def require_open(thread: Thread) -> None:
    """Refuses public comments outside the chair's window. A delegation may always talk within itself."""
    state = latest_state(thread.name)
    if state is not None and state.is_shut:
        state.require_open(current_meeting())


def parent_of_reply(parent: Comment | None, thread: Thread, audience: str) -> Comment | None:
    """The comment to reply under. Replies are one level deep, and a reply to a private comment stays private."""
    if parent is None:
        return None
    if parent.thread_id != thread.id:
        raise Refused(_("That comment belongs to another thread."))
    if not parent.is_public and parent.audience != audience:
        if parent.is_private:
            raise Refused(_("A reply to a private comment stays within the delegation."))
        raise Refused(_("A reply stays with those who can read what it answers."))
    return parent.parent or parent
