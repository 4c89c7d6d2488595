"""The brackets of a clause, and the form that opens one."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.queries import all_delegations
from wgcop.brackets import actions, queries, words
from wgcop.brackets.forms import OpenBracketForm
from wgcop.brackets.packages.queries import packages_on
from wgcop.brackets.views.blueprint import bp
from wgcop.brackets.views.reading import (
    actor,
    clause_with_brackets,
    names_to_act_in,
    speaking_as,
)
from wgcop.database import db
from wgcop.errors import Invalid, Outdated, Refused
from wgcop.events.queries import seqs_for
from wgcop.positions.models import mark_of
from wgcop.resolutions.models import Clause
from wgcop.web import commit_and_show, current_audiences, is_fragment, require


@bp.get("/clauses/<wid>/brackets")
def clause(wid: str) -> ResponseReturnValue:
    """Show them, or only the list that a script asks for."""
    clause = clause_with_brackets(wid)
    shown = queries.brackets_at(clause)
    if is_fragment():
        return render_template("brackets/_list.html", shown=shown)
    names = [clause.topic]
    return render_template(
        "brackets/clause.html",
        clause=clause,
        words=words.typed_words_of(clause),
        shown=shown,
        packages=packages_on(clause),
        may_open=bool(names_to_act_in(clause)),
        topics=seqs_for(names, current_audiences(), awaited=names),
    )


@bp.get("/clauses/<wid>/brackets/new")
def new(wid: str) -> ResponseReturnValue:
    clause = clause_with_brackets(wid)
    require(bool(names_to_act_in(clause)))
    after = request.args.get("place") == "after"
    return _form_page(clause, _form(None, clause, is_after_clause=after))


@bp.post("/clauses/<wid>/brackets")
def open_one(wid: str) -> ResponseReturnValue:
    clause = clause_with_brackets(wid)
    require(bool(names_to_act_in(clause)))
    form = _form(request.form, clause, is_after_clause=request.form.get("place") == "after")
    if not form.validate():
        return _form_page(clause, form), 422
    try:
        if not form.is_placed:
            raise Outdated(_("The wording of the clause changed while you were writing."))
        by = actor(for_delegation=form.is_for_delegation)
        bracket = actions.open_bracket(
            clause,
            form.span,
            form.wanted_by(by.delegation),
            words=form.words,
            owners=form.chosen_owners,
            reason=form.reason.data,
            by=by,
        )
        return commit_and_show(bracket)
    except (Invalid, Refused) as problem:
        db.session.rollback()
        status = 422 if isinstance(problem, Invalid) else 409
        return _form_page(clause_with_brackets(wid), form, str(problem)), status


def _form(data: Any, clause: Clause, *, is_after_clause: bool) -> OpenBracketForm:
    return OpenBracketForm.of(
        data,
        words.plain_words_of(clause),
        delegations=all_delegations(),
        names=names_to_act_in(clause),
        speaking_as=speaking_as(),
        is_after_clause=is_after_clause,
    )


def _form_page(clause: Clause, form: OpenBracketForm, problem: str = "") -> str:
    """Render the form as it is filled in. With a problem, only what the page shows now counts as
    seen.
    """
    if problem:
        form.words_seen.data = mark_of(words.plain_words_of(clause))
    return render_template(
        "brackets/open.html",
        clause=clause,
        words=words.typed_words_of(clause),
        form=form,
        problem=problem,
    )
