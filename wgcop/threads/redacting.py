"""The places where the words of a discussion are kept, for the secretariat to redact them."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import false, or_, select

from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.history.actions import record
from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up, sign_up_copies
from wgcop.resolutions.models import Clause
from wgcop.threads.actions import chairing
from wgcop.threads.actions.comments import topic_of
from wgcop.threads.chairing.notes import StateOfPlay
from wgcop.threads.chairing.standings import ClauseStanding
from wgcop.threads.comments.quotes import Quote
from wgcop.threads.comments.releases import Release
from wgcop.threads.models import Comment, EarlierWording, Thread


def _comment(name: str) -> Comment | None:
    return db.session.scalar(select(Comment).where(Comment.name == name))


def _it_and_its_release(comment: Comment) -> Any:
    """Return a condition for a comment with its release or original: a delegation that releases a
    private comment says the same twice.
    """
    released = select(Release.comment_id).where(Release.original_id == comment.id)
    original = select(Release.original_id).where(Release.comment_id == comment.id)
    return or_(Comment.id == comment.id, Comment.id.in_(released), Comment.id.in_(original))


def _of_comment(column: Any) -> Any:
    return lambda comment: column.in_(select(Comment.id).where(_it_and_its_release(comment)))


def _tell(comment: Comment, by: Person) -> None:
    for each in db.session.scalars(select(Comment).where(_it_and_its_release(comment))):
        topic = topic_of(each.thread, each.audience)
        record(topic, "comment.redacted", by=by, target_kind="comment", target_id=each.id)


COMMENT = RedactionSubject(
    "comment",
    _l("Comment"),
    find=_comment,
    key=lambda comment: comment.name,
    title=lambda comment: _("Comment on %(citation)s", citation=comment.thread.title),
    url=lambda comment: f"/comments/{comment.name}",
    may_read=lambda comment, audiences: comment.audience in audiences,
    words=(
        KeptWords(
            "comment",
            _l("The comment"),
            Comment,
            ("body",),
            thing=lambda row: row,
            of=_it_and_its_release,
        ),
        KeptWords(
            "earlier",
            _l("Earlier wordings"),
            EarlierWording,
            ("body",),
            thing=lambda row: row.comment,
            of=_of_comment(EarlierWording.comment_id),
        ),
        KeptWords(
            "quote",
            _l("Words that it quotes"),
            Quote,
            ("said", "exact", "prefix", "suffix"),
            thing=lambda row: row.comment,
            of=_of_comment(Quote.comment_id),
        ),
    ),
    quoted_as=lambda comment: comment.name,
    afterwards=_tell,
)


def _thread(name: str) -> Thread | None:
    return db.session.scalar(select(Thread).where(Thread.name == name))


DISCUSSION = RedactionSubject(
    "discussion",
    _l("Remarks of the chair on a discussion"),
    find=_thread,
    key=lambda thread: thread.name,
    title=lambda thread: thread.title,
    url=lambda thread: thread.address,
    may_read=lambda thread, audiences: thread.audience in audiences,
    words=(
        KeptWords(
            "state-of-play",
            _l("Notes on the state of play"),
            StateOfPlay,
            ("body",),
            thing=lambda row: row.thread,
            of=lambda thread: StateOfPlay.thread_id == thread.id,
        ),
        KeptWords(
            "standing",
            _l("Remarks on the status of a clause, and agreed wordings"),
            ClauseStanding,
            ("words",),
            of=lambda thread: ClauseStanding.clause_id.in_(
                select(Clause.id).where(Clause.id == thread.clause_id)
            ),
        ),
    ),
    afterwards=lambda thread, by: chairing.record_entry(thread, "note.redacted", by=by),
)

sign_up(COMMENT, DISCUSSION)
sign_up_copies(
    KeptWords(
        "thread",
        _l("Titles of discussions"),
        Thread,
        ("title",),
        of=lambda _thing: false(),
        follow=True,
    ),
)
