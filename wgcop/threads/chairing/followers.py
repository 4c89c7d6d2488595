"""Those who are told when the chair sets the standing of a clause, since other words may be agreed then."""

from collections.abc import Callable

from wgcop.accounts.models import Person
from wgcop.resolutions.models import Clause

Follower = Callable[[Clause, Person], None]

_followers: list[Follower] = []


def follows_standings(follower: Follower) -> Follower:
    """Register a function that is called in the same transaction."""
    _followers.append(follower)
    return follower


def tell_followers(clause: Clause, *, by: Person) -> None:
    for follower in _followers:
        follower(clause, by)
