"""Those who are told when a bracket of a clause was opened, lifted, joined or worded otherwise."""

from collections.abc import Callable

from wgcop.accounts.models import Person
from wgcop.resolutions.models import Clause

Follower = Callable[[Clause, Person], None]

_followers: list[Follower] = []


def follows_brackets(follower: Follower) -> Follower:
    """Register a function that is called in the same transaction."""
    _followers.append(follower)
    return follower


def tell_bracket_followers(clause: Clause, *, by: Person) -> None:
    for follower in _followers:
        follower(clause, by)
