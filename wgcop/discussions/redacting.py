"""The places where the words of a discussion are kept, for the secretariat to redact them."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from wgcop.accounts.models import Person
from wgcop.chairing.actions import record_entry
from wgcop.database import db
from wgcop.events.actions import record
from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up, sign_up_copies
from wgcop.threads.actions.comments import topic_of
from wgcop.threads.chairing.notes import StateOfPlay
from wgcop.threads.chairing.standings import ClauseStanding
from wgcop.threads.comments.quotes import Quote
from wgcop.threads.comments.releases import Release
from wgcop.threads.comments.suggestions import SuggestedWords, SuggestionDecision
from wgcop.threads.models import Comment, EarlierWording, Thread


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
    # Read again: its readers are others if its chapter ended while the words were taken out.
    now = {"populate_existing": True}
    for each in db.session.scalars(
        select(Comment).where(_it_and_its_release(comment)), execution_options=now
    ):
        topic = topic_of(each.thread, each.audience)
        record(topic, "comment.redacted", by=by, target_kind="comment", target_id=each.id)


COMMENT = RedactionSubject(
    "comment",
    _l("Comment"),
    Comment,
    (
        KeptWords("comment", _l("The comment"), Comment, of=_it_and_its_release),
        KeptWords(
            "earlier",
            _l("Earlier wordings"),
            EarlierWording,
            of=_of_comment(EarlierWording.comment_id),
        ),
        KeptWords("quote", _l("Words that it quotes"), Quote, of=_of_comment(Quote.comment_id)),
        KeptWords(
            "suggestion",
            _l("Words that it suggests"),
            SuggestedWords,
            of=_of_comment(SuggestedWords.comment_id),
        ),
        KeptWords(
            "suggestion-decisions",
            _l("Reasons of decisions on what it suggests"),
            SuggestionDecision,
            of=_of_comment(SuggestionDecision.comment_id),
        ),
    ),
    key_column="name",
    title=lambda comment: _("Comment on %(citation)s", citation=comment.thread.shown_title),
    url=lambda comment: f"/comments/{comment.name}",
    may_read=lambda comment, audiences: comment.audience in audiences,
    quoted_as=lambda comment: comment.name,
    afterwards=_tell,
)

DISCUSSION = RedactionSubject(
    "discussion",
    _l("Remarks of the chair on a discussion"),
    Thread,
    (
        KeptWords("state-of-play", _l("Notes on the state of play"), StateOfPlay),
        KeptWords(
            "standing",
            _l("Remarks on the status of a clause, and agreed wordings"),
            ClauseStanding,
            of=lambda thread: ClauseStanding.clause_id == thread.clause_id,
        ),
    ),
    key_column="name",
    url=lambda thread: thread.address,
    # The chair has remarks on clauses alone. What another discussion is about may be a secret.
    may_read=lambda thread, audiences: bool(thread.clause_id) and thread.audience in audiences,
    afterwards=lambda thread, by: record_entry(thread, "note.redacted", by=by),
)

sign_up(COMMENT, DISCUSSION)
sign_up_copies(KeptWords("thread", _l("Titles of discussions"), Thread, follow=True))
