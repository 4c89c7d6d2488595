"""The unread entries of the threads that a person follows, one by one, for the inbox."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from wgcop.accounts.any_reader import ANY_READER, parameters
from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.events.titles import shown_title
from wgcop.following.news import Asked, News, Told, TopicShown
from wgcop.following.queries import happened_since, unread_topics
from wgcop.thread_news.new_comments import NewComment, new_comments
from wgcop.threads.chairing.queries import StandingMove, StandingNow, last_moves
from wgcop.threads.models import Comment
from wgcop.threads.unread import comment_id, first_beyond, is_news, with_read_marks

TOLD = 10
"""The most entries of one topic that the inbox shows. Later ones stay unread."""

MOST_TOPICS = 60
"""The most topics of which it shows entries: a person who comes back after a year needs the
resolution, not a list.
"""

Moves = Mapping[str, StandingMove]


@dataclass(frozen=True, kw_only=True)
class CommentNews(News):
    """A new or changed comment, or what the chair has set, if there is no `comment`."""

    comment: NewComment | None = None


def tell_followed(asked: Asked) -> Told:
    """Return what is unread in the threads, in three SQL statements. Of each topic it shows the
    first entries, up to a limit, and nothing of the topics beyond another limit.
    """
    rows = db.session.execute(
        _unread(),
        {
            **parameters(asked.person),
            "reader_audiences": list(asked.heard),
            "happened_since": asked.since,
        },
    ).all()
    topics = [list(of_one) for _id, of_one in groupby(rows, key=lambda row: row.topic_id)]
    latest_first = sorted(topics, key=lambda of_one: of_one[-1].at, reverse=True)
    listed = [of_one[:TOLD] for of_one in latest_first[:MOST_TOPICS]]
    comments = new_comments([row.comment for of_one in listed for row in of_one])
    moves = last_moves(
        [of_one[0].topic for of_one in listed if any(_is_move(row) for row in of_one)]
    )
    news = [each for of_one in listed for each in _news_of(of_one, comments, moves)]
    return news, [
        *(_shown(of_one, is_listed=True) for of_one in latest_first[:MOST_TOPICS]),
        *(_shown(of_one, is_listed=False) for of_one in latest_first[MOST_TOPICS:]),
    ]


def _shown(rows: Sequence[Any], *, is_listed: bool) -> TopicShown:
    first, goes_on = rows[0], len(rows) > TOLD or not is_listed
    up_to = 0 if not is_listed else rows[TOLD - 1].seq if goes_on else first.end
    return TopicShown(
        first.topic, shown_title(first.topic, first.title), first.address, up_to, goes_on
    )


def _news_of(
    rows: Iterable[Any], comments: Mapping[int, NewComment], moves: Moves
) -> Iterator[CommentNews]:
    """Yield one row for each comment and one for each kind of setting, however often they changed."""
    told: dict[object, CommentNews] = {}
    for row in rows:
        comment = comments.get(row.comment)
        if comment is not None:
            told.setdefault(row.comment, _of_comment(row, comment))
        elif row.comment is None:
            told[row.kind] = _of_chair(row, moves)
    yield from told.values()


def _of_comment(row: Any, comment: NewComment) -> CommentNews:
    is_new = row.kind == "comment.posted"
    return CommentNews(
        thing=f"comment:{comment.name}",
        kind=row.kind,
        at=row.at,
        url=comment.url,
        title=shown_title(row.topic, row.title),
        words="" if is_new else _("Reworded"),
        topics=(row.topic,),
        comment=comment,
    )


def _of_chair(row: Any, moves: Moves) -> CommentNews:
    return CommentNews(
        thing=row.topic,
        kind=row.kind,
        at=row.at,
        url=row.address,
        title=shown_title(row.topic, row.title),
        words=_SETTINGS[row.kind](),
        changes=_moved(*moves[row.topic]) if _is_move(row) and row.topic in moves else (),
        topics=(row.topic,),
    )


def _moved(before: StandingNow, now: StandingNow) -> tuple[str, ...]:
    names = {"from": before.name, "to": now.name}
    return (_("From “%(from)s” to “%(to)s”.", **names),)


_SETTINGS: Mapping[str, Callable[[], str]] = {
    "clause.standing": lambda: _("The chair moved the clause."),
    "thread.resolved": lambda: _("The chair resolved the thread."),
    "thread.reopened": lambda: _("The chair reopened the thread."),
    "thread.window": lambda: _("The chair set when the thread is open."),
    "note.pinned": lambda: _("The chair changed the state of play."),
    "note.removed": lambda: _("The chair removed the state of play."),
}


def _is_move(row: Any) -> bool:
    return bool(row.kind == "clause.standing")


@cache
def _unread() -> Select[Any]:
    unread = unread_topics(ANY_READER)
    last = first_beyond(unread, TOLD)
    columns: tuple[Any, ...] = (
        Topic.id.label("topic_id"),
        Topic.name.label("topic"),
        Topic.title,
        Topic.address,
        Topic.seq.label("end"),
        Entry.seq,
        Entry.kind,
        Entry.at,
        Comment.id.label("comment"),
    )
    entries = (
        select(*columns)
        .select_from(unread)
        .join(Topic, Topic.id == unread.c.id)
        .join(last, last.c.id == unread.c.id)
        .join(Entry, Entry.topic_id == unread.c.id)
    )
    return (
        with_read_marks(entries, ANY_READER)
        .outerjoin(Comment, Comment.id == comment_id())
        .where(
            Entry.seq <= func.coalesce(last.c.seq, Topic.seq),
            Entry.seq > unread.c.mark,
            happened_since(unread),
            is_news(ANY_READER),
        )
        .order_by(Topic.id, Entry.seq)
    )
