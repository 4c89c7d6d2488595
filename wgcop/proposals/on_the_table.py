"""The chairs' texts of clauses, for the rolling text, and the proposals beside them. The feature in
which they are merged registers here.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Protocol

from wgcop.accounts.models import Person
from wgcop.resolutions.models import Clause


class TextOnTable(Protocol):
    """An open chair's text, as its partial shows it."""

    @property
    def version(self) -> int: ...

    @property
    def words(self) -> str:
        """The text as it reads, without signs of emphasis."""


Reads = Callable[[Collection[int]], Mapping[int, TextOnTable]]
"""A function that returns the open chairs' texts of clauses, by the ids of these."""

_registered: list[Reads] = []


def keeps_chairs_texts(reads: Reads) -> None:
    _registered.append(reads)


def texts_on_table(clause_ids: Collection[int]) -> Mapping[int, TextOnTable]:
    return {
        clause_id: text for reads in _registered for clause_id, text in reads(clause_ids).items()
    }


Follower = Callable[[Clause, Person], None]

_followers: list[Follower] = []


def follows_proposals(follower: Follower) -> Follower:
    """Register a function that is called in the same transaction when the released proposals on a
    clause have changed.
    """
    _followers.append(follower)
    return follower


def tell_table(clause: Clause, *, by: Person) -> None:
    for follower in _followers:
        follower(clause, by)
