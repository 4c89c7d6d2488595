"""Whether a group still has something to decide at a clause: one rule for the rolling text, the
proposal map and the agendas that are made of it (pure).
"""

from collections.abc import Iterable
from typing import Protocol

from wgcop.proposals.met import is_met
from wgcop.proposals.symbols import Amendment
from wgcop.proposals.words import as_typed
from wgcop.threads.chairing.standings import Standing


class Proposed(Protocol):
    """What the rule reads of a proposal. `base` are the words on which it was written."""

    @property
    def symbol(self) -> Amendment: ...
    @property
    def base(self) -> str: ...
    @property
    def words(self) -> str: ...


def is_on_earlier_wording(proposal: Proposed, words: str) -> bool:
    """Return whether the clause has other words now than when the proposal was written. A new
    clause has no words of the clause to stand on.
    """
    return not proposal.symbol.adds and as_typed(proposal.base) != as_typed(words)


def is_met_by(proposal: Proposed, words: str) -> bool:
    """Return whether the clause was given other words since, which contain what is proposed."""
    return is_on_earlier_wording(proposal, words) and is_met(
        as_typed(proposal.base), as_typed(proposal.words), as_typed(words)
    )


def is_clause_open(
    words: str,
    standing: Standing,
    proposals: Iterable[Proposed],
    *,
    has_more_to_decide: bool,
) -> bool:
    """Return whether one of the proposals that stand asks for other words than the clause has now,
    or whether a bracket or a chair's text is open there, which `has_more_to_decide` says. Adopted
    new clauses are left out of `proposals`.
    """
    return has_more_to_decide or any(_asks(each, words, standing) for each in proposals)


def _asks(proposal: Proposed, words: str, standing: Standing) -> bool:
    if proposal.symbol.adds:
        return True
    if is_on_earlier_wording(proposal, words):
        # With an agreement the group has decided on what was proposed before.
        return standing.is_still_open and not is_met_by(proposal, words)
    return as_typed(proposal.words) != as_typed(words)
