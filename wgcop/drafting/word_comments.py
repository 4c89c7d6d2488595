"""Brings the comments of a Word file into the discussion of its draft, posted by the person who
uploaded it, with the names and dates in the file.
"""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop import i18n
from wgcop.accounts.models import Capacity, Person
from wgcop.contributions.models import Contribution
from wgcop.contributions.subjects import about_draft
from wgcop.errors import Refused
from wgcop.languages import guessing
from wgcop.reading.papers import WordComment
from wgcop.threads import anchor
from wgcop.threads.actions.comments import post_comment, thread_about
from wgcop.threads.actions.resolving import resolve
from wgcop.threads.models import LONGEST, Comment

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
) -> None:
    """Post the comments of a Word file, once for each `key`. They are posted among the drafters
    only, who decide what others may read.
    """
    if not comments:
        return
    subject = about_draft(contribution, by, capacity)
    if subject is None or not subject.layers:
        raise Refused(_("Only drafters can bring in the comments of a Word file."))
    passages, thread = subject.passages(), thread_about(subject)
    said: list[Comment] = []
    for number, each in enumerate(comments):
        parent = said[each.answers] if each.answers is not None and each.answers < number else None
        place = None if parent else _place(passages, each)
        first, *others = _parts(each)
        for part, words in enumerate((first, *others)):
            is_first = part == 0
            posted = post_comment(
                thread,
                by=by,
                capacity=capacity,
                body=words,
                key=f"{key}-{number}-{part}",
                audience=subject.layers[0].audience,
                parent=parent if is_first else said[number].parent or said[number],
                language=guessing.guess(each.words),
                quoted=place[1] if place and is_first else None,
                block=place[0] if place and is_first else "",
                revision=subject.revision,
                tells=False,
                mentions=False,
            )
            if is_first:
                said.append(posted.comment)
    if subject.text is not None:
        subject.text.keep_places([each for each in said if each.quote is not None])
    for comment, each in zip(said, comments, strict=True):
        if each.is_resolved and comment.parent is None:
            resolve(comment, by=by)


def word_comments_in_words(count: int) -> str:
    return ngettext(
        "%(num)d comment from the file is now in the drafters' discussion.",
        "%(num)d comments from the file are now in the drafters' discussion.",
        count,
    )


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
