"""For which parts of the first page there is anything at all, asked in one statement before their own ones are sent."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Executable, select

from wgcop.accounts.any_reader import ANY_READER, parameters
from wgcop.accounts.models import Person
from wgcop.contributions.queries import something_on_desk
from wgcop.contributions.talk.circles import parts_of, some_talk_is_unread
from wgcop.db import db
from wgcop.following.searches.queries import has_saved_searches
from wgcop.implementation.queries.inbox import has_actions, has_evidence, has_replies
from wgcop.implementation.queries.news import something_is_new as something_new_on_implementation
from wgcop.initiatives.inbox import something_is_new as something_new_in_the_registry
from wgcop.initiatives.inbox import something_waits as something_in_the_registry
from wgcop.meetings.outcomes.queries import has_open_action_points
from wgcop.meetings.silence.queries import some_silence_runs


@dataclass(frozen=True)
class WaitingParts:
    """What there may be. For most delegates most of it is not."""

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
    """Officers have something of nearly everything, by rules of each part, so that nothing is asked beforehand."""
    if person.offices:
        return WaitingParts()
    values = {**parameters(person), **parts_of(person)}
    return WaitingParts(*db.session.execute(_waiting(), values).one())


@cache
def _waiting() -> Executable:
    return select(
        has_saved_searches(ANY_READER),
        some_silence_runs(),
        has_open_action_points(ANY_READER),
        has_replies(ANY_READER),
        has_actions(ANY_READER),
        has_evidence(ANY_READER),
        something_in_the_registry(ANY_READER),
        something_on_desk(ANY_READER),
        some_talk_is_unread(),
        something_new_on_implementation(),
        something_new_in_the_registry(),
    )
