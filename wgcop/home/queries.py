"""What the first page shows: the nearest deadline, and what is new on each clause and paper."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop import clock, markup
from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting
from wgcop.db import db
from wgcop.history.circles import audiences_with_news
from wgcop.threads.models import Comment
from wgcop.threads.unread import (
    TopicNews,
    TopicWithNews,
    news_of_topics,
    topics_with_news,
)

NEAR = timedelta(days=2)
MOST_NEWS = 8


@dataclass(frozen=True)
class ClauseNews:
    """A clause or paper with something new, in the open thread, in the reader's delegation or in a closed one.

    `comment` is the last new comment, `call` the first that calls the reader by name, `reworded` the first with
    other words than their delegation supported.
    """

    title: str
    address: str
    count: int
    calling: int
    latest_at: datetime
    comment: Comment | None
    call: Comment | None
    reworded: Comment | None

    @property
    def url(self) -> str:
        """Leads to the first new entry."""
        return f"{self.address}#new"

    @property
    def excerpt(self) -> str:
        return markup.excerpt(self.comment.body) if self.comment else ""


@dataclass(frozen=True)
class Due:
    """The deadline for contributions to a meeting; `state` is the name of its style."""

    meeting: Meeting
    state: str

    @property
    def at(self) -> datetime:
        return self.meeting.contributions_due


def next_due(open_meetings: Sequence[Meeting]) -> Due | None:
    """The next deadline or, if all have passed, the last one."""
    now = clock.now()
    ahead = [meeting for meeting in open_meetings if now <= meeting.contributions_due]
    if ahead:
        first = min(ahead, key=lambda meeting: meeting.contributions_due)
        return Due(first, "urgent" if first.contributions_due - now <= NEAR else "")
    passed = max(open_meetings, key=lambda meeting: meeting.contributions_due, default=None)
    return Due(passed, "passed") if passed else None


def news(person: Person) -> list[ClauseNews]:
    """Each clause and paper once, the latest first; three statements, and what it takes to know in which papers they have
    a part. What is new is counted for those that are shown."""
    by_place: dict[str, list[TopicWithNews]] = {}
    for topic in topics_with_news(
        person, parents_like=("resolution:%", "paper%"), audiences=audiences_with_news(person)
    ):
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
    return [_together(each, comments) for each in shown]


def _place(topic: str) -> str:
    """The clause or paper: the same for what is said there to everybody and within a delegation."""
    return topic.partition("@")[0]


def _latest(news: Sequence[TopicNews] | Sequence[TopicWithNews]) -> datetime:
    return max(one.latest_at for one in news)


def _comments(keys: Collection[int | None]) -> dict[int, Comment]:
    rows = db.session.scalars(
        select(Comment)
        .where(Comment.id.in_([key for key in keys if key]))
        .options(
            joinedload(Comment.person),
            joinedload(Comment.delegation),
            joinedload(Comment.thread),
            joinedload(Comment.release),
        )
    )
    return {comment.id: comment for comment in rows}


def _together(news: Sequence[TopicNews], comments: Mapping[int, Comment]) -> ClauseNews:
    spoken = [comments[one.last_comment] for one in news if one.last_comment]
    calls = [comments[one.first_call] for one in news if one.first_call]
    reworded = [comments[one.first_reworded] for one in news if one.first_reworded]
    return ClauseNews(
        title=news[0].title,
        address=news[0].address,
        count=sum(one.count for one in news),
        calling=sum(one.calling for one in news),
        latest_at=_latest(news),
        comment=max(spoken, key=lambda comment: comment.position, default=None),
        reworded=min(reworded, key=lambda comment: comment.position, default=None),
        call=min(calls, key=lambda comment: comment.position, default=None),
    )
