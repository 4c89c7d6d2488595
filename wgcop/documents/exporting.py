"""Comments on passages of a paper for its Word file: those that the reader may read and that are
not resolved, with their replies.
"""

from collections import defaultdict

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop import markup
from wgcop.database import db
from wgcop.threads.comments.mentions import without_tokens
from wgcop.threads.models import Comment
from wgcop.threads.page.margin import margin_of
from wgcop.threads.subjects import ThreadSubject
from wgcop.word.comments import CommentInWord


def comments_in_word(subject: ThreadSubject | None, *, asked: bool) -> list[CommentInWord]:
    """Return the open comments on passages of a paper. The list is empty if they were not asked for
    or if the reader may read none.
    """
    if subject is None or not asked:
        return []
    beside = [
        each for each in margin_of(subject, most=None).comments if not each.comment.is_resolved
    ]
    replies = _replies(subject, [each.comment.id for each in beside])
    written = []
    for each in beside:
        comment, words = each.comment, each.stands.words if each.stands else None
        lines = [*_readers(comment), *_lines(comment)]
        if each.stands is None and comment.quote is not None:
            lines.insert(
                0, _("These words are no longer in the paper.") + f" “{comment.quote.said}”"
            )
        for reply in replies[comment.id]:
            lines += [f"{_author(reply)}:", *_readers(reply), *_lines(reply)]
        written.append(
            CommentInWord(
                author=_author(comment),
                at=comment.posted_at,
                lines=tuple(lines),
                block=each.stands.block if each.stands else "",
                first=words.start if words else 0,
                last=words.end if words else 0,
            )
        )
    return written


def _replies(subject: ThreadSubject, parents: list[int]) -> dict[int, list[Comment]]:
    replies: dict[int, list[Comment]] = defaultdict(list)
    rows = db.session.scalars(
        select(Comment)
        .where(
            Comment.parent_id.in_(parents),
            Comment.audience.in_(subject.reads),
            Comment.stands,
        )
        .options(
            joinedload(Comment.person), joinedload(Comment.delegation), joinedload(Comment.release)
        )
        .order_by(Comment.position)
    )
    for reply in rows:
        assert reply.parent_id is not None
        replies[reply.parent_id].append(reply)
    return replies


def _author(comment: Comment) -> str:
    """Return the author of a comment. For a comment released by a delegation, that is only the
    delegation: nobody learns who wrote it.
    """
    delegation = comment.delegation.name if comment.delegation else ""
    if comment.release:
        return delegation
    return f"{comment.person.name} ({delegation})" if delegation else comment.person.name


def _readers(comment: Comment) -> list[str]:
    """Return a line that marks a comment as internal to a delegation, so that a person who passes
    the file on knows.
    """
    if comment.is_private and comment.delegation:
        return [_("Only %(delegation)s", delegation=comment.delegation.name)]
    return []


def _lines(comment: Comment) -> list[str]:
    return markup.plain(without_tokens(comment.body)).split("\n")
