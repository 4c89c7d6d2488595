"""Posting, editing and retracting comments."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from wgcop.accounts.identity import Guest
from wgcop.accounts.models import Capacity, Person
from wgcop.accounts.regional import group_of_layer
from wgcop.audit.actions import Thing, note
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.events.actions import open_topic_at_once, record_at_once
from wgcop.events.chapters import layer_of
from wgcop.events.models import Entry, Topic
from wgcop.paper.anchor import Anchor
from wgcop.resolutions.models import Clause
from wgcop.threads.actions.mentions import record_mentions, tell_answered, with_ids
from wgcop.threads.chairing.queries import current_meeting, latest_state
from wgcop.threads.chairing.states import ThreadState
from wgcop.threads.clauses import about_clause
from wgcop.threads.comments.mentions import without_tokens
from wgcop.threads.comments.quotes import Quote
from wgcop.threads.comments.suggestions import SuggestedWords
from wgcop.threads.comments.wordings import mark_of_words
from wgcop.threads.models import MEMBERS, Comment, CommentType, Thread
from wgcop.threads.names import position_now
from wgcop.threads.subjects import ChangingText, ThreadSubject, tell_of


class KeyTaken(Refused):
    """Raised when a form's key arrives a second time with another text; it holds both texts, so
    that neither is lost.
    """

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
    """Return the thread of a subject, and create it for the first comment."""
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
    instead: str | None = None,
    block: str = "",
    quote_language: str = "",
    revision: int = 0,
    text: ChangingText | None = None,
    version: int | None = None,
    tells: bool = True,
    mentions: bool = True,
) -> Posted:
    """Add a comment to the thread. The same key and text sent again return the comment that is
    already there.

    With `instead` it suggests these words in place of the quoted ones; for a translation, that makes
    it a remark on the translation. If words are quoted from a
    `text` that several people write, the caller must have locked it; it
    stores their place at that `version`. The readers of a closed thread are notified of the comment
    unless `tells` is false. Without `mentions` the names in the body stay plain text, as in a text
    that somebody else wrote elsewhere.
    """
    body = with_ids(body) if mentions else without_tokens(body)
    if parent is not None:
        audience = _audience_of_reply(parent, audience)
    # Lock the topic first: two comments at once would get the same position, and a key sent twice
    # would be stored twice.
    topic = topic_of(thread, audience, locks=True)
    if parent is not None and parent.is_private:
        db.session.refresh(parent, ["audience"])
    now, layer = _as_it_is_now(thread, by, key), layer_of(audience)
    if now.sent is not None:
        before = db.session.get_one(Comment, now.sent)
        is_same_place = before.thread_id == thread.id
        if before.body != body or not is_same_place or layer_of(before.audience) != layer:
            raise KeyTaken(before, body)
        return Posted(before, seq_of(before, topic), is_new=False)
    if audience == MEMBERS and thread.clause_id is not None:
        now.require_open()
    quote = Quote.of(quoted, block, revision, quote_language) if quoted else None
    suggestion = SuggestedWords.new(instead) if quote and instead is not None else None
    comment = Comment(
        thread=thread,
        parent=parent_of_reply(parent, thread, audience),
        person=by,
        delegation=capacity.delegation,
        capacity=capacity.title,
        audience=audience,
        type=CommentType.TRANSLATION if suggestion and block else type,
        body=body,
        key=key,
        position=after_all(now.last_position),
        language=language,
        quote=quote,
        suggestion=suggestion,
        # What a new comment cannot have is not asked for when it is shown.
        release=None,
        released_as=None,
        supports=[],
    )
    db.session.add(comment)
    db.session.flush()
    if text is not None and quoted is not None:
        text.keep_place(comment, version)
    entry = record_entry(comment, "comment.posted", topic, by=by, comments=1)
    written = record_mentions(comment, entry, by=by, is_new=True) if mentions else ()
    if parent is not None:
        tell_answered(comment, parent, entry.seq, written=written, by=by)
    if tells and thread.is_closed:
        tell_of(comment, entry.seq)
    return Posted(comment, entry.seq, is_new=True)


@dataclass(frozen=True)
class _ThreadNow:
    """The data that decide whether a new comment is accepted: a comment sent earlier with the same
    key, the thread's last position, and its state.
    """

    sent: int | None
    last_position: int | None
    state: ThreadState | None

    def require_open(self) -> None:
        if self.state is not None and self.state.is_shut:
            self.state.require_open(current_meeting())


def _as_it_is_now(thread: Thread, by: Person, key: str) -> _ThreadNow:
    """Read the current state of the thread in one SQL statement. The caller must have locked the
    topic.
    """
    sent = select(Comment.id).where(Comment.person_id == by.id, Comment.key == key)
    last_position = select(func.max(Comment.position)).where(Comment.thread_id == thread.id)
    last_state = select(func.max(ThreadState.id)).where(ThreadState.thread_id == thread.id)
    row = db.session.execute(
        select(sent.scalar_subquery(), last_position.scalar_subquery(), ThreadState)
        .select_from(Thread)
        .outerjoin(ThreadState, ThreadState.id == last_state.scalar_subquery())
        .where(Thread.id == thread.id)
    ).one()
    return _ThreadNow(*row)


def edit_comment(
    comment: Comment,
    *,
    by: Person,
    body: str,
    language: str | None = None,
    seen: str = "",
    suggested: tuple[Anchor, str] | None = None,
) -> None:
    """Change the text of a comment and, with `suggested`, the words that it suggests and where. A
    change of only the language corrects the record and makes no new wording. `seen` is the mark of
    the words that the writer began with: raise Outdated if they were changed or redacted since.
    """
    body = with_ids(body)
    suggestion = comment.suggestion
    is_new = body != comment.body or bool(
        suggestion and suggested and suggestion.differs(*suggested)
    )
    if seen and is_new and seen != mark_of_words(comment):
        raise Outdated(
            _(
                "The words of this comment have changed since you began. Read the new words first. If "
                "you save again, yours replace them."
            )
        )
    corrected = language is not None and language != comment.language
    if corrected:
        comment.note_language(language or "")
    if is_new:
        comment.reword(body)
        if suggestion and suggested:
            suggestion.change(*suggested)
        topic = topic_of(comment.thread, comment.audience)
        record_mentions(comment, record_entry(comment, "comment.edited", topic, by=by), by=by)
    elif corrected:
        record_entry(comment, "comment.language", topic_of(comment.thread, comment.audience), by=by)


def retract_comment(comment: Comment, *, by: Person) -> None:
    comment.retract()
    thread = comment.thread
    topic = topic_of(thread, comment.audience)
    record_entry(comment, "comment.retracted", topic, by=by, comments=-1)
    if comment.is_public:
        note("comment.retracted", by=by, of=Thing("comment", comment.name, thread.title))


def next_position(thread: Thread) -> int:
    """Return a position after every earlier comment, even if the clock stops or goes back."""
    last = db.session.scalar(
        select(func.max(Comment.position)).where(Comment.thread_id == thread.id)
    )
    return after_all(last)


def after_all(last: int | None) -> int:
    return max(position_now(), (last or 0) + 1)


def record_entry(
    comment: Comment, kind: str, topic: Topic, *, by: Person, comments: int = 0
) -> Entry:
    """Record what happened to the comment on its topic. `comments` is added to the number of
    comments there.
    """
    return record_at_once(
        topic, kind, by=by, target_kind="comment", target_id=comment.id, comments=comments
    )


def topic_of(thread: Thread, audience: str, *, locks: bool = False) -> Topic:
    return open_topic_at_once(
        thread.topic_of(audience),
        title=thread.title,
        address=thread.address,
        audience=audience,
        parent=thread.parent,
        locks=locks,
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
    """Refuse public comments outside the chair's window. A delegation or a regional group may always
    talk within itself.
    """
    state = latest_state(thread.name)
    if state is not None and state.is_shut:
        state.require_open(current_meeting())


def _audience_of_reply(parent: Comment, audience: str) -> str:
    """Return the audience of a reply. To a comment of an earlier chapter of the delegation only
    those reply who read it.
    """
    return parent.audience if layer_of(parent.audience) == audience else audience


def parent_of_reply(parent: Comment | None, thread: Thread, audience: str) -> Comment | None:
    """Return the comment to reply under, or None. Replies are one level deep, and a reply to a
    private comment must stay within its audience.
    """
    if parent is None:
        return None
    if parent.thread_id != thread.id:
        raise Refused(_("That comment belongs to another thread."))
    if not parent.is_public and parent.audience != audience:
        if layer_of(parent.audience) == audience:
            raise Outdated(
                _(
                    "Somebody has just joined who does not read this discussion. Send your reply again."
                )
            )
        if group_of_layer(parent.audience):
            raise Refused(_("A reply to a private comment stays within the regional group."))
        if parent.is_private:
            raise Refused(_("A reply to a private comment stays within the delegation."))
        raise Refused(_("A reply stays with those who can read what it answers."))
    return parent.parent or parent
