"""Reads what groups have decided at clauses, by which proposals end."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from wgcop.brackets.queries import left_as_they_were
from wgcop.proposals.still_open import NOTHING_DECIDED, ClauseDecisions, LeftAsItWas
from wgcop.resolutions.models import Clause
from wgcop.threads.chairing.queries import NEVER_SET, standings_now


def decisions_at(clause_ids: Collection[int]) -> defaultdict[int, ClauseDecisions]:
    """Return the decisions at each clause by its id, in two SQL statements."""
    left: dict[int, list[LeftAsItWas]] = defaultdict(list)
    for clause_id, at, anchor, words in left_as_they_were(clause_ids):
        left[clause_id].append(LeftAsItWas(at, anchor, words))
    found: defaultdict[int, ClauseDecisions] = defaultdict(lambda: NOTHING_DECIDED)
    standings = standings_now(clause_ids)
    for clause_id in {*standings, *left}:
        now = standings.get(clause_id, NEVER_SET)
        found[clause_id] = ClauseDecisions(
            now.standing, now.at, now.words, now.suppresses, tuple(left[clause_id])
        )
    return found


def agreed_in(decisions: Mapping[int, ClauseDecisions]) -> dict[int, str]:
    """Return the agreed wordings that differ from the edition's, by the id of the clause. A clause that
    is agreed to be suppressed has empty words.
    """
    return {
        clause_id: each.agreed
        for clause_id, each in decisions.items()
        if each.agreed or each.suppresses
    }


def words_and_decisions(clause: Clause) -> tuple[str, ClauseDecisions]:
    """Return the words that the clause has now and what was decided at it, in two SQL statements."""
    decisions = decisions_at([clause.id])[clause.id]
    return decisions.words_now(clause.wording.text), decisions
