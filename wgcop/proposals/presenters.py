"""Presents proposals on open pages: the released ones to members, and a delegation's own to it."""

from wgcop.accounts.models import Delegation
from wgcop.database import db
from wgcop.events.presenters import Presentation, presents, presents_row, replaced
from wgcop.proposals.models import Proposal
from wgcop.proposals.queries import ClauseProposals, released_at, within_delegation
from wgcop.resolutions.models import Clause


@presents_row("proposal", Proposal)
def released(proposal: Proposal, _entry_kind: str) -> Presentation:
    """Present all released proposals on the clause, since they stand in an order and warn of one
    another.
    """
    return _list(released_at(proposal.clause))


@presents("own-proposals")
def within(target_id: str, _entry_kind: str) -> Presentation | None:
    """Present what stays within a delegation, on a topic that only its members hear."""
    clause_id, _colon, delegation_id = target_id.partition(":")
    clause = db.session.get(Clause, int(clause_id) if clause_id.isdigit() else 0)
    delegation = db.session.get(Delegation, int(delegation_id) if delegation_id.isdigit() else 0)
    if clause is None or delegation is None:
        return None
    return _list(within_delegation(clause, delegation))


def _list(shown: ClauseProposals) -> Presentation:
    return replaced(shown.dom_id, "proposals/_list.html", shown=shown)
