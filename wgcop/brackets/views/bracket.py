"""The page of one bracket, and the form that changes its alternatives."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.queries import all_delegations
from wgcop.brackets import actions, policy
from wgcop.brackets.forms import EditAlternativesForm, number_in
from wgcop.brackets.models import Bracket
from wgcop.brackets.packages.queries import packages_of
from wgcop.brackets.queries import ShownBracket
from wgcop.brackets.views.blueprint import bp
from wgcop.brackets.views.reading import (
    actor,
    names_to_act_in,
    readable_bracket,
    speaking_as,
)
from wgcop.database import db
from wgcop.errors import Invalid, Outdated, Refused
from wgcop.events.queries import seqs_for
from wgcop.web import commit_and_show, current_audiences, require


@bp.get("/brackets/<int:bracket_id>")
def show(bracket_id: int) -> ResponseReturnValue:
    bracket = readable_bracket(bracket_id)
    person, capacity = current_person(), current_capacity()
    names = [bracket.clause.topic]
    leads = policy.can_lead(person, bracket.clause)
    speaks = policy.can_put_brackets(person, capacity)
    owns = policy.owns(person, capacity, bracket)
    return render_template(
        "brackets/show.html",
        bracket=bracket,
        clause=bracket.clause,
        shown=ShownBracket.now(bracket),
        linked=packages_of(bracket),
        may_lift=leads,
        may_join=speaks and not owns,
        may_leave=owns,
        may_edit=leads or owns,
        may_reopen=leads or speaks,
        delegation=capacity.delegation if capacity else None,
        topics=seqs_for(names, current_audiences(), awaited=names),
    )


@bp.get("/brackets/<int:bracket_id>/edit")
def edit(bracket_id: int) -> ResponseReturnValue:
    bracket, for_delegation = _to_edit(bracket_id)
    bracket.require_open()
    return _form_page(bracket, _form(None, bracket, for_delegation=for_delegation))


@bp.post("/brackets/<int:bracket_id>/edit")
def save(bracket_id: int) -> ResponseReturnValue:
    bracket, for_delegation = _to_edit(bracket_id)
    form = _form(request.form, bracket, for_delegation=for_delegation)
    seen = number_in(form.seen.data)
    try:
        bracket.require_seen(seen)
        if not form.validate():
            return _form_page(bracket, form), 422
        by = actor(for_delegation=for_delegation)
        actions.reword_bracket(
            bracket,
            form.kept_alternatives,
            form.wanted_by(by.delegation),
            form.reason.data,
            seen=seen,
            by=by,
        )
        return commit_and_show(bracket)
    except (Invalid, Refused) as refused:
        db.session.rollback()
        bracket = readable_bracket(bracket_id)
        form = _form(request.form, bracket, for_delegation=for_delegation)
        before = seen if isinstance(refused, Outdated) else None
        if before is not None:
            form.keep_added_since(before)
        status = 422 if isinstance(refused, Invalid) else 409
        return _form_page(bracket, form, str(refused), before), status


def _to_edit(bracket_id: int) -> tuple[Bracket, bool]:
    """Return the bracket, and whether the reader changes it for a delegation that owns it."""
    bracket = readable_bracket(bracket_id)
    leads = policy.can_lead(current_person(), bracket.clause)
    require(leads or policy.owns(current_person(), current_capacity(), bracket))
    return bracket, not leads


def _form(data: Any, bracket: Bracket, *, for_delegation: bool) -> EditAlternativesForm:
    capacity = current_capacity()
    own = capacity.delegation if for_delegation and capacity else None
    editable = [each for each in bracket.offered if own is None or each.is_wanted_only_by(own)]
    return EditAlternativesForm.of(
        data,
        bracket,
        editable,
        delegations=all_delegations(),
        speaking_as=speaking_as(),
    )


def _form_page(
    bracket: Bracket, form: EditAlternativesForm, problem: str = "", seen: int | None = None
) -> str:
    if problem:
        form.seen.data = str(bracket.version)
    return render_template(
        "brackets/edit.html",
        bracket=bracket,
        clause=bracket.clause,
        shown=ShownBracket.now(bracket),
        linked=packages_of(bracket),
        form=form,
        leads="everybody" in names_to_act_in(bracket.clause),
        problem=problem,
        news=[each for each in bracket.changes if seen is not None and each.number > seen],
    )
