"""Statements and reservations for the record: the list, a single one, and the forms to deliver,
correct and withdraw.
"""

from collections.abc import Sequence

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.models import Delegation
from wgcop.accounts.queries import all_delegations
from wgcop.agenda import queries as meetings
from wgcop.agenda.blueprint import bp
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.languages import guessing
from wgcop.outcomes import actions, policy, queries
from wgcop.outcomes.forms.statement import StatementForm
from wgcop.outcomes.statements import DeliveredStatement, StatementKind
from wgcop.web import commit_and_show, current_audiences, found_or_404, require


@bp.get("/<slug>/statements")
def statements(slug: str) -> ResponseReturnValue:
    meeting = _readable(slug)
    return render_template(
        "meetings/statements.html",
        meeting=meeting,
        statements=queries.statements_of(meeting),
        names=meetings.items_to_choose(meeting),
    )


@bp.get("/<slug>/statements/<int:statement_id>")
def show_statement(slug: str, statement_id: int) -> ResponseReturnValue:
    statement = found_or_404(queries.statement(_readable(slug), statement_id))
    return render_template(
        "meetings/statement.html",
        statement=statement,
        name_of_item=meetings.name_of_item(statement.item),
        may_take_back=policy.can_take_back(current_person(), current_capacity(), statement),
    )


@bp.get("/<slug>/items/<int:item_id>/statements/new")
def new_statement(slug: str, item_id: int) -> ResponseReturnValue:
    item = _open_item(slug, item_id)
    return _form_page(item, _form_to_deliver(None, item))


@bp.post("/<slug>/items/<int:item_id>/statements/new")
def deliver_statement(slug: str, item_id: int) -> ResponseReturnValue:
    item = _open_item(slug, item_id)
    form = _form_to_deliver(request.form, item)
    if not form.validate():
        return _form_page(item, form), 422
    statement = actions.deliver_statement(
        item,
        StatementKind(form.kind.data),
        form.text.data,
        delegation=form.chosen_delegation,
        clause=form.chosen_clause,
        language=guessing.guess(form.text.data) or "und",
        by=current_person(),
    )
    db.session.commit()
    return redirect(f"{item.url}#{statement.dom_id}", 303)


@bp.get("/<slug>/statements/<int:statement_id>/correction")
def correction(slug: str, statement_id: int) -> ResponseReturnValue:
    statement = _own(slug, statement_id)
    return _form_page(statement.item, StatementForm.to_correct(None, statement), statement)


@bp.post("/<slug>/statements/<int:statement_id>/correction")
def correct_statement(slug: str, statement_id: int) -> ResponseReturnValue:
    statement = _own(slug, statement_id)
    form = StatementForm.to_correct(request.form, statement)
    if not form.validate():
        return _form_page(statement.item, form, statement), 422
    corrected = actions.deliver_statement(
        statement.item,
        statement.kind,
        form.text.data,
        delegation=statement.delegation,
        clause=statement.clause,
        language=guessing.guess(form.text.data) or "und",
        corrects=statement,
        by=current_person(),
    )
    db.session.commit()
    return redirect(f"{statement.item.url}#{corrected.dom_id}", 303)


@bp.post("/<slug>/statements/<int:statement_id>/withdrawal")
def withdraw_statement(slug: str, statement_id: int) -> ResponseReturnValue:
    statement = _own(slug, statement_id)
    actions.withdraw_statement(statement, by=current_person())
    return commit_and_show(f"{statement.item.url}#{statement.dom_id}")


def _readable(slug: str) -> Meeting:
    meeting = found_or_404(meetings.meeting_by_slug(slug))
    require(policy.can_read_outcomes(current_audiences()))
    return meeting


def _open_item(slug: str, item_id: int) -> AgendaItem:
    meeting = _readable(slug)
    require(policy.can_deliver(current_person(), current_capacity()))
    return found_or_404(meetings.item_of(meeting, item_id))


def _own(slug: str, statement_id: int) -> DeliveredStatement:
    statement = found_or_404(queries.statement(_readable(slug), statement_id))
    require(policy.can_take_back(current_person(), current_capacity(), statement))
    return statement


def _form_to_deliver(data: object, item: AgendaItem) -> StatementForm:
    kinds = policy.kinds_to_deliver(current_person(), current_capacity())
    return StatementForm.to_deliver(data, item, kinds, _delegations())


def _delegations() -> Sequence[Delegation]:
    """Return the delegations on whose behalf the person may write. The secretariat may for all of
    them, everybody else only for the one that they speak for.
    """
    capacity = current_capacity()
    if current_person().is_secretariat:
        return all_delegations()
    assert capacity and capacity.delegation
    return [capacity.delegation]


def _form_page(
    item: AgendaItem, form: StatementForm, corrected: DeliveredStatement | None = None
) -> str:
    return render_template(
        "meetings/new_statement.html",
        item=item,
        name_of_item=meetings.name_of_item(item),
        form=form,
        corrected=corrected,
        delegation=form.chosen_delegation if "delegation" not in form else None,
    )
