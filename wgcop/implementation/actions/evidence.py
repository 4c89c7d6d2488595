"""Adds evidence, makes it public, and removes it with a reason."""

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop import clock
from wgcop.accounts.models import Capacity, Person
from wgcop.database import db
from wgcop.errors import Invalid, Refused
from wgcop.implementation import policy
from wgcop.implementation.actions.announcements import tell_of_evidence
from wgcop.implementation.evidence import Evidence, EvidenceThing
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.queries import latest_edition
from wgcop.markup import has_visible
from wgcop.resolutions.models import Clause


def add_evidence(
    clause: Clause,
    thing: EvidenceThing,
    note: str = "",
    *,
    action: ImplementationAction | None = None,
    title: str = "",
    by: Person,
    capacity: Capacity | None,
) -> Evidence:
    """Add evidence for a clause or one of its actions. It is public at once if `by` may approve
    evidence, unless its action is not approved yet.
    """
    edition = latest_edition([clause.resolution_id])[clause.resolution_id]
    if action is not None and action.clause_id != clause.id:
        raise Invalid(_("This action is about another clause."))
    if action is not None and action.no_longer_at:
        raise Refused(_("This action no longer answers the clause. It stays unchanged."))
    same = db.session.scalar(
        select(Evidence).where(
            Evidence.clause_id == clause.id,
            Evidence.action_id == (action.id if action else None),
            Evidence.removed_at.is_(None),
            Evidence.no_longer_at.is_(None),
            thing.is_given_by(Evidence),
        )
    )
    if same is not None:
        raise Refused(_("This is already given as evidence."))
    evidence = Evidence(
        clause=clause,
        edition=edition,
        action=action,
        kind=thing.kind,
        title=title.strip(),
        note=note.strip(),
        added_by=by,
        capacity=capacity.label if capacity else "",
        **thing.columns,
    )
    if policy.can_approve(by) and (action is None or action.approved):
        evidence.approved_at, evidence.approved_by = clock.now(), by
    db.session.add(evidence)
    db.session.flush()
    tell_of_evidence(evidence, "evidence.added", by=by)
    return evidence


def approve_evidence(evidence: Evidence, *, by: Person) -> None:
    """Make evidence public: everybody sees it who may see the thing itself."""
    _lock(evidence)
    if evidence.action and not evidence.action.approved:
        raise Refused(_("It becomes public together with its action."))
    if evidence.approved_at:
        return
    evidence.approved_at, evidence.approved_by = clock.now(), by
    tell_of_evidence(evidence, "evidence.approved", by=by)


def remove_evidence(evidence: Evidence, reason: str, *, by: Person) -> None:
    """Remove evidence from the clause. It stays in the history, with the reason."""
    if not has_visible(reason):
        raise Invalid(_("Enter why it is removed."))
    _lock(evidence)
    evidence.removed_at, evidence.removed_by = clock.now(), by
    evidence.removal_reason = reason.strip()
    db.session.flush()
    tell_of_evidence(evidence, "evidence.removed", by=by)


def _lock(evidence: Evidence) -> None:
    # Whoever approves or removes at the same moment waits here, and then sees what the first one did.
    db.session.flush()
    db.session.refresh(evidence, with_for_update={"of": Evidence})
    if evidence.removed_at:
        raise Refused(_("Somebody has already removed this evidence."))
