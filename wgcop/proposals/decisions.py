"""Reads what groups have decided at clauses, by which proposals end."""

from collections import defaultdict
from collections.abc import Collection

from wgcop.brackets.queries import left_as_they_were
from wgcop.proposals.still_open import NOTHING_DECIDED, ClauseDecisions, LeftAsItWas
from wgcop.threads.chairing.queries import set_standings_of
from wgcop.threads.chairing.standings import Standing


def decisions_at(clause_ids: Collection[int]) -> defaultdict[int, ClauseDecisions]:
    """Return the decisions at each clause by its id, in two SQL statements."""
    left: dict[int, list[LeftAsItWas]] = defaultdict(list)
    for clause_id, at, anchor, words in left_as_they_were(clause_ids):
        left[clause_id].append(LeftAsItWas(at, anchor, words))
    found: defaultdict[int, ClauseDecisions] = defaultdict(lambda: NOTHING_DECIDED)
    standings = set_standings_of(clause_ids)
    for clause_id in {*standings, *left}:
        standing, set_at = standings.get(clause_id, (Standing.OPEN, None))
        found[clause_id] = ClauseDecisions(standing, set_at, tuple(left[clause_id]))
    return found
