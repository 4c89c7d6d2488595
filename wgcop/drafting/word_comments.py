"""Brings the comments of a Word file into the discussion of its draft, posted by the person who
uploaded it, with the names and dates in the file.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop import i18n
from wgcop.accounts.models import Capacity, Person
from wgcop.contributions.models import Contribution
from wgcop.contributions.subjects import about_draft
from wgcop.database import db
from wgcop.documents.exporting import SaidInWord, told_by_files
from wgcop.errors import Refused
from wgcop.languages import guessing
from wgcop.paper import anchor
from wgcop.reading.papers import WordComment
from wgcop.threads.actions.comments import post_comment, thread_about
from wgcop.threads.actions.resolving import resolve
from wgcop.threads.comments.mentions import without_tokens
from wgcop.threads.models import LONGEST, Comment, Thread
from wgcop.threads.subjects import ThreadSubject

MOST_AT_ONCE = LONGEST - 500  # the first part also needs room for the line that names the author
"""The number of characters of a comment that are posted at once. The rest of a longer comment
follows as replies.
"""


def say_word_comments(
    contribution: Contribution,
    comments: Sequence[WordComment],
    *,
    key: str,
    capacity: Capacity,
    by: Person,
) -> int:
    """Post the comments of a Word file, once for each `key`, and return how many are new. They are
    posted among the drafters only, who decide what others may read.

    A comment that is there already is not posted again: it came with an earlier file, or it went
    out with the paper. What was written in Word below it becomes a reply, among the drafters too.
    """
    if not comments:
        return 0
    subject = about_draft(contribution, by, capacity)
    if subject is None or not subject.layers:
        raise Refused(_("Only drafters can bring in the comments of a Word file."))
    passages, thread = subject.passages(), thread_about(subject)
    audience = subject.layers[0].audience
    there = _There(subject, thread)
    said: list[Comment] = []
    new: list[Comment] = []
    for number, each in enumerate(comments):
        parent = said[each.answers] if each.answers is not None and each.answers < number else None
        if parent is not None and parent.audience != audience:
            parent = None  # it stands where others read too
        place = None if parent else _place(passages, each)
        first, *others = _parts(each)
        if known := there.take(each, first, place, parent):
            said.append(known)
            continue
        for part, words in enumerate((first, *others)):
            is_first = part == 0
            posted = post_comment(
                thread,
                by=by,
                capacity=capacity,
                body=words,
                key=f"{key}-{number}-{part}",
                audience=audience,
                parent=parent if is_first else said[number].parent or said[number],
                language=guessing.guess(each.words),
                quoted=place[1] if place and is_first else None,
                block=place[0] if place and is_first else "",
                quote_language=passages.language_of(place[0]) if place and is_first else "",
                revision=subject.revision,
                tells=False,
                mentions=False,
            )
            if is_first:
                said.append(posted.comment)
                new.append(posted.comment)
    if subject.text is not None:
        subject.text.keep_places([each for each in new if each.quote is not None])
    for comment, each in zip(said, comments, strict=True):
        # One that came with an earlier file may have been opened again since.
        if each.is_resolved and comment.parent is None and comment not in there.came:
            resolve(comment, by=by)
    return len(new)


class _There:
    """The comments that a draft has already. Each is found once: the same words may be said twice."""

    def __init__(self, subject: ThreadSubject, thread: Thread) -> None:
        self._told = told_by_files(subject)
        self._bodies: dict[tuple[int | None, str, str], list[Comment]] = defaultdict(list)
        self.came: list[Comment] = []
        """Those that came with an earlier file, as they were found."""
        for comment in db.session.scalars(
            select(Comment)
            .where(
                Comment.thread_id == thread.id,
                Comment.audience.in_(subject.reads),
                Comment.stands,
            )
            .options(joinedload(Comment.quote))
            .order_by(Comment.position)
        ):
            said = comment.quote.said if comment.quote else ""
            self._bodies[comment.parent_id, comment.body, said].append(comment)

    def take(
        self,
        comment: WordComment,
        body: str,
        place: tuple[str, anchor.Anchor] | None,
        parent: Comment | None,
    ) -> Comment | None:
        told = SaidInWord.of(comment.author, comment.at, comment.words.split("\n"))
        if parent is None and (gone_out := self._told.get(told)):
            return gone_out
        below = (parent.parent_id or parent.id) if parent else None
        said = place[1].exact if place else ""
        if not (found := self._bodies[below, without_tokens(body), said]):
            return None
        self.came.append(found[0])
        return found.pop(0)


def word_comments_in_words(new: int, known: int) -> list[str]:
    sentences = []
    if new:
        sentences.append(
            ngettext(
                "%(num)d comment from the file is now in the drafters' discussion.",
                "%(num)d comments from the file are now in the drafters' discussion.",
                new,
            )
        )
    if known:
        sentences.append(
            ngettext(
                "%(num)d comment from the file was there already.",
                "%(num)d comments from the file were there already.",
                known,
            )
        )
    return sentences


def _place(passages: anchor.Passages, comment: WordComment) -> tuple[str, anchor.Anchor] | None:
    """Return the block and the place that a comment quotes, or None if they are not found. Of a
    long quotation only the beginning is used; a comment without a quotation is attached to its
    paragraph.
    """
    quoted = comment.quoted[: anchor.LONGEST].strip()
    for block in (comment.block, ""):
        if (block or quoted) and (
            place := anchor.make_among(passages, block, quoted, comment.before)
        ):
            return place
    return None


def _parts(comment: WordComment) -> list[str]:
    name, at = comment.author or _("somebody"), _moment(comment.at)
    head = (
        _("Word comment by %(name)s, %(date)s", name=name, date=at)
        if at
        else _("Word comment by %(name)s", name=name)
    )
    words = comment.words or _("(without words)")
    parts = [words[start : start + MOST_AT_ONCE] for start in range(0, len(words), MOST_AT_ONCE)]
    return [f"{head}:\n\n{parts[0]}", *parts[1:]]


def _moment(at: str) -> str:
    try:
        return i18n.day(datetime.fromisoformat(at).date())
    except ValueError:
        return ""
