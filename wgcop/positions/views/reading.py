"""Lookups of the views of positions. Each refuses readers who may not read or record what it
returns.
"""

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.models import Capacity, Delegation
from wgcop.positions import policy, queries
from wgcop.positions.movements import Movements, movements
from wgcop.resolutions.models import Clause, Edition
from wgcop.resolutions.queries import clause_by_wid, edition_called
from wgcop.web import current_audiences, found_or_404, require


def readable_clause(wid: str) -> Clause:
    clause = found_or_404(clause_by_wid(wid))
    require(policy.can_read_positions(current_audiences()))
    return clause


def readable_edition(slug: str) -> Edition:
    edition = found_or_404(edition_called(slug))
    require(policy.can_read_positions(current_audiences()))
    return edition


def own_delegation() -> Delegation | None:
    """Return the delegation whose own layers the reader sees, or None."""
    return policy.delegation_read_within(current_capacity())


def own_movements(
    resolution_id: int, delegation: Delegation | None, clause_id: int | None = None
) -> Movements:
    if delegation is None:
        return Movements()
    return movements(current_person(), delegation, resolution_id=resolution_id, clause_id=clause_id)


def to_confirm_by(edition: Edition, delegation: Delegation | None) -> list[queries.ToConfirm]:
    """Return the delegation's positions on earlier wordings; none for a person who speaks for no
    delegation.
    """
    if delegation is None:
        return []
    return queries.positions_to_confirm(edition.resolution_id, delegation)


def recording() -> Capacity:
    """Return the capacity in which the reader records positions; 403 if they may not."""
    capacity = current_capacity()
    require(policy.can_take_position(current_person(), capacity))
    assert capacity
    return capacity
