"""Lookups of the views of positions. Each refuses readers who may not read or record what it
returns.
"""

from collections.abc import Mapping
from typing import Any

from werkzeug.exceptions import NotFound

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.models import Capacity, Delegation
from wgcop.accounts.regional import RegionalGroup, regional_group
from wgcop.positions import policy, queries
from wgcop.positions.models import Holder
from wgcop.positions.movements import ON_CLAUSES, Movements
from wgcop.positions.subjects import PositionSubject, subject_at
from wgcop.resolutions.models import Clause, Edition
from wgcop.resolutions.queries import clause_by_wid, edition_called
from wgcop.web import current_audiences, found_or_404, require


def readable_clause(wid: str) -> Clause:
    clause = found_or_404(clause_by_wid(wid))
    require(policy.can_read_positions(current_audiences()))
    return clause


def readable_subject(at: Mapping[str, Any]) -> PositionSubject:
    """Return the clause or the proposal at an address; 404 if it does not exist for this reader."""
    require(policy.can_read_positions(current_audiences()))
    [(argument, key)] = at.items()
    subject = subject_at(argument, key, current_audiences())
    if subject is None:
        raise NotFound
    return subject


def readable_edition(slug: str) -> Edition:
    edition = found_or_404(edition_called(slug))
    require(policy.can_read_positions(current_audiences()))
    return edition


def own_delegation() -> Delegation | None:
    """Return the delegation whose own layers the reader sees, or None."""
    return policy.delegation_read_within(current_capacity())


def own_movements(resolution_id: int, delegation: Delegation | None) -> Movements:
    if delegation is None:
        return Movements()
    return ON_CLAUSES.read(current_person(), delegation, resolution_id=resolution_id)


def to_confirm_by(edition: Edition, delegation: Delegation | None) -> list[queries.ToConfirm]:
    """Return the delegation's positions on earlier wordings; none for a person who speaks for no
    delegation.
    """
    if delegation is None:
        return []
    return queries.positions_to_confirm(edition.resolution_id, delegation)


def group_at(key: str) -> RegionalGroup | None:
    """Return the regional group of an address, or None where it names none; 404 if there is no such
    group.
    """
    if key and regional_group(key) is None:
        raise NotFound
    return regional_group(key)


def may_record_for(group: RegionalGroup | None) -> bool:
    """Return whether the reader records positions of the group or, without one, of the delegation
    that they speak for.
    """
    person, capacity = current_person(), current_capacity()
    if group:
        return policy.can_take_position_of(person, capacity, group)
    return policy.can_take_position(person, capacity)


def recording(group: RegionalGroup | None = None) -> tuple[Capacity, Holder]:
    """Return the capacity in which the reader records positions, and whose these are; 403 if they
    may not.
    """
    require(may_record_for(group))
    capacity = current_capacity()
    assert capacity and capacity.delegation
    return capacity, group or capacity.delegation
