"""Presents proposals on open pages: the released ones to members, and a delegation's own to it."""

from dataclasses import replace

from wgcop.accounts.models import Delegation
from wgcop.accounts.regional import RegionalGroup, regional_group
from wgcop.database import db
from wgcop.events.presenters import Presentation, presents, presents_row, replaced
from wgcop.proposals.models import Proposal
from wgcop.proposals.positions import ProposalSubject
from wgcop.proposals.queries import ClauseProposals, released_at, within_delegation
from wgcop.resolutions.models import Clause


@presents_row("proposal", Proposal)
def released(proposal: Proposal, _entry_kind: str) -> Presentation:
    """Present all released proposals on the clause, since they stand in an order and warn of one
    another.
    """
    shown = _list(released_at(proposal.clause))
    return replace(shown, about={"proposal": proposal.topic})


@presents("own-proposals")
def within(target_id: str, _entry_kind: str) -> Presentation | None:
    """Present what stays within a delegation, on a topic that only its members hear."""
    clause_id, _colon, delegation_id = target_id.partition(":")
    clause = db.session.get(Clause, int(clause_id) if clause_id.isdigit() else 0)
    delegation = db.session.get(Delegation, int(delegation_id) if delegation_id.isdigit() else 0)
    if clause is None or delegation is None:
        return None
    return _list(within_delegation(clause, delegation))


@presents_row("proposal-positions", Proposal)
def released_positions(proposal: Proposal, _entry_kind: str) -> Presentation:
    shown = ProposalSubject(proposal).released()
    return replaced(shown.dom_id, "positions/_released.html", shown=shown)


@presents("own-proposal-positions")
def positions_within(target_id: str, _entry_kind: str) -> Presentation | None:
    """Present the positions that stay within a delegation or a regional group, on a topic that only
    its members hear.
    """
    proposal_id, _colon, key = target_id.partition(":")
    proposal = db.session.get(Proposal, int(proposal_id))
    holder = regional_group(key) or db.session.get(Delegation, int(key) if key.isdigit() else 0)
    if proposal is None or holder is None:
        return None
    subject = ProposalSubject(proposal)
    return replaced(
        f"own-positions-{subject.dom_key}-{key}",
        "positions/_own.html",
        dom_key=subject.dom_key,
        holder=holder,
        own=subject.own(holder),
        group=holder if isinstance(holder, RegionalGroup) else None,
        words=subject.words(),
    )


def _list(shown: ClauseProposals) -> Presentation:
    return replaced(shown.dom_id, "proposals/_list.html", shown=shown)
