"""Where a new clause stands that is proposed after another: below the items of that clause, on the page, in
files and when it is adopted (pure).
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

AnyClause = TypeVar("AnyClause")


def with_ended(
    clauses: Sequence[AnyClause], depth_of: Callable[[AnyClause], int]
) -> Iterator[tuple[AnyClause, list[AnyClause]]]:
    """Yield the clauses of a section, each with those that end with it: itself, if it has no items, and
    those of which it is the last item, the innermost first. What is added after these stands there.
    """
    begun: list[AnyClause] = []
    for at, clause in enumerate(clauses):
        begun.append(clause)
        after = depth_of(clauses[at + 1]) if at + 1 < len(clauses) else 0
        ended = []
        while begun and depth_of(begun[-1]) >= after:
            ended.append(begun.pop())
        yield clause, ended
