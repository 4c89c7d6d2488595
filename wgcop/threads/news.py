"""The news of threads: the clauses and papers with unread entries, for pages that gather news."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from flask_babel import lazy_gettext as _l
from sqlalchemy import Executable, bindparam, exists, func, select

from wgcop import markup
from wgcop.accounts.models import Delegation, Person
from wgcop.database import db
from wgcop.following.news import MOST_THINGS, Asked, News, NewsSource
from wgcop.threads.chairing.queries import last_moves
from wgcop.threads.chairing.standings import Standing
from wgcop.threads.comments.releases import Release
from wgcop.threads.models import (
    Comment,
    Thread,
    capacity_label,
    comment_url,
    is_within_delegation,
)
from wgcop.threads.unread import (
    TopicNews,
    TopicWithNews,
    news_of_topics,
    topics_with_news,
)


@dataclass(frozen=True)
class NewComment:
    """A comment as the home page shows it."""

    name: str
    position: int
    address: str
    body: str
    language: str
    audience: str
    capacity: str
    is_reply: bool
    posted_at: datetime
    person: str
    delegation: str
    is_release: bool

    @property
    def url(self) -> str:
        return comment_url(self.address, self.name)

    @property
    def is_private(self) -> bool:
        return is_within_delegation(self.audience)

    @property
    def capacity_label(self) -> str:
        return capacity_label(self.delegation, self.capacity, is_release=self.is_release)

    @property
    def excerpt(self) -> str:
        return markup.excerpt(self.body)


@dataclass(frozen=True, kw_only=True)
class ClauseNews(News):
    """A clause or paper with recent activity, in the open thread, in the reader's delegation or in
    a closed one. `count` is the number of new entries, and there are more if it `goes_on`.

    `comment` is the last new comment, `call` the first that mentions the reader, `reworded` the
    first whose wording differs from those that their delegation supported. `moved` holds the former
    and the new standing of the clause, if the chair's last change of it is new. Its row is cached,
    so the words of the comment are made out only as it is rendered.
    """

    goes_on: bool
    calling: int
    comment: NewComment | None
    call: NewComment | None
    reworded: NewComment | None
    moved: tuple[Standing, Standing] | None


def _tell(asked: Asked) -> Sequence[ClauseNews]:
    """Return the clauses and papers with unread entries, each once, latest first. It takes four SQL
    statements at most. Only entries that will be shown are counted, up to a limit.
    """
    by_place: dict[str, list[TopicWithNews]] = {}
    for topic in topics_with_news(
        asked.person, parents_like=("resolution:%", "paper%"), audiences=asked.heard
    ):
        by_place.setdefault(_place(topic.name), []).append(topic)
    latest = sorted(by_place.values(), key=_latest, reverse=True)[:MOST_THINGS]
    if not latest:
        return []
    counted: dict[str, list[TopicNews]] = {_place(each[0].name): [] for each in latest}
    for one in news_of_topics([topic.id for each in latest for topic in each], asked.person):
        counted[_place(one.topic)].append(one)
    shown = {place: topics for place, topics in counted.items() if topics}
    comments = _comments(
        {
            key
            for topics in shown.values()
            for one in topics
            for key in (one.last_comment, one.first_call, one.first_reworded)
        }
    )
    moves = last_moves(
        [place for place, topics in shown.items() if any(t.is_moved for t in topics)]
    )
    return [_together(place, topics, comments, moves.get(place)) for place, topics in shown.items()]


def _place(topic: str) -> str:
    """Return the name of the clause or paper, which is the same for its open thread and for that
    within a delegation.
    """
    return topic.partition("@")[0]


def _latest(news: Sequence[TopicNews] | Sequence[TopicWithNews]) -> datetime:
    return max(one.latest_at for one in news)


def _comments(keys: Collection[int | None]) -> dict[int, NewComment]:
    rows = db.session.execute(_new_comments(), {"keys": [key for key in keys if key]})
    return {key: NewComment(*shown) for key, *shown in rows}


@cache
def _new_comments() -> Executable:
    return (
        select(
            Comment.id,
            Comment.name,
            Comment.position,
            Thread.address,
            Comment.body,
            Comment.language,
            Comment.audience,
            Comment.capacity,
            Comment.parent_id.is_not(None),
            Comment.posted_at,
            Person.name,
            func.coalesce(Delegation.name, ""),
            exists().where(Release.comment_id == Comment.id),
        )
        .join(Comment.thread)
        .join(Comment.person)
        .outerjoin(Comment.delegation)
        .where(Comment.id.in_(bindparam("keys", expanding=True)))
    )


def _together(
    place: str,
    news: Sequence[TopicNews],
    comments: Mapping[int, NewComment],
    moved: tuple[Standing, Standing] | None,
) -> ClauseNews:
    def of_each(keys: Iterable[int | None]) -> list[NewComment]:
        return sorted((comments[key] for key in keys if key), key=lambda each: each.position)

    spoken = of_each(one.last_comment for one in news)
    calls = of_each(one.first_call for one in news)
    reworded = of_each(one.first_reworded for one in news)
    return ClauseNews(
        thing=place,
        kind="comment.posted" if spoken else "clause.standing" if moved else "thread.chaired",
        at=_latest(news),
        url=f"{news[0].address}#new",
        title=news[0].title,
        count=sum(one.count for one in news),
        goes_on=any(one.goes_on for one in news),
        calling=sum(one.calling for one in news),
        comment=next(reversed(spoken), None),
        call=next(iter(calls), None),
        reworded=next(iter(reworded), None),
        moved=moved,
    )


NEWS = NewsSource("threads", _l("New since you were here"), _tell)
