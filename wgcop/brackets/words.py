"""The words of clauses in which brackets stand: those on the table. The feature in which a chair merges
a clause registers here.
"""

from collections.abc import Callable, Collection

from wgcop.positions.queries import words_of_clauses
from wgcop.resolutions.models import Clause
from wgcop.resolutions.typeset import plain

Reads = Callable[[Collection[int]], dict[int, str]]
"""A function that returns the words of the chairs' texts that are open, by the ids of their clauses."""

_registered: list[Reads] = []


def keeps_words_on_table(reads: Reads) -> Reads:
    _registered.append(reads)
    return reads


def words_on_table_of(clause_ids: Collection[int]) -> dict[int, str]:
    """Return the words as they are typed, with signs of emphasis, by the id of the clause: those of
    the chair's text where one is open, and else those that the clause has now.
    """
    found = words_of_clauses(clause_ids)
    for reads in _registered:
        found |= reads(clause_ids)
    return found


def typed_words_of(clause: Clause) -> str:
    return words_on_table_of([clause.id])[clause.id]


def plain_words_of(clause: Clause) -> str:
    """Return the words without signs of emphasis. Brackets stand in these."""
    return plain(typed_words_of(clause))
