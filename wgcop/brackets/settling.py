"""Settles the words of a clause when a bracket in them is lifted: the feature in which a chair merges a clause registers here,
and says who may put words into its text.
"""

from collections.abc import Callable
from dataclasses import dataclass

from wgcop.accounts.models import Person
from wgcop.brackets.models import Bracket, BracketActor
from wgcop.resolutions.models import Clause


@dataclass(frozen=True)
class Settling:
    """`may` says whether a person may change the text of a clause on the table. `put` puts words there in place
    of those in a bracket, of which it is given the mark; no words if nothing stands. Those of a new
    clause come below the clause.
    """

    may: Callable[[Person, Clause], bool]
    put: Callable[[Bracket, str, str, BracketActor], None]


_registered: list[Settling] = []


def settles_words(settling: Settling) -> None:
    _registered.append(settling)


def can_settle(person: Person, bracket: Bracket) -> bool:
    """Return whether the person may put into the text what stands in place of the bracket."""
    return any(each.may(person, bracket.clause) for each in _registered)


def settle(bracket: Bracket, words: str, *, seen: str, by: BracketActor) -> None:
    """Put the words into the text on the table, in place of those in the bracket that somebody has
    `seen`, as a mark says.
    """
    for each in _registered:
        if each.may(by.person, bracket.clause):
            each.put(bracket, words, seen, by)
