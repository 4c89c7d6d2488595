"""Changing which Member States belong to a regional group, and who coordinates it."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, select

from wgcop.accounts.actions.people import record_change
from wgcop.accounts.models import Category, Delegation, Membership, Person
from wgcop.accounts.regional import (
    RegionalCoordinator,
    RegionalGroup,
    RegionalMembership,
    groups_named,
)
from wgcop.audit.actions import Thing, note
from wgcop.database import db
from wgcop.errors import Refused


def join_groups(
    delegations: Sequence[Delegation], group: RegionalGroup, *, by: Person | None
) -> None:
    """Add these Member States to the group. Those who speak for them can read its earlier
    discussions at once.
    """
    # Whoever adds the same Member State at the same time waits here, and then finds it there.
    _lock(delegations)
    there = set(
        db.session.scalars(
            select(RegionalMembership.delegation_id).where(
                RegionalMembership.group_key == group.key
            )
        )
    )
    for delegation in dict.fromkeys(delegations):
        if delegation.category != Category.MEMBER_STATE:
            raise Refused(
                _(
                    "%(delegation)s is not a Member State. Only Member States belong to regional groups.",
                    delegation=delegation.shown_name,
                )
            )
        if delegation.id not in there:
            db.session.add(RegionalMembership(delegation=delegation, group_key=group.key))
            _note("delegation.joined-group", delegation, group, by=by)
    db.session.flush()


def leave_group(delegation: Delegation, group: RegionalGroup, *, by: Person | None) -> None:
    """End the membership, and the task of the group's coordinators who speak for this Member State.
    What they said within the group stays there.
    """
    _lock([delegation])
    membership = db.session.scalar(
        select(RegionalMembership).where(
            RegionalMembership.delegation_id == delegation.id,
            RegionalMembership.group_key == group.key,
        )
    )
    if membership is None:
        return
    coordinators = db.session.scalars(
        select(RegionalCoordinator)
        .join(RegionalCoordinator.membership)
        .where(
            Membership.delegation_id == delegation.id, RegionalCoordinator.group_key == group.key
        )
    ).all()
    for coordinator in coordinators:
        end_coordinator(coordinator, by=by)
    db.session.delete(membership)
    db.session.flush()
    _note("delegation.left-group", delegation, group, by=by)


def leave_all_groups(delegation: Delegation, *, by: Person | None) -> None:
    """End the memberships in regional groups of a delegation that is no longer a Member State."""
    keys = db.session.scalars(
        select(RegionalMembership.group_key).where(
            RegionalMembership.delegation_id == delegation.id
        )
    )
    for group in groups_named(",".join(keys)):
        leave_group(delegation, group, by=by)


def name_coordinator(membership: Membership, group: RegionalGroup, *, by: Person | None) -> None:
    """Let somebody who speaks for a Member State of the group release what is said within it."""
    # Whoever removes the Member State at the same time waits here, and then ends this task too; of
    # two who name the same person, the second finds them named.
    _lock([membership.delegation])
    db.session.refresh(membership, ["keys_of_groups", "keys_of_coordinated"])
    if group not in membership.groups:
        raise Refused(
            _(
                "%(delegation)s is not a member of %(group)s.",
                delegation=membership.delegation.shown_name,
                group=group.code,
            )
        )
    if group not in membership.coordinates:
        db.session.add(RegionalCoordinator(membership=membership, group_key=group.key))
        record_change(membership.person, "person.coordinator-named", by=by, detail=group.code)
        db.session.expire(membership, ["keys_of_coordinated"])


def end_coordinator(coordinator: RegionalCoordinator, *, by: Person | None) -> None:
    """End the task. If somebody else has ended it at the same moment, nothing happens."""
    membership, code = coordinator.membership, coordinator.group_key.upper()
    gone = delete(RegionalCoordinator).where(RegionalCoordinator.id == coordinator.id)
    if db.session.scalar(gone.returning(RegionalCoordinator.id)) is None:
        return
    record_change(membership.person, "person.coordinator-ended", by=by, detail=code)
    db.session.expire(membership, ["keys_of_coordinated"])


def _lock(delegations: Sequence[Delegation]) -> None:
    """Let nobody else change in which groups these delegations are, or who of them coordinates one,
    until the commit.
    """
    ids = [each.id for each in delegations]
    # FOR NO KEY UPDATE: what people say meanwhile may still refer to the delegation.
    rows = select(Delegation.id).where(Delegation.id.in_(ids)).order_by(Delegation.id)
    db.session.execute(rows.with_for_update(key_share=True))


def _note(deed: str, delegation: Delegation, group: RegionalGroup, *, by: Person | None) -> None:
    of = Thing("delegation", delegation.id, delegation.name)
    note(deed, by=by, of=of, detail=group.code)
