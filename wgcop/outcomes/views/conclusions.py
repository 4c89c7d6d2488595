"""The conclusions on an item, and deferred items that a later meeting takes up again."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.agenda import policy, queries
from wgcop.agenda.answering import again
from wgcop.agenda.blueprint import bp
from wgcop.agenda.models import AgendaItem, Decision
from wgcop.bodies.models import Meeting, Moment
from wgcop.errors import Outdated, Refused
from wgcop.outcomes import actions
from wgcop.outcomes.forms.outcome import OutcomeForm
from wgcop.outcomes.queries import earlier_item
from wgcop.web import commit_and_show, found_or_404, received, require


@bp.get("/<slug>/items/<int:item_id>/outcome")
def outcome_form(slug: str, item_id: int) -> ResponseReturnValue:
    """Show the form for one more conclusion or, with `?correct=`, for the correction of one."""
    item = _begun(_led_item(slug, item_id))
    corrected = _decision(item, request.args.get("correct"))
    return _outcome_page(item, OutcomeForm.of(None, corrected, is_open=not item.closed))


@bp.post("/<slug>/items/<int:item_id>/outcome")
def record_outcome(slug: str, item_id: int) -> ResponseReturnValue:
    item = _led_item(slug, item_id)
    replaced = _decision(item, request.form.get("replaces"))
    form = OutcomeForm.of(request.form, replaced)
    if not form.validate():
        return again(form, _outcome_page(item, form))
    _begun(item)
    try:
        actions.record_outcome(
            item,
            form.outcome.data,
            form.text.data,
            replaces=replaced,
            stays_open=form.stays_open.data,
            by=current_person(),
        )
    except Outdated as outdated:
        return _outcome_page(item, form, outdated), 409
    return commit_and_show(item)


@bp.post("/<slug>/items/<int:item_id>/outcome/withdrawal")
def withdraw_outcome(slug: str, item_id: int) -> ResponseReturnValue:
    """Withdraw the conclusion `decision`, or the last one."""
    item = _led_item(slug, item_id)
    decision = _decision(item, request.form.get("decision"))
    actions.withdraw_outcome(item, decision=decision, by=current_person())
    return commit_and_show(item)


@bp.post("/<slug>/continuations")
def continue_item(slug: str) -> ResponseReturnValue:
    """Take up the item `deferred` again: as a new item, or `under` an item of this agenda."""
    meeting = _led(slug)
    item = found_or_404(earlier_item(meeting, request.form.get("deferred", 0, type=received.key)))
    chosen = request.form.get("under")
    under = (
        found_or_404(queries.item_of(meeting, request.form.get("under", 0, type=received.key)))
        if chosen
        else None
    )
    there = actions.continue_item(item, meeting, under=under, by=current_person())
    return commit_and_show(there, _("“%(title)s” is on the agenda.", title=there.title))


def _led(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_edit_agenda(current_person(), meeting))
    return meeting


def _led_item(slug: str, item_id: int) -> AgendaItem:
    return found_or_404(queries.item_of(_led(slug), item_id))


def _begun(item: AgendaItem) -> AgendaItem:
    if item.meeting.moment == Moment.COMING:
        raise Refused(_("This meeting has not begun. An outcome can be recorded once it has."))
    return item


def _decision(item: AgendaItem, named: str | None) -> Decision | None:
    """Return the decision of this item that is named, even if it is no longer in force: the action
    then refuses it with a message. Return None if none is named.
    """
    if not named:
        return None
    return found_or_404(
        next((decision for decision in item.decisions if str(decision.id) == named), None)
    )


def _outcome_page(item: AgendaItem, form: OutcomeForm, outdated: Exception | None = None) -> str:
    """Return the page of the form. After a conflict, what was typed becomes one more conclusion, in
    addition to the one now in force.
    """
    if outdated:
        form.replaces.data = ""
    return render_template(
        "meetings/outcome.html",
        item=item,
        name_of_item=queries.name_of_item(item),
        form=form,
        outdated=outdated,
    )
