"""Views for submitting, reviewing, approving and sending back an action."""

from collections.abc import Callable

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.errors import Invalid, Outdated
from wgcop.implementation import actions, policy
from wgcop.implementation.forms.action import ReviewForm
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.views.blueprint import bp
from wgcop.implementation.views.clauses import action_page
from wgcop.implementation.views.loading import readable_action
from wgcop.web import commit_and_show, require


@bp.post("/implementation/actions/<int:action_id>/submission")
def submit_action(action_id: int) -> ResponseReturnValue:
    action = readable_action(action_id)
    require(policy.can_edit(current_person(), action))

    def submit(words: str, version: int) -> None:
        actions.submit_action(
            action, version=version, by=current_person(), capacity=current_capacity()
        )

    return _step(action, submit, _("Submitted. All members read it now."))


@bp.post("/implementation/actions/<int:action_id>/review")
def review_action(action_id: int) -> ResponseReturnValue:
    action = readable_action(action_id)
    require(policy.can_review(current_person()))

    def review(words: str, version: int) -> None:
        person = current_person()
        capacity = policy.office_of(person, *policy.REVIEWERS)
        actions.review_action(action, words, version=version, by=person, capacity=capacity)

    return _step(action, review, _("Reviewed. It waits for approval."))


@bp.post("/implementation/actions/<int:action_id>/approval")
def approve_action(action_id: int) -> ResponseReturnValue:
    action = readable_action(action_id)
    require(policy.can_approve(current_person()))

    def approve(words: str, version: int) -> None:
        person = current_person()
        capacity = policy.office_of(person, *policy.APPROVERS)
        actions.approve_action(action, words, version=version, by=person, capacity=capacity)

    return _step(action, approve, _("Approved. Everybody reads it now."))


@bp.post("/implementation/actions/<int:action_id>/return")
def send_back_action(action_id: int) -> ResponseReturnValue:
    action, person = readable_action(action_id), current_person()
    require(policy.can_review(person) or policy.can_approve(person))

    def send_back(words: str, version: int) -> None:
        capacity = policy.office_of(person, *policy.REVIEWERS, *policy.APPROVERS)
        actions.send_back_action(action, words, version=version, by=person, capacity=capacity)

    return _step(action, send_back, _("Sent back. The writers are told."))


def _step(
    action: ImplementationAction, take: Callable[[str, int], None], done: str
) -> ResponseReturnValue:
    form = ReviewForm(request.form)
    if not form.validate():
        return action_page(action, review=form), 422
    try:
        take(form.words.data or "", form.version.data)
    except Outdated as outdated:
        form.version.data = action.version
        return action_page(action, review=form, outdated=outdated), 409
    except Invalid as invalid:
        form.words.errors = [str(invalid)]
        return action_page(action, review=form), 422
    return commit_and_show(action, done)
