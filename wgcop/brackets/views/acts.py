"""What is done with a bracket: it is joined, lifted or opened again, each on a page of its own."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import Form

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.brackets import actions, policy
from wgcop.brackets.forms import DELEGATION, BracketReasonForm, LiftBracketForm, number_in
from wgcop.brackets.models import Bracket
from wgcop.brackets.packages.queries import packages_of
from wgcop.brackets.queries import ShownBracket
from wgcop.brackets.settling import can_settle
from wgcop.brackets.views.blueprint import bp
from wgcop.brackets.views.reading import (
    actor,
    bracket_to_lead,
    names_to_act_in,
    readable_bracket,
    speaking_as,
)
from wgcop.database import db
from wgcop.errors import Invalid, Outdated, Refused
from wgcop.positions.models import mark_of
from wgcop.web import commit_and_show, require

SentForm = TypeVar("SentForm", bound=Form)


@bp.get("/brackets/<int:bracket_id>/joining")
def joining(bracket_id: int) -> ResponseReturnValue:
    bracket = _speaking_about(bracket_id)
    bracket.require_open()
    return _page("join", bracket, _for_delegation(None, bracket))


@bp.post("/brackets/<int:bracket_id>/joining")
def join(bracket_id: int) -> ResponseReturnValue:
    def act(bracket: Bracket, form: BracketReasonForm, seen: int) -> None:
        by = actor(for_delegation=True)
        actions.join_bracket(bracket, form.reason.data, seen=seen, by=by)

    return _do("join", _speaking_about(bracket_id), _for_delegation, act)


@bp.get("/brackets/<int:bracket_id>/leaving")
def leaving(bracket_id: int) -> ResponseReturnValue:
    bracket = _speaking_about(bracket_id)
    bracket.require_open()
    return _page("leave", bracket, _for_delegation(None, bracket))


@bp.post("/brackets/<int:bracket_id>/leaving")
def leave(bracket_id: int) -> ResponseReturnValue:
    def act(bracket: Bracket, form: BracketReasonForm, seen: int) -> None:
        by = actor(for_delegation=True)
        actions.leave_bracket(bracket, form.reason.data, seen=seen, by=by)

    return _do("leave", _speaking_about(bracket_id), _for_delegation, act)


@bp.get("/brackets/<int:bracket_id>/lifting")
def lifting(bracket_id: int) -> ResponseReturnValue:
    bracket = bracket_to_lead(bracket_id)
    bracket.require_open()
    return _page("lift", bracket, _outcomes(None, bracket))


@bp.post("/brackets/<int:bracket_id>/lifting")
def lift(bracket_id: int) -> ResponseReturnValue:
    def act(bracket: Bracket, form: LiftBracketForm, seen: int) -> None:
        outcome, stands = form.chosen
        by = actor(for_delegation=False)
        actions.lift_bracket(
            bracket,
            outcome,
            stands,
            form.reason.data,
            settles=form.settled_words,
            seen=seen,
            by=by,
        )

    return _do("lift", bracket_to_lead(bracket_id), _outcomes, act)


@bp.get("/brackets/<int:bracket_id>/reopening")
def reopening(bracket_id: int) -> ResponseReturnValue:
    bracket = _to_reopen(bracket_id)
    bracket.require_lifted()
    return _page("reopen", bracket, _for_anybody(None, bracket))


@bp.post("/brackets/<int:bracket_id>/reopening")
def reopen(bracket_id: int) -> ResponseReturnValue:
    def act(bracket: Bracket, form: BracketReasonForm, seen: int) -> None:
        by = actor(for_delegation=form.is_for_delegation)
        actions.reopen_bracket(bracket, form.reason.data, seen=seen, by=by)

    return _do("reopen", _to_reopen(bracket_id), _for_anybody, act)


def _speaking_about(bracket_id: int) -> Bracket:
    """Return the bracket for somebody who speaks for a delegation that may own it. Whether it does is
    a rule of the bracket, since this may have changed a moment ago.
    """
    bracket = readable_bracket(bracket_id)
    require(policy.can_put_brackets(current_person(), current_capacity()))
    return bracket


def _to_reopen(bracket_id: int) -> Bracket:
    bracket = readable_bracket(bracket_id)
    require(bool(names_to_act_in(bracket.clause)))
    return bracket


def _for_delegation(data: Any, bracket: Bracket) -> BracketReasonForm:
    own = {DELEGATION: names_to_act_in(bracket.clause)[DELEGATION]}
    return BracketReasonForm.of(data, bracket, names=own, speaking_as=speaking_as())


def _for_anybody(data: Any, bracket: Bracket) -> BracketReasonForm:
    names = names_to_act_in(bracket.clause)
    return BracketReasonForm.of(data, bracket, names=names, speaking_as=speaking_as())


def _outcomes(data: Any, bracket: Bracket) -> LiftBracketForm:
    shown = _shown(bracket)
    # Whoever was offered it is told if the words are gone meanwhile.
    may_settle = can_settle(current_person(), bracket) and (data is not None or not shown.is_gone)
    return LiftBracketForm.of(data, bracket, shown.inside, may_settle=may_settle)


def _shown(bracket: Bracket) -> ShownBracket:
    return ShownBracket.now(bracket)


def _do(
    what: str,
    bracket: Bracket,
    make: Callable[[Any, Bracket], SentForm],
    act: Callable[[Bracket, SentForm, int], None],
) -> ResponseReturnValue:
    """Do it and lead to the bracket, or show the form again as it was filled in. If somebody else was
    first, the page tells what they did.
    """
    form = make(request.form, bracket)
    seen = number_in(form["seen"].data)
    try:
        bracket.require_seen(seen)
        if not form.validate():
            return _page(what, bracket, form), 422
        act(bracket, form, seen)
        return commit_and_show(bracket)
    except (Invalid, Refused) as refused:
        db.session.rollback()
        bracket = readable_bracket(bracket.id)
        form = make(request.form, bracket)
        form["seen"].data = str(bracket.version)
        if "words_seen" in form:
            form["words_seen"].data = mark_of(_shown(bracket).inside)
        before = seen if isinstance(refused, Outdated) else None
        status = 422 if isinstance(refused, Invalid) else 409
        return _page(what, bracket, form, str(refused), before), status


def _page(
    what: str, bracket: Bracket, form: Form, problem: str = "", seen: int | None = None
) -> str:
    return render_template(
        "brackets/act.html",
        what=what,
        bracket=bracket,
        clause=bracket.clause,
        shown=_shown(bracket),
        linked=packages_of(bracket) if what != "join" else [],
        form=form,
        problem=problem,
        news=[each for each in bracket.changes if seen is not None and each.number > seen],
    )
