"""Queries for what others did about clauses since a follower last looked. Requests to members are
not included: they wait among the person's replies.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Executable, select

from wgcop.accounts.any_reader import parameters
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.following.queries import has_news_for_followers, news_for_followers
from wgcop.history.models import Entry, Topic
from wgcop.implementation import policy
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.queries.loading import with_things

MOST = 8

_ACTION, _EVIDENCE = "implementation-action", "clause-evidence"

Target = tuple[str, int]


@dataclass(frozen=True)
class ChainNews:
    title: str
    url: str
    state: str
    at: datetime


@dataclass(frozen=True)
class ImplementationNews:
    """Events about clauses, latest first. `marks` gives, for each topic, the number of its last
    entry that is included.
    """

    news: Sequence[ChainNews] = ()
    marks: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.news)


def implementation_news(person: Person) -> ImplementationNews:
    rows = db.session.execute(_happened(), parameters(person)).all()
    latest: dict[Target, datetime] = {}
    for _name, _seq, _kind, kind, key, at in rows:
        latest.setdefault((kind, int(key)), at)
    wanted = list(latest)[:MOST]
    shown = {**_actions(wanted, person), **_evidence(wanted, person)}
    return ImplementationNews(
        [ChainNews(*shown[target], latest[target]) for target in wanted if target in shown],
        {name: seq for name, seq, *_ in rows},
    )


@cache
def _happened() -> Executable:
    return news_for_followers(*_on_implementation())


def something_is_new() -> ColumnElement[bool]:
    """Return the SQL condition that there may be unread events."""
    return has_news_for_followers(*_on_implementation())


def _on_implementation() -> Sequence[ColumnElement[bool]]:
    return (
        Topic.name.startswith("implementation:", autoescape=True),
        Entry.target_kind.in_((_ACTION, _EVIDENCE)),
    )


def _ids(targets: Iterable[Target], kind: str) -> list[int]:
    return [key for each, key in targets if each == kind]


def _actions(targets: Iterable[Target], person: Person) -> dict[Target, tuple[str, str, str]]:
    ids = _ids(targets, _ACTION)
    if not ids:
        return {}
    rows = db.session.scalars(select(ImplementationAction).where(ImplementationAction.id.in_(ids)))
    known = [(each, each.facts_for(person.audiences)) for each in rows]
    return {
        (_ACTION, each.id): (facts.what, each.url, each.review_name)
        for each, facts in known
        if facts
    }


def _evidence(targets: Iterable[Target], person: Person) -> dict[Target, tuple[str, str, str]]:
    ids = _ids(targets, _EVIDENCE)
    if not ids:
        return {}
    rows = db.session.scalars(
        select(Evidence)
        .where(Evidence.id.in_(ids), Evidence.removed_at.is_(None))
        .options(*with_things())
    ).unique()
    return {
        (_EVIDENCE, each.id): (each.name, each.page, each.kind_name)
        for each in rows
        if policy.can_see_evidence(person.audiences, each)
    }
