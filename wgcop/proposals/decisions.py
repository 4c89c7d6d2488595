"""Reads what groups have decided at clauses, by which proposals end."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from wgcop.brackets.queries import left_as_they_were
from wgcop.proposals.still_open import NOTHING_DECIDED, ClauseDecisions, LeftAsItWas
from wgcop.resolutions.models import Clause
from wgcop.threads.chairing.queries import set_standings_of


def decisions_at(clause_ids: Collection[int]) -> defaultdict[int, ClauseDecisions]:
    """Return the decisions at each clause by its id, in two SQL statements."""
    left: dict[int, list[LeftAsItWas]] = defaultdict(list)
    for clause_id, at, anchor, words in left_as_they_were(clause_ids):
        left[clause_id].append(LeftAsItWas(at, anchor, words))
    found: defaultdict[int, ClauseDecisions] = defaultdict(lambda: NOTHING_DECIDED)
    standings = set_standings_of(clause_ids)
    for clause_id in {*standings, *left}:
        known, here = standings.get(clause_id), tuple(left[clause_id])
        found[clause_id] = ClauseDecisions(*known, here) if known else ClauseDecisions(left=here)
    return found


def agreed_in(decisions: Mapping[int, ClauseDecisions]) -> dict[int, str]:
    """Return the agreed wordings that differ from the edition's, by the id of the clause."""
    return {clause_id: each.agreed for clause_id, each in decisions.items() if each.agreed}


def words_and_decisions(clause: Clause) -> tuple[str, ClauseDecisions]:
    """Return the words that the clause has now and what was decided at it, in two SQL statements."""
    decisions = decisions_at([clause.id])[clause.id]
    return decisions.agreed or clause.wording.text, decisions
