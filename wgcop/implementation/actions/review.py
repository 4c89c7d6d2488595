"""Takes an action from draft to approved: submitting, reviewing, approving, and sending back with a
reason.
"""

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.models import Capacity, Person
from wgcop.database import db
from wgcop.errors import Invalid
from wgcop.implementation.actions.announcements import tell_of_action, tell_person
from wgcop.implementation.actions.writing import lock_action, log_step
from wgcop.implementation.letters import write_sent_back
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.states import StepKind
from wgcop.markup import has_visible


def submit_action(
    action: ImplementationAction, *, version: int, by: Person, capacity: Capacity | None
) -> None:
    lock_action(action, version)
    action.submit()
    db.session.flush()
    log_step(action, StepKind.SUBMITTED, by=by, capacity=capacity)
    tell_of_action(action, "action.submitted", by=by)


def review_action(
    action: ImplementationAction, words: str, *, version: int, by: Person, capacity: Capacity | None
) -> None:
    """Record a review of an action. `version` is the one that was read, so that nobody reviews a
    text that they have not seen.
    """
    lock_action(action, version)
    action.be_reviewed()
    db.session.flush()
    log_step(action, StepKind.REVIEWED, words.strip(), by=by, capacity=capacity)
    tell_of_action(action, "action.reviewed", by=by)


def approve_action(
    action: ImplementationAction, words: str, *, version: int, by: Person, capacity: Capacity | None
) -> None:
    """Approve an action, together with the evidence that it has."""
    lock_action(action, version)
    action.be_approved()
    for evidence in action.evidence:
        if evidence.counts and not evidence.approved_at:
            evidence.approved_at, evidence.approved_by = clock.now(), by
    db.session.flush()
    log_step(action, StepKind.APPROVED, words.strip(), by=by, capacity=capacity)
    tell_of_action(action, "action.approved", by=by)


def send_back_action(
    action: ImplementationAction,
    reason: str,
    *,
    version: int,
    by: Person,
    capacity: Capacity | None,
) -> None:
    """Send an action back with a reason. Everybody who wrote or submitted it is told, apart from
    `by`.
    """
    if not has_visible(reason):
        raise Invalid(_("Enter what should be changed."))
    lock_action(action, version)
    action.be_sent_back()
    db.session.flush()
    log_step(action, StepKind.SENT_BACK, reason.strip(), by=by, capacity=capacity)
    tell_of_action(action, "action.sent-back", by=by)
    writers = {
        statement.by_id: statement.by
        for statement in action.statements
        if statement.kind
        in (StepKind.ADDED, StepKind.EDITED, StepKind.PROGRESS, StepKind.SUBMITTED)
    }
    told = [each for key, each in sorted(writers.items()) if key != by.id and each.active]
    for person in told:
        tell_person(person, "action.sent-back", "implementation-notice", action.id, by=by)
    write_sent_back(action, reason.strip(), told)
