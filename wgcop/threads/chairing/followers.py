"""Those who are told when the chair sets the standing of a clause, since other words may be agreed then,
and those who say whether there is anything to decide on when the same words are agreed again.
"""

from collections.abc import Callable
from datetime import datetime

from wgcop.accounts.models import Person
from wgcop.resolutions.models import Clause

Follower = Callable[[Clause, Person], None]

Waiting = Callable[[Clause, datetime], bool]

_followers: list[Follower] = []
_waiting: list[Waiting] = []


def follows_standings(follower: Follower) -> Follower:
    """Register a function that is called in the same transaction."""
    _followers.append(follower)
    return follower


def tell_followers(clause: Clause, *, by: Person) -> None:
    for follower in _followers:
        follower(clause, by)


def waits_for_agreement(waiting: Waiting) -> Waiting:
    """Register a function that says whether something came since a moment on which the group decides when it
    agrees to the words that the clause has.
    """
    _waiting.append(waiting)
    return waiting


def anything_waits(clause: Clause, since: datetime) -> bool:
    return any(waiting(clause, since) for waiting in _waiting)
