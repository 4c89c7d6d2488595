"""Views of actions: adding one to a clause, its page with the log, editing it, and stating its
progress.
"""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.models import Delegation
from wgcop.accounts.queries import all_delegations
from wgcop.errors import Invalid, Outdated
from wgcop.implementation import actions, policy, queries
from wgcop.implementation.forms.action import ImplementationForm, ProgressForm, ReviewForm
from wgcop.implementation.forms.evidence import ValidityForm
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.views.blueprint import bp
from wgcop.implementation.views.loading import operative_clause, readable_action
from wgcop.resolutions.models import Clause
from wgcop.web import commit_and_show, current_audiences, public, require


@bp.get("/implementation/clauses/<wid>/actions/new")
def new_action(wid: str) -> ResponseReturnValue:
    clause = operative_clause(wid)
    require(policy.can_add(current_person()))
    return _form_page(clause, _form(None, clause))


@bp.post("/implementation/clauses/<wid>/actions/new")
def add_action(wid: str) -> ResponseReturnValue:
    clause = operative_clause(wid)
    require(policy.can_add(current_person()))
    form = _form(request.form, clause)
    if not form.validate():
        return _form_page(clause, form), 422
    action = actions.add_action(
        clause, form.facts, by=current_person(), capacity=current_capacity()
    )
    return commit_and_show(
        action, _("Kept as a draft. Add evidence, and submit it when it is complete.")
    )


@bp.get("/implementation/actions/<int:action_id>")
@public
def show_action(action_id: int) -> ResponseReturnValue:
    return action_page(readable_action(action_id))


@bp.get("/implementation/actions/<int:action_id>/edit")
def edit_action_form(action_id: int) -> ResponseReturnValue:
    action = _own(action_id)
    return _form_page(action.clause, _form(None, action.clause, action), action)


@bp.post("/implementation/actions/<int:action_id>/edit")
def edit_action(action_id: int) -> ResponseReturnValue:
    action = _own(action_id)
    form = _form(request.form, action.clause, action)
    if not form.validate():
        return _form_page(action.clause, form, action), 422
    try:
        actions.edit_action(
            action,
            form.facts,
            version=form.version.data or 0,
            by=current_person(),
            capacity=current_capacity(),
        )
    except Outdated as outdated:
        form.version.data = action.version
        return _form_page(action.clause, form, action, outdated), 409
    return commit_and_show(action)


@bp.post("/implementation/actions/<int:action_id>/progress")
def state_progress(action_id: int) -> ResponseReturnValue:
    action = _own(action_id)
    form = ProgressForm.of(request.form, action)
    if not form.validate():
        return action_page(action, progress=form), 422
    try:
        actions.state_progress(
            action,
            form.state,
            form.words.data or "",
            form.on.data,
            version=form.version.data,
            by=current_person(),
            capacity=current_capacity(),
        )
    except Outdated as outdated:
        form.version.data = action.version
        return action_page(action, progress=form, outdated=outdated), 409
    except Invalid as invalid:
        form.words.errors = [str(invalid)]
        return action_page(action, progress=form), 422
    return commit_and_show(action)


@bp.post("/implementation/actions/<int:action_id>/deletion")
def delete_draft(action_id: int) -> ResponseReturnValue:
    action = _own(action_id)
    back = _edition_address(action.clause)
    version = request.form.get("version", 0, type=int)
    actions.delete_draft(action, version=version, by=current_person())
    return commit_and_show(back, _("The draft is deleted."))


def action_page(
    action: ImplementationAction,
    *,
    progress: ProgressForm | None = None,
    review: ReviewForm | None = None,
    outdated: Exception | None = None,
) -> str:
    audiences = current_audiences()
    evidence = [
        piece for piece in queries.evidence_of(action) if policy.can_see_evidence(audiences, piece)
    ]
    shown = queries.shown_to(
        audiences, action, [piece for piece in evidence if not piece.removed_at]
    )
    assert shown is not None
    may_edit = policy.can_edit(current_user, action)
    return render_template(
        "implementation/action.html",
        action=action,
        shown=shown,
        removed=[piece for piece in evidence if piece.removed_at and shown.is_as_it_stands],
        edition_url=_edition_address(action.clause),
        progress=progress or ProgressForm.of(None, action),
        review=review or ReviewForm(version=action.version),
        outdated=outdated,
        may_edit=may_edit,
        may_review=policy.can_review(current_user),
        may_approve=policy.can_approve(current_user),
        wordings=queries.wordings_to_compare([action]).get(action.dom_id),
        validity=ValidityForm.of(None, edition_id=action.asked_edition_id, name=action.dom_id),
        may_answer=policy.can_say_validity(current_user, action),
    )


def _own(action_id: int) -> ImplementationAction:
    action = readable_action(action_id)
    require(policy.can_edit(current_person(), action))
    return action


def _edition_address(clause: Clause) -> str:
    return f"/implementation/{clause.wording.section.edition.slug}#{clause.anchor}"


def _form(
    data: object, clause: Clause, action: ImplementationAction | None = None
) -> ImplementationForm:
    person = current_person()
    keeps = policy.keeps_the_chain(person)
    return ImplementationForm.of(
        data,
        _own_delegations(action),
        may_choose_none=keeps,
        action=action,
        asked=queries.whom_asked(clause),
    )


def _own_delegations(action: ImplementationAction | None) -> list[Delegation]:
    """Return the delegations to choose from: all but observers for those who keep the chain,
    otherwise the person's own and the action's current one.
    """
    person = current_person()
    if policy.keeps_the_chain(person):
        return [delegation for delegation in all_delegations() if not delegation.is_observer]
    own = [m.delegation for m in person.memberships if not m.delegation.is_observer]
    kept = action.delegation if action and action.delegation not in own else None
    return [*own, *([kept] if kept else [])]


def _form_page(
    clause: Clause,
    form: ImplementationForm,
    action: ImplementationAction | None = None,
    outdated: Exception | None = None,
) -> str:
    return render_template(
        "implementation/edit_action.html",
        clause=clause,
        form=form,
        action=action,
        outdated=outdated,
        back=action.url
        if action
        else url_for("implementation.edition", slug=clause.wording.section.edition.slug)
        + f"#{clause.anchor}",
    )
