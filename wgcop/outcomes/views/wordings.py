"""The forms for recording and withdrawing the wording that a meeting agreed for a clause."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_person
from wgcop.accounts.models import Capacity, Person
from wgcop.agenda.answering import again, editable_item, recorded
from wgcop.agenda.blueprint import bp
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.policy import can_preside
from wgcop.agenda.queries import name_of_item
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.outcomes import actions
from wgcop.outcomes.forms.wording import AgreedWordingForm, WithdrawalForm
from wgcop.outcomes.queries import wording_of
from wgcop.outcomes.wordings import AgreedWording
from wgcop.resolutions.models import Clause
from wgcop.threads import policy
from wgcop.web import found_or_404, require, wants_json


@bp.get("/<slug>/items/<int:item_id>/wordings/<int:clause_id>")
def agree_wording(slug: str, item_id: int, clause_id: int) -> ResponseReturnValue:
    item, clause = _clause_of(slug, item_id, clause_id)
    return _form_page(item, clause, _form(None, item, clause))


@bp.post("/<slug>/items/<int:item_id>/wordings/<int:clause_id>")
def record_wording(slug: str, item_id: int, clause_id: int) -> ResponseReturnValue:
    item, clause = _clause_of(slug, item_id, clause_id)
    form = _form(request.form, item, clause)
    if not form.validate():
        return again(form, _form_page(item, clause, form))
    person = current_person()
    try:
        actions.hold_words(item, clause, suppresses=form.suppresses.data)
        form.require_table(_form(None, item, clause))
        actions.agree_wording(
            item,
            clause,
            form.chosen,
            form.words.data,
            suppresses=form.suppresses.data,
            seen=form.seen.data,
            by=person,
            capacity=_capacity(person, item),
        )
    except Outdated as outdated:
        if wants_json():
            raise
        now = _form(None, item, clause)
        form.seen.data, form.on_table.data = now.seen.data, now.on_table.data
        return _form_page(item, clause, form, outdated), 409
    db.session.commit()
    return recorded(f"{item.url}#item-outcome")


@bp.get("/<slug>/items/<int:item_id>/wordings/<int:standing_id>/withdrawal")
def confirm_withdrawal(slug: str, item_id: int, standing_id: int) -> ResponseReturnValue:
    item, agreed = _agreed(slug, item_id, standing_id)
    return _withdrawal_page(item, agreed, WithdrawalForm())


@bp.post("/<slug>/items/<int:item_id>/wordings/<int:standing_id>/withdrawal")
def withdraw_wording(slug: str, item_id: int, standing_id: int) -> ResponseReturnValue:
    item, agreed = _agreed(slug, item_id, standing_id)
    form, person = WithdrawalForm(request.form), current_person()
    if not form.validate():
        return again(form, _withdrawal_page(item, agreed, form))
    try:
        actions.withdraw_wording(agreed, form.why.data, by=person, capacity=_capacity(person, item))
    except Refused as refused:
        if wants_json():
            raise
        return _withdrawal_page(item, agreed, form, str(refused)), 409
    db.session.commit()
    return recorded(f"{item.url}#item-outcome")


def may_agree(person: Person, item: AgendaItem) -> bool:
    """Return whether the person may record agreed words. People who may set the standing of clauses
    may, and the person who presides over the meeting.
    """
    return policy.can_set_standing(person) or can_preside(person, item.meeting)


def _form(data: Any, item: AgendaItem, clause: Clause) -> AgreedWordingForm:
    below = item.meeting.group.is_below_another
    return AgreedWordingForm.of(data, clause, is_of_group_below=below)


def _capacity(person: Person, item: AgendaItem) -> Capacity:
    """Return the capacity of the person's office in the group that meets or, if they have none
    there, of another office of theirs.
    """
    offices = sorted(person.offices, key=lambda office: office.group_id != item.meeting.group_id)
    return offices[0].capacity


def _agreed(slug: str, item_id: int, standing_id: int) -> tuple[AgendaItem, AgreedWording]:
    item = editable_item(slug, item_id)
    require(may_agree(current_person(), item))
    return item, found_or_404(wording_of(item, standing_id))


def _withdrawal_page(
    item: AgendaItem, agreed: AgreedWording, form: WithdrawalForm, problem: str = ""
) -> str:
    return render_template(
        "meetings/withdraw_wording.html",
        item=item,
        name_of_item=name_of_item(item),
        agreed=agreed,
        form=form,
        problem=problem,
    )


def _clause_of(slug: str, item_id: int, clause_id: int) -> tuple[AgendaItem, Clause]:
    item = editable_item(slug, item_id)
    require(may_agree(current_person(), item))
    return item, found_or_404(next((c for c in item.clauses if c.id == clause_id), None))


def _form_page(
    item: AgendaItem,
    clause: Clause,
    form: AgreedWordingForm,
    outdated: Outdated | None = None,
) -> str:
    return render_template(
        "meetings/agree_wording.html",
        item=item,
        name_of_item=name_of_item(item),
        clause=clause,
        form=form,
        outdated=outdated,
    )
