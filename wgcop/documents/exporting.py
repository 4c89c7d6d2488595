"""Comments on passages of a paper for its Word file: those that the reader may read and that are
not resolved, with their replies.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

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
        is_gone = each.stands is None and comment.quote is not None
        written.append(
            CommentInWord(
                author=_author(comment),
                at=comment.posted_at,
                lines=tuple(_said(comment, replies[comment.id], is_gone=is_gone)),
                block=each.stands.block if each.stands else "",
                first=words.start if words else 0,
                last=words.end if words else 0,
            )
        )
    return written


class SaidInWord(NamedTuple):
    """What a Word file says about a comment, to recognize the comment by. `lines` are the lines of
    text that are not empty.
    """

    author: str
    second: str
    lines: tuple[str, ...]

    @classmethod
    def of(cls, author: str, at: str, lines: Iterable[str]) -> "SaidInWord":
        second = len("2010-05-01T09:30:00")
        return cls(author, at[:second], tuple(filter(None, (line.strip() for line in lines))))


def told_by_files(subject: ThreadSubject) -> dict[SaidInWord, Comment]:
    """Return the comments on passages by everything that a downloaded Word file may say about them.
    At the time of the download there may have been fewer replies, and the passage may have been
    there or not.
    """
    beside = [each.comment for each in margin_of(subject, most=None).comments]
    replies = _replies(subject, [each.id for each in beside])
    return {
        SaidInWord.of(
            _author(comment),
            comment.posted_at.isoformat(),
            _said(comment, replies[comment.id][:count], is_gone=is_gone),
        ): comment
        for comment in beside
        for count in range(len(replies[comment.id]) + 1)
        for is_gone in (False, True)
    }


def _said(comment: Comment, replies: Sequence[Comment], *, is_gone: bool) -> list[str]:
    lines = [*_readers(comment), *_lines(comment)]
    if is_gone and comment.quote is not None:
        gone = _("These words are no longer in the paper.") + f" “{comment.quote.said}”"
        lines.insert(0, gone)
    for reply in replies:
        lines += [f"{_author(reply)}:", *_readers(reply), *_lines(reply)]
    return lines


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
    """Return the author of a comment. For a released comment, that is only the delegation or the
    regional group: nobody learns who wrote it.
    """
    if comment.release:
        return comment.capacity_label
    delegation = comment.delegation.shown_name if comment.delegation else ""
    return f"{comment.person.name} ({delegation})" if delegation else comment.person.name


def _readers(comment: Comment) -> list[str]:
    """Return a line that marks a comment as internal to a delegation or a regional group, so that a
    person who passes the file on knows.
    """
    if comment.is_private:
        return [_("Only %(delegation)s", delegation=comment.readers)]
    return []


def _lines(comment: Comment) -> list[str]:
    return markup.plain(without_tokens(comment.body)).split("\n")
