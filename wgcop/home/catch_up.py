"""What happened since a person's last visit, on one page, whatever they follow or have marked as
read. Only what is addressed to them is left out once they have read it. The page itself marks
nothing as read.

What is for a delegation or a regional group alone is new to a person from when they joined it, or
from when their delegation did, unless they ask for a day before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.accounts.queries import audiences_joined, last_visit
from wgcop.events.circles import audiences_with_news
from wgcop.following.news import HeardSince, News, SourceNews, news_since
from wgcop.positions.movements import ON_CLAUSES, Movements
from wgcop.positions.own_changes import OwnChange, own_changes
from wgcop.proposals.movements import ON_PROPOSALS
from wgcop.resolutions.models import Edition
from wgcop.thread_news.news import ClauseNews
from wgcop.thread_news.since import clauses_since

LONGEST = timedelta(days=365)

NEWCOMER = timedelta(days=14)
"""The time for which the first page leads to where newcomers begin."""

SOURCES = ("calls", "proposals", "papers", "meetings")
"""The sources of news that concern every delegate, apart from the clauses."""

_THINGS = (ON_CLAUSES, ON_PROPOSALS)


@dataclass(frozen=True)
class CatchUp:
    """What happened since a moment: how others moved against the positions of the reader's
    delegation, what colleagues changed in these, the clauses by resolution, and the other news by
    source.

    It `is_whole` unless so much happened that the earliest is left out.
    """

    since: datetime
    moved: Sequence[Movements]
    """Those on clauses and those on proposals, if there are any."""
    own_changes: Sequence[OwnChange]
    """Those on clauses, and then those on proposals."""
    clauses: Sequence[tuple[Edition, Sequence[ClauseNews]]]
    others: Sequence[SourceNews]
    is_whole: bool

    @property
    def is_empty(self) -> bool:
        return not (self.moved or self.own_changes or self.clauses or self.others)

    @property
    def is_restricted(self) -> bool:
        """Whether it shows what only a delegation or a regional group may read."""
        rows: list[Sequence[News]] = [rows for _edition, rows in self.clauses]
        rows += [source.rows for source in self.others]
        comments = (getattr(row, "comment", None) for row in chain(*rows))
        has_private = any(comment is not None and comment.is_private for comment in comments)
        return bool(self.moved or self.own_changes) or has_private


def is_newcomer(person: Person) -> bool:
    return clock.now() - person.joined_at < NEWCOMER


@dataclass(frozen=True)
class Beginning:
    """The moment from which a person catches up, and the later one of what they joined since, by
    audience.
    """

    at: datetime
    joined: Mapping[str, datetime] = field(default_factory=dict)

    def of(self, audience: str) -> datetime:
        return self.joined.get(audience, self.at)

    def heard_since(self, audiences: Iterable[str]) -> HeardSince:
        """Return these audiences by their moments."""
        moments: dict[datetime, set[str]] = {self.at: set()}
        for each in audiences:
            moments.setdefault(self.of(each), set()).add(each)
        return {moment: frozenset(heard) for moment, heard in moments.items()}


def beginning(person: Person, asked: datetime | None) -> Beginning:
    since = since_last_visit(person, asked)
    if asked:
        return Beginning(since)
    heard_since = audiences_joined(person)
    return Beginning(since, {each: at for each, at in heard_since.items() if at > since})


def since_last_visit(person: Person, asked: datetime | None) -> datetime:
    """Return the moment from which the person catches up: the one that they ask for, or the end of
    their last visit. For a newcomer it is the time at which they joined. It is never longer ago
    than `LONGEST`.
    """
    now = clock.now()
    since = asked or last_visit(person) or person.joined_at
    return min(max(since, now - LONGEST), now)


def catch_up(
    person: Person,
    begins: Beginning,
    editions: Sequence[Edition],
    *,
    delegation: Delegation | None,
    resolution_id: int | None = None,
) -> CatchUp:
    """Return what others did since then, as far as the person may read it now, in a number of SQL
    statements that does not grow with it. `delegation` is the one whose positions the person reads.
    """
    since = begins.heard_since(audiences_with_news(person))
    clauses = clauses_since(person, since, [each.topic for each in editions])
    after = begins.of(delegation.audience) if delegation else begins.at
    moved = (
        [on.read(person, delegation, resolution_id=resolution_id, after=after) for on in _THINGS]
        if delegation
        else []
    )
    own = (
        [
            own_changes(delegation, person, after, on=on, resolution_id=resolution_id)
            for on in _THINGS
        ]
        if delegation
        else []
    )
    told, is_whole = news_since(person, since, SOURCES)
    return CatchUp(
        begins.at,
        [each for each in moved if each.all],
        list(chain(*own)),
        [(each, clauses[each.topic]) for each in editions if each.topic in clauses],
        [replace(each, rows=_once(each.rows)) for each in told if each.rows],
        is_whole,
    )


def _once(rows: Iterable[News]) -> list[News]:
    """Return each row once: a paper is reported in its own history and in that of its meeting."""
    return list({(each.url, each.title, each.words): each for each in rows}.values())
