"""The comments that call a reader: they mention them or their delegation, or reply to them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Executable, bindparam, func, or_, select

from wgcop.accounts.any_reader import ANY_READER, parameters
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.events.titles import shown_title
from wgcop.following.models import FollowLevel
from wgcop.following.news import Asked, NewsSource, TargetEvents
from wgcop.following.queries import level_for, read_up_to
from wgcop.thread_news.followed import CommentNews
from wgcop.thread_news.new_comments import NewComment, new_comments
from wgcop.threads.comments.mentions import Mention
from wgcop.threads.models import Comment, Thread, topic_name

MENTIONED, ANSWERED = "comment.mentioned", "comment.answered"


@dataclass(frozen=True)
class Call:
    """A comment that calls the reader, with the name and title of its topic. Only its current
    wording counts: a name that has been removed mentions nobody.
    """

    topic: str
    title: str
    seq: int
    is_mention: bool


def _entries() -> Sequence[ColumnElement[bool]]:
    return (Entry.kind.in_((MENTIONED, ANSWERED)),)


def _tell(asked: Asked) -> Iterator[CommentNews]:
    """Yield the comments that still call this reader, who may still read them and has not, in three
    SQL statements. A thread of which they want to be told nothing calls nobody.
    """
    if not asked.happened:
        return
    events, answered = _by_comment(asked.happened)
    calls = unread_calls(asked.person, asked.heard, comments=events, answered=answered)
    comments = new_comments(calls.keys())
    for key, call in calls.items():
        if key in comments:
            yield _news(events[key], call, comments[key])


def _news(events: TargetEvents, call: Call, comment: NewComment) -> CommentNews:
    return CommentNews(
        thing=f"call:{comment.name}",
        kind=events.kinds[0],
        at=events.at,
        url=comment.url,
        title=call.title,
        words=_("Mentions you or your delegation") if call.is_mention else _("Replies to you"),
        topics=events.topics,
        comment=comment,
    )


def _by_comment(
    happened: Iterable[TargetEvents],
) -> tuple[dict[int, TargetEvents], dict[int, int]]:
    """Return the events by the ids of their comments, and the numbers of the entries of those that
    reply. One that mentions somebody and also replies to them is one call.
    """
    events: dict[int, TargetEvents] = {}
    answered: dict[int, int] = {}
    for each in happened:
        if each.target_kind == "mention" or each.target_id not in events:
            events[each.target_id] = each
        if each.target_kind == "answer":
            answered[each.target_id] = int(each.target.partition(":")[2])
    return events, answered


def unread_calls(
    person: Person, heard: frozenset[str], *, comments: Iterable[int], answered: Mapping[int, int]
) -> dict[int, Call]:
    """Return those of the comments that still call this person, who may still read them and has not,
    in two SQL statements. `heard` are their audiences, and `answered` the numbers of the entries of
    comments that reply to them.
    """
    calls = _calls(person, comments, answered)
    topics = _heard(person, heard, {call.topic for call in calls.values()})
    return {
        key: call
        for key, call in calls.items()
        if call.topic in topics
        and topics[call.topic].level != FollowLevel.NOTHING
        and call.seq > topics[call.topic].mark
    }


def _calls(person: Person, comments: Iterable[int], answered: Mapping[int, int]) -> dict[int, Call]:
    values = {**parameters(person), "comments": list(comments)}
    calls = {}
    for key, title, thread, widest, audience, mentioned_at in db.session.execute(_called(), values):
        # A name that an edit adds to an answer calls once more whoever has read the answer.
        seq = max(answered.get(key, 0), mentioned_at or 0)
        if seq:
            topic = topic_name(thread, audience, widest)
            calls[key] = Call(topic, shown_title(thread, title), seq, mentioned_at is not None)
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


def _heard(person: Person, heard: frozenset[str], topics: set[str]) -> dict[str, Any]:
    """Return those of the topics that the reader may hear, with their level and mark."""
    rows = db.session.execute(
        _topics(),
        {
            **parameters(person),
            "reader_audiences": list(heard),
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


NEWS = NewsSource(
    "calls",
    _l("Addressed to you"),
    _tell,
    entries=_entries,
    topics=("person:",),
    on_home=False,
)
