"""The wordings of a comment, from the first to the current one, and who supported which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from wgcop.errors import Refused
from wgcop.threads.comments.mentions import without_tokens
from wgcop.threads.models import Comment
from wgcop.web.joining import mark


@dataclass(frozen=True)
class CommentWording:
    """One wording of a comment. `before` is the text that it replaced, and `until` the moment at
    which it was replaced itself.
    """

    number: int
    words: str
    suggested: tuple[str, str] | None
    """The words that it suggested to replace, and those in their place."""
    before: str | None
    until: datetime | None
    supporters: Sequence[str]


def wordings_of(comment: Comment) -> list[CommentWording]:
    """Return all wordings, the current one first."""
    suggestion = comment.suggestion
    suggested = [
        None if one.instead is None else (one.quoted or "", one.instead) for one in comment.earlier
    ] + [(suggestion.quoted, suggestion.instead) if suggestion else None]
    texts = [(one.body, one.replaced_at) for one in comment.earlier] + [(comment.body, None)]
    words = [without_tokens(body) for body, _until in texts]
    wordings = [
        CommentWording(
            number=number,
            words=words[number - 1],
            suggested=suggested[number - 1],
            before=words[number - 2] if number > 1 else None,
            until=until,
            supporters=[s.delegation.name for s in comment.supports if s.wording == number],
        )
        for number, (_body, until) in enumerate(texts, 1)
    ]
    return wordings[::-1]


def require_wording(comment: Comment, seen: int | None) -> None:
    """Refuse if the wording has changed since the page was opened, because nobody agrees to a
    wording that they have not seen.
    """
    if seen is not None and seen != comment.wording:
        raise Refused(_("The words of this comment have changed. Read the new words first."))


def mark_of_words(comment: Comment) -> str:
    """Return a mark of the current words, for the form that changes them. A redaction, which makes
    no new wording, changes the mark too.
    """
    suggestion = comment.suggestion
    if suggestion is None:
        return mark(comment.body)
    return mark("\x1f".join((comment.body, suggestion.quoted, suggestion.instead)))
