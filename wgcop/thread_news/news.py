"""The news of threads: the clauses and papers with unread entries, for pages that gather news."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from wgcop.following.news import MOST_THINGS, Asked, News, NewsSource
from wgcop.thread_news.followed import tell_followed
from wgcop.thread_news.new_comments import NewComment, new_comments
from wgcop.threads.chairing.queries import StandingMove, last_moves
from wgcop.threads.unread import (
    TopicNews,
    TopicWithNews,
    news_of_topics,
    topics_with_news,
)


@dataclass(frozen=True, kw_only=True)
class ClauseNews(News):
    """A clause or paper with recent activity, in the open thread, in the reader's delegation or in
    a closed one. `count` is the number of new entries, and there are more if it `goes_on`.

    `comment` is the last new comment, `call` the first that mentions the reader, `reworded` the
    first whose wording differs from those that their delegation supported. `moved` holds the former
    and the new standing of the clause, if the chair's last change of it is new. Its row is cached,
    so the excerpt of the comment is computed only when it is rendered.
    """

    goes_on: bool
    calling: int
    comment: NewComment | None
    call: NewComment | None
    reworded: NewComment | None
    moved: StandingMove | None


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
    comments = new_comments(
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


def _together(
    place: str,
    news: Sequence[TopicNews],
    comments: Mapping[int, NewComment],
    moved: StandingMove | None,
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


NEWS = NewsSource("threads", _l("New since you were here"), _tell, tell_followed=tell_followed)
