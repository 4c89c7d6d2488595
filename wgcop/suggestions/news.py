"""The news for whoever suggested words: somebody supports them, or they are accepted or declined."""

from collections.abc import Iterator, Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select

from wgcop.database import db
from wgcop.events.models import Entry
from wgcop.events.titles import shown_title
from wgcop.following.news import Asked, NewsSource
from wgcop.thread_news.followed import CommentNews
from wgcop.thread_news.new_comments import new_comments
from wgcop.threads.comments.suggestions import SuggestedWords
from wgcop.threads.models import Comment, Thread

_TOLD: dict[str, LazyString] = {
    "suggestion.supported": _l("Supports your suggestion"),
    "suggestion.accepted": _l("Your suggestion is accepted"),
    "suggestion.declined": _l("Your suggestion is declined"),
    "suggestion.taken-back": _l("The decision on your suggestion is taken back"),
}


def _entries() -> Sequence[ColumnElement[bool]]:
    return Entry.target_kind == "suggestion", Entry.kind.in_(_TOLD)


def _tell(asked: Asked) -> Iterator[CommentNews]:
    """Yield what happened to the reader's suggestions, in two SQL statements. Those of a discussion
    that they no longer read are left out, and those that were retracted.
    """
    if not asked.happened:
        return
    titles = _readable([each.target_id for each in asked.happened], asked.heard)
    comments = new_comments(titles)
    for each in asked.happened:
        comment = comments.get(each.target_id)
        if comment is not None:
            yield CommentNews(
                thing=f"suggestion:{comment.name}",
                kind=each.kinds[0],
                at=each.at,
                url=comment.url,
                title=titles[each.target_id],
                words=str(_TOLD[each.kinds[0]]),
                topics=each.topics,
                comment=comment,
            )


def _readable(comments: Sequence[int], heard: frozenset[str]) -> dict[int, str]:
    """Return the titles of the threads of these comments, by the ids of the comments."""
    rows = db.session.execute(
        select(Comment.id, Thread.name, Thread.title)
        .join(Comment.thread)
        .join(SuggestedWords, SuggestedWords.comment_id == Comment.id)
        .where(
            Comment.id.in_(comments), Comment.audience.in_(heard), Comment.retracted_at.is_(None)
        )
    )
    return {comment_id: shown_title(name, title) for comment_id, name, title in rows}


NEWS = NewsSource(
    "suggestions",
    _l("Your suggestions"),
    _tell,
    entries=_entries,
    topics=("person:",),
    on_home=False,
)
