"""The form with which chair and secretariat record the words that a meeting agreed for a clause of an item."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_person
from wgcop.db import db
from wgcop.errors import Outdated
from wgcop.meetings import actions
from wgcop.meetings.forms.wording import AgreedWordingForm
from wgcop.meetings.models import AgendaItem
from wgcop.meetings.queries import name_of_item
from wgcop.meetings.views import bp
from wgcop.meetings.views.agenda import editable_item
from wgcop.resolutions.models import Clause
from wgcop.threads import policy
from wgcop.web import found_or_404, require


@bp.get("/<slug>/items/<int:item_id>/wordings/<int:clause_id>")
def agree_wording(slug: str, item_id: int, clause_id: int) -> ResponseReturnValue:
    item, clause = _clause_of(slug, item_id, clause_id)
    return _form_page(item, clause, AgreedWordingForm.of(clause))


@bp.post("/<slug>/items/<int:item_id>/wordings/<int:clause_id>")
def record_wording(slug: str, item_id: int, clause_id: int) -> ResponseReturnValue:
    item, clause = _clause_of(slug, item_id, clause_id)
    form = AgreedWordingForm(request.form)
    if not form.validate():
        return _form_page(item, clause, form), 422
    person = current_person()
    try:
        actions.agree_wording(
            item,
            clause,
            form.chosen,
            form.words.data,
            seen=form.seen.data,
            by=person,
            capacity=next(
                office.capacity
                for office in person.offices
                if office.group_id == item.meeting.group_id
            ),
        )
    except Outdated as outdated:
        form.seen.data = AgreedWordingForm.of(clause).seen.data
        return _form_page(item, clause, form, outdated), 409
    db.session.commit()
    return redirect(f"{item.url}#item-outcome", 303)


def _clause_of(slug: str, item_id: int, clause_id: int) -> tuple[AgendaItem, Clause]:
    item = editable_item(slug, item_id)
    require(policy.can_set_standing(current_person()))
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
