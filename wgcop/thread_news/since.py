"""What was said on the clauses of resolutions, and how their standings changed, since a moment."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, case, func, or_, select

from wgcop.accounts.any_reader import ANY_READER, parameters
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.events.titles import shown_title
from wgcop.following.news import HeardSince
from wgcop.resolutions.models import Clause
from wgcop.thread_news.new_comments import NewComment, new_comments
from wgcop.thread_news.news import ClauseNews
from wgcop.threads.chairing.queries import NEVER_SET, StandingMove, StandingNow
from wgcop.threads.chairing.standings import ClauseStanding
from wgcop.threads.models import Comment
from wgcop.threads.unread import NEWS, comment_id

Moves = Mapping[str, StandingMove]


def clauses_since(
    person: Person, since: HeardSince, parents: Collection[str]
) -> dict[str, list[ClauseNews]]:
    """Return the clauses on which others did something after these moments, latest first, by the
    topics of the resolutions. It takes two SQL statements and one for each moment, and ignores read
    marks. What is said in a private layer of a clause stands by itself, so that what everybody says
    does not hide it.
    """
    rows = [
        row
        for moment, audiences in since.items()
        for row in db.session.execute(
            _since(),
            {
                **parameters(person),
                "reader_audiences": list(audiences),
                "since": moment,
                "parents": list(parents),
            },
        )
    ]
    comments = new_comments({key for row in rows for key in (row.first_comment, row.last_comment)})
    moves = _moves({row.name for row in rows}, min(since))
    clauses: dict[str, list[ClauseNews]] = {}
    for row in rows:
        clauses.setdefault(row.parent, []).append(_clause(row, comments, moves.get(row.name)))
    return {parent: sorted(news, key=_at, reverse=True) for parent, news in clauses.items()}


def _at(news: ClauseNews) -> datetime:
    assert news.at is not None
    return news.at


def _clause(row: Any, comments: Mapping[int, NewComment], moved: StandingMove | None) -> ClauseNews:
    first, comment = comments.get(row.first_comment), comments.get(row.last_comment)
    return ClauseNews(
        thing=row.name.partition("@")[0],
        kind="comment.posted" if comment else "clause.standing",
        at=row.at,
        url=first.url if first else row.address,
        title=shown_title(row.name, row.title),
        words=comment.excerpt if comment else "",
        count=row.comments + row.settings,
        goes_on=False,
        calling=0,
        comment=comment,
        call=None,
        reworded=None,
        moved=moved,
    )


@cache
def _since() -> Select[Any]:
    comment: Any = case((Entry.kind == "comment.posted", Comment.id))
    setting: Any = case((Entry.target_kind != "comment", Entry.target_kind + ":" + Entry.target_id))
    moment: Any = bindparam("since", type_=Entry.at.type)
    before = (
        select(Entry.seq)
        .where(Entry.topic_id == Topic.id, Entry.at <= moment)
        .order_by(Entry.seq.desc())
        .limit(1)
        .correlate(Topic)
        .scalar_subquery()
    )
    return (
        select(
            Topic.parent,
            Topic.name,
            Topic.title,
            Topic.address,
            func.count(comment.distinct()).label("comments"),
            func.count(setting.distinct()).label("settings"),
            func.min(comment).label("first_comment"),
            func.max(comment).label("last_comment"),
            func.max(Entry.at).label("at"),
        )
        .join(Entry, Entry.topic_id == Topic.id)
        .outerjoin(Comment, Comment.id == comment_id())
        .where(
            Topic.parent.in_(bindparam("parents", expanding=True)),
            Topic.audience.in_(ANY_READER.audiences),
            Entry.seq > func.coalesce(before, 0),
            Entry.kind.in_([kind for kind, to in NEWS.items() if to == "everybody"]),
            func.coalesce(Entry.actor_id, 0) != ANY_READER.id,
            or_(Comment.id.is_(None), Comment.stands),
        )
        .group_by(Topic.parent, Topic.name, Topic.title, Topic.address)
    )


def _moves(names: Collection[str], since: datetime) -> dict[str, StandingMove]:
    """Return the standing of each clause at this moment and now, where they differ."""
    if not names:
        return {}
    rows = db.session.execute(
        select(Clause.wid, ClauseStanding.standing, ClauseStanding.suppresses, ClauseStanding.at)
        .join(ClauseStanding.clause)
        .where(Clause.wid.in_([name.removeprefix("clause:") for name in names]))
        .order_by(ClauseStanding.id)
    )
    moves: dict[str, StandingMove] = {}
    for wid, standing, suppresses, at in rows:
        now = StandingNow(standing, suppresses=suppresses)
        before, _last = moves.get(f"clause:{wid}", (NEVER_SET, NEVER_SET))
        moves[f"clause:{wid}"] = (now if at <= since else before), now
    return {name: (before, now) for name, (before, now) in moves.items() if before != now}
