"""Queries for the home page: the nearest deadline, and the unread entries on each clause and paper."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Executable, bindparam, exists, func, select

from wgcop import clock, markup
from wgcop.accounts.models import Delegation, Person
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.history.circles import audiences_with_news
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

NEAR = timedelta(days=2)
MOST_NEWS = 8


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


@dataclass(frozen=True)
class ClauseNews:
    """A clause or paper with recent activity, in the open thread, in the reader's delegation or in
    a closed one.

    `comment` is the last new comment, `call` the first that mentions the reader, `reworded` the
    first whose wording differs from those that their delegation supported. `moved` holds the former
    and the new standing of the clause, if the chair's last change of it is new.
    """

    title: str
    address: str
    count: int
    """The number of new entries. There are more if it `goes_on`."""
    goes_on: bool
    calling: int
    latest_at: datetime
    comment: NewComment | None
    call: NewComment | None
    reworded: NewComment | None
    moved: tuple[Standing, Standing] | None = None

    @property
    def url(self) -> str:
        """The address of the first new entry."""
        return f"{self.address}#new"


@dataclass(frozen=True)
class Due:
    """The deadline for contributions to a meeting; `state` is the name of its style."""

    meeting: Meeting
    state: str

    @property
    def at(self) -> datetime:
        return self.meeting.contributions_due


def next_due(open_meetings: Sequence[Meeting]) -> Due | None:
    """Return the next deadline or, if all have passed, the last one; None if there is no meeting."""
    now = clock.now()
    ahead = [meeting for meeting in open_meetings if now <= meeting.contributions_due]
    if ahead:
        first = min(ahead, key=lambda meeting: meeting.contributions_due)
        return Due(first, "urgent" if first.contributions_due - now <= NEAR else "")
    passed = max(open_meetings, key=lambda meeting: meeting.contributions_due, default=None)
    return Due(passed, "passed") if passed else None


def news(person: Person, *, talk: bool = True) -> list[ClauseNews]:
    """Return the clauses and papers with unread entries, each once, latest first. It takes three
    SQL statements, and with `talk` a few more to find out which closed discussions of papers the
    person belongs to. Only entries that will be shown are counted, up to a limit.
    """
    heard = audiences_with_news(person) if talk else person.audiences
    by_place: dict[str, list[TopicWithNews]] = {}
    for topic in topics_with_news(person, parents_like=("resolution:%", "paper%"), audiences=heard):
        by_place.setdefault(_place(topic.name), []).append(topic)
    latest = sorted(by_place.values(), key=_latest, reverse=True)[:MOST_NEWS]
    if not latest:
        return []
    counted: dict[str, list[TopicNews]] = {_place(each[0].name): [] for each in latest}
    for one in news_of_topics([topic.id for each in latest for topic in each], person):
        counted[_place(one.topic)].append(one)
    shown = [each for each in counted.values() if each]
    comments = _comments(
        {
            key
            for each in shown
            for one in each
            for key in (one.last_comment, one.first_call, one.first_reworded)
        }
    )
    together = [_together(each, comments) for each in shown]
    moves = last_moves([_place(one.topic) for each in shown for one in each if one.is_moved])
    return [
        replace(news, moved=moves.get(_place(each[0].topic)))
        for each, news in zip(shown, together, strict=True)
    ]


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


def _together(news: Sequence[TopicNews], comments: Mapping[int, NewComment]) -> ClauseNews:
    spoken = [comments[one.last_comment] for one in news if one.last_comment]
    calls = [comments[one.first_call] for one in news if one.first_call]
    reworded = [comments[one.first_reworded] for one in news if one.first_reworded]
    return ClauseNews(
        title=news[0].title,
        address=news[0].address,
        count=sum(one.count for one in news),
        goes_on=any(one.goes_on for one in news),
        calling=sum(one.calling for one in news),
        latest_at=_latest(news),
        comment=max(spoken, key=lambda comment: comment.position, default=None),
        reworded=min(reworded, key=lambda comment: comment.position, default=None),
        call=min(calls, key=lambda comment: comment.position, default=None),
    )
