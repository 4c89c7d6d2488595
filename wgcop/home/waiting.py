"""Finds out, in one SQL statement, which parts of the home page have anything to show, before the
SQL statements of these parts are sent.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Executable, select

from wgcop.accounts.any_reader import ANY_READER, parameters
from wgcop.accounts.models import Person
from wgcop.contributions.queries import something_on_desk
from wgcop.contributions.talk.circles import parts_of, some_talk_is_unread
from wgcop.database import db
from wgcop.following.news import sources
from wgcop.implementation.queries.inbox import has_actions, has_evidence, has_replies
from wgcop.initiatives.inbox import something_waits as something_in_the_registry
from wgcop.outcomes.queries import has_open_action_points
from wgcop.outcomes.silence.queries import some_silence_runs
from wgcop.translations.queries import has_tasks


@dataclass(frozen=True)
class WaitingParts:
    """The parts of the home page that may have something to show. Most delegates have few of them.
    `news` are the sources that may have news, or None if any of them may.
    """

    silences: bool = True
    action_points: bool = True
    replies: bool = True
    actions: bool = True
    evidence: bool = True
    registry: bool = True
    papers: bool = True
    translations: bool = True
    talk: bool = True
    news: Collection[str] | None = None


def what_waits(person: Person) -> WaitingParts:
    """Return the parts of the home page that may have something for a person. Officers nearly
    always have something to do in each part, so for them the statement looks only for unread
    entries.
    """
    values = {**parameters(person), **parts_of(person)}
    parts = ("talk",) if person.offices else tuple(_ASKED)
    answers = db.session.execute(_waiting(parts), values).one()
    number = len(parts)
    return WaitingParts(
        **dict(zip(parts, answers[:number], strict=True)),
        news=[name for name, may in zip(sources(), answers[number:], strict=True) if may],
    )


_ASKED: Mapping[str, Callable[[], ColumnElement[bool]]] = {
    "silences": some_silence_runs,
    "action_points": lambda: has_open_action_points(ANY_READER),
    "replies": lambda: has_replies(ANY_READER),
    "actions": lambda: has_actions(ANY_READER),
    "evidence": lambda: has_evidence(ANY_READER),
    "registry": lambda: something_in_the_registry(ANY_READER),
    "papers": lambda: something_on_desk(ANY_READER),
    "translations": lambda: has_tasks(ANY_READER),
    "talk": some_talk_is_unread,
}


@cache
def _waiting(parts: tuple[str, ...]) -> Executable:
    return select(
        *(_ASKED[part]() for part in parts),
        *(source.may_have_news() for source in sources().values()),
    )
