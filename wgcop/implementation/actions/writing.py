"""Adds an action about a clause, edits it, and states its progress."""

from dataclasses import replace
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop import clock
from wgcop.accounts.models import Capacity, Person
from wgcop.audit.actions import Thing, note
from wgcop.database import db
from wgcop.errors import Invalid, Outdated, Refused
from wgcop.implementation.actions.announcements import tell_of_action
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.facts import ImplementationFacts
from wgcop.implementation.models import ActionStatement, ImplementationAction
from wgcop.implementation.queries import latest_edition
from wgcop.implementation.states import ProgressState, StepKind
from wgcop.markup import has_visible
from wgcop.resolutions.models import Clause

WRITTEN = ("what", "asked", "lead", "delegation_id", "outputs", "starts_on", "due_on")


def add_action(
    clause: Clause, facts: ImplementationFacts, *, by: Person, capacity: Capacity | None
) -> ImplementationAction:
    """Add an action as a draft. It answers the clause as the edition in force words it."""
    edition = latest_edition([clause.resolution_id])[clause.resolution_id]
    action = ImplementationAction(clause=clause, edition=edition, created_by=by)
    _write(action, _checked(facts))
    if facts.progress != ProgressState.NOT_STARTED:
        _state(action, facts, by=by, capacity=capacity)
    db.session.add(action)
    db.session.flush()
    log_step(action, StepKind.ADDED, by=by, capacity=capacity)
    tell_of_action(action, "action.added", by=by)
    return action


def edit_action(
    action: ImplementationAction,
    facts: ImplementationFacts,
    *,
    version: int,
    by: Person,
    capacity: Capacity | None,
) -> None:
    """Change all facts of an action but its progress. If it was submitted before, it waits for a
    review again.
    """
    facts = _checked(facts)
    lock_action(action, version)
    now = action.facts
    stated = ("progress", "progress_on", "progress_words", "progress_capacity")
    if replace(facts, **{name: getattr(now, name) for name in stated}) == now:
        return
    _write(action, facts)
    action.be_changed()
    db.session.flush()
    db.session.refresh(action, ["delegation"])
    log_step(action, StepKind.EDITED, by=by, capacity=capacity)
    tell_of_action(action, "action.edited", by=by)


def state_progress(
    action: ImplementationAction,
    progress: ProgressState,
    words: str,
    on: date,
    *,
    version: int,
    by: Person,
    capacity: Capacity | None,
) -> None:
    """State the progress of an action on a day. Earlier statements stay in the log."""
    if on > clock.latest_day():
        raise Invalid(
            _("This day is still to come. State the progress of today or of an earlier day.")
        )
    if progress == ProgressState.DROPPED and not has_visible(words):
        raise Invalid(_("Enter why it is dropped."))
    lock_action(action, version)
    _refuse_lapsed(action)
    _state(
        action,
        replace(action.facts, progress=progress, progress_words=words.strip(), progress_on=on),
        by=by,
        capacity=capacity,
    )
    action.be_changed()
    log_step(action, StepKind.PROGRESS, words.strip(), by=by, capacity=capacity, on=on)
    tell_of_action(action, "action.stated", by=by)


def delete_draft(action: ImplementationAction, *, version: int, by: Person) -> None:
    """Delete an action that was never submitted, with its evidence. An action that was submitted
    can only be stated as dropped, and stays.
    """
    lock_action(action, version)
    if action.submitted_at:
        raise Refused(_("It was submitted, so it stays. State that it is dropped instead."))
    for evidence in db.session.scalars(select(Evidence).where(Evidence.action_id == action.id)):
        db.session.delete(evidence)
    db.session.flush()
    edition = action.clause.wording.section.edition
    note("action.deleted", by=by, of=Thing("action", action.id, edition.name))
    db.session.delete(action)


def lock_action(action: ImplementationAction, version: int | None) -> None:
    """Lock the action's row and read it again. Raise Outdated if `version`, which a form showed, is
    not the current one; None skips this check.
    """
    db.session.flush()
    db.session.refresh(action, with_for_update={"of": ImplementationAction})
    if version is not None and version != action.version:
        raise Outdated(_("Somebody else changed this action while you were writing."))


def log_step(
    action: ImplementationAction,
    kind: StepKind,
    words: str = "",
    *,
    by: Person,
    capacity: Capacity | None,
    on: date | None = None,
) -> None:
    action.statements.append(
        ActionStatement(
            kind=kind,
            progress=action.progress,
            review=action.review,
            words=words,
            stated_on=on,
            facts=action.facts.as_json(),
            by=by,
            capacity=capacity.label if capacity else "",
        )
    )
    db.session.flush()


def _write(action: ImplementationAction, facts: ImplementationFacts) -> None:
    for name in WRITTEN:
        setattr(action, name, getattr(facts, name))
    action.partners = list(facts.partners)


def _state(
    action: ImplementationAction,
    facts: ImplementationFacts,
    *,
    by: Person,
    capacity: Capacity | None,
) -> None:
    action.progress, action.progress_words = facts.progress, facts.progress_words
    action.progress_on = facts.progress_on or clock.now().date()
    action.progress_by, action.progress_at = by, clock.now()
    action.progress_capacity = capacity.label if capacity else ""


def _checked(facts: ImplementationFacts) -> ImplementationFacts:
    if not has_visible(facts.what):
        raise Invalid(_("Enter what is being done."))
    if not has_visible(facts.lead):
        raise Invalid(_("Name who leads it."))
    if facts.starts_on and facts.due_on and facts.due_on < facts.starts_on:
        raise Invalid(_("It is due before it begins."))
    return facts


def _refuse_lapsed(action: ImplementationAction) -> None:
    if action.no_longer_at:
        raise Refused(_("This action no longer answers the clause. It stays unchanged."))
