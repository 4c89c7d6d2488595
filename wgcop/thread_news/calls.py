"""The comments that call a reader: they mention them or their delegation, or reply to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Executable, bindparam, func, or_, select

from wgcop.accounts.any_reader import ANY_READER, parameters
from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.following.models import FollowLevel
from wgcop.following.news import Asked, NewsSource, TargetEvents
from wgcop.following.queries import level_for, read_up_to
from wgcop.thread_news.followed import CommentNews
from wgcop.thread_news.new_comments import NewComment, new_comments
from wgcop.threads.comments.mentions import Mention
from wgcop.threads.models import Comment, Thread, topic_name

MENTIONED, ANSWERED = "comment.mentioned", "comment.answered"


@dataclass(frozen=True)
class _Call:
    """A comment that calls the reader, with the name and title of its topic. Only its current
    wording counts: a name that has been removed mentions nobody.
    """

    events: TargetEvents
    topic: str
    title: str
    seq: int
    is_mention: bool


def _entries() -> Sequence[ColumnElement[bool]]:
    return (
        Topic.name.startswith("person:", autoescape=True),
        Entry.kind.in_((MENTIONED, ANSWERED)),
    )


def _tell(asked: Asked) -> Iterator[CommentNews]:
    """Yield the comments that still call this reader, who may still read them and has not, in three
    SQL statements. A thread of which they want to be told nothing calls nobody.
    """
    if not asked.happened:
        return
    calls = _calls(asked)
    heard = _heard(asked, {call.topic for call in calls.values()})
    shown = {
        key: call
        for key, call in calls.items()
        if call.topic in heard
        and heard[call.topic].level != FollowLevel.NOTHING
        and call.seq > heard[call.topic].mark
    }
    comments = new_comments(shown.keys())
    for key, call in shown.items():
        if key in comments:
            yield _news(call, comments[key])


def _news(call: _Call, comment: NewComment) -> CommentNews:
    return CommentNews(
        thing=f"call:{comment.name}",
        kind=call.events.kinds[0],
        at=call.events.at,
        url=comment.url,
        title=call.title,
        words=_("Mentions you or your delegation") if call.is_mention else _("Replies to you"),
        topics=call.events.topics,
        comment=comment,
    )


def _calls(asked: Asked) -> dict[int, _Call]:
    """Return the calls by the ids of their comments. One that mentions somebody and also replies to
    them is one call.
    """
    events: dict[int, TargetEvents] = {}
    answered: dict[int, int] = {}
    for each in asked.happened:
        if each.target_kind == "mention" or each.target_id not in events:
            events[each.target_id] = each
        if each.target_kind == "answer":
            answered[each.target_id] = int(each.target.partition(":")[2])
    values = {**parameters(asked.person), "comments": list(events)}
    calls = {}
    for key, title, thread, widest, audience, mentioned_at in db.session.execute(_called(), values):
        # A name that an edit adds to an answer calls once more whoever has read the answer.
        seq = max(answered.get(key, 0), mentioned_at or 0)
        if seq:
            topic = topic_name(thread, audience, widest)
            calls[key] = _Call(events[key], topic, title, seq, mentioned_at is not None)
    return calls


@cache
def _called() -> Executable:
    """Select the comments with the number of the entry that mentions the reader as they are now."""
    mentions = (
        select(func.max(Mention.seq))
        .where(
            Mention.comment_id == Comment.id,
            or_(
                Mention.person_id == ANY_READER.id,
                Mention.delegation_id.in_(ANY_READER.delegation_ids),
            ),
        )
        .correlate(Comment)
        .scalar_subquery()
    )
    return (
        select(Comment.id, Thread.title, Thread.name, Thread.audience, Comment.audience, mentions)
        .join(Comment.thread)
        .where(Comment.id.in_(bindparam("comments", expanding=True)), Comment.stands)
    )


def _heard(asked: Asked, topics: set[str]) -> dict[str, Any]:
    """Return those of the topics that the reader may hear, with their level and mark."""
    rows = db.session.execute(
        _topics(),
        {
            **parameters(asked.person),
            "reader_audiences": list(asked.heard),
            "topics": list(topics),
        },
    )
    return {row.name: row for row in rows}


@cache
def _topics() -> Executable:
    return select(
        Topic.name,
        level_for(ANY_READER).label("level"),
        read_up_to(ANY_READER.id).label("mark"),
    ).where(
        Topic.name.in_(bindparam("topics", expanding=True)),
        Topic.audience.in_(ANY_READER.audiences),
    )


NEWS = NewsSource("calls", _l("Addressed to you"), _tell, entries=_entries, on_home=False)
