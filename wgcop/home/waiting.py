"""Finds out, in one SQL statement, which parts of the home page have anything to show, before the
SQL statements of these parts are sent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Executable, select

from wgcop.accounts.any_reader import ANY_READER, parameters
from wgcop.accounts.models import Person
from wgcop.contributions.queries import something_on_desk
from wgcop.contributions.talk.circles import parts_of, some_talk_is_unread
from wgcop.database import db
from wgcop.following.searches.queries import has_saved_searches
from wgcop.implementation.queries.inbox import has_actions, has_evidence, has_replies
from wgcop.implementation.queries.news import something_is_new as something_new_on_implementation
from wgcop.initiatives.inbox import something_is_new as something_new_in_the_registry
from wgcop.initiatives.inbox import something_waits as something_in_the_registry
from wgcop.outcomes.queries import has_open_action_points
from wgcop.outcomes.silence.queries import some_silence_runs


@dataclass(frozen=True)
class WaitingParts:
    """The parts of the home page that may have something to show. Most delegates have few of them."""

    searches: bool = True
    silences: bool = True
    action_points: bool = True
    replies: bool = True
    actions: bool = True
    evidence: bool = True
    registry: bool = True
    papers: bool = True
    talk: bool = True
    implementation_news: bool = True
    registry_news: bool = True


def what_waits(person: Person) -> WaitingParts:
    """Return the parts of the home page that may have something for a person. Officers nearly
    always have something to do in each part, so for them the statement looks only for unread
    entries.
    """
    values = {**parameters(person), **parts_of(person)}
    names = NEWS if person.offices else tuple(_ASKED)
    answers = db.session.execute(_waiting(names), values).one()
    return WaitingParts(**dict(zip(names, answers, strict=True)))


_ASKED: Mapping[str, Callable[[], ColumnElement[bool]]] = {
    "searches": lambda: has_saved_searches(ANY_READER),
    "silences": some_silence_runs,
    "action_points": lambda: has_open_action_points(ANY_READER),
    "replies": lambda: has_replies(ANY_READER),
    "actions": lambda: has_actions(ANY_READER),
    "evidence": lambda: has_evidence(ANY_READER),
    "registry": lambda: something_in_the_registry(ANY_READER),
    "papers": lambda: something_on_desk(ANY_READER),
    "talk": some_talk_is_unread,
    "implementation_news": something_new_on_implementation,
    "registry_news": something_new_in_the_registry,
}
NEWS = ("searches", "talk", "implementation_news", "registry_news")


@cache
def _waiting(names: tuple[str, ...]) -> Executable:
    return select(*(_ASKED[name]() for name in names))
