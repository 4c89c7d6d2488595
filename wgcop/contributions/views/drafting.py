"""Who writes a paper, and in whose name it goes: naming drafters, asking for consent, and giving it."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.accounts.models import Person
from wgcop.accounts.queries import people_called
from wgcop.contributions import actions, policy
from wgcop.contributions.forms import AnswerForm, DrafterForm
from wgcop.contributions.models import Contribution
from wgcop.contributions.sources import Answer, Source
from wgcop.contributions.views import bp
from wgcop.contributions.views.papers import work_page
from wgcop.contributions.views.reading import readable
from wgcop.db import db
from wgcop.web import found_or_404, require


@bp.post("/contributions/<int:contribution_id>/drafters")
def name_drafter(contribution_id: int) -> ResponseReturnValue:
    contribution = written(contribution_id)
    form = DrafterForm(request.form)
    person = person_meant(form) if form.validate() else None
    if person is None:
        shown = contribution.draft or contribution.current
        return work_page(contribution, shown, naming=form), 422
    actions.name_drafter(contribution, person, by=current_person())
    db.session.commit()
    flash(_("%(name)s sees this draft now, and can edit and submit it.", name=person.name))
    return redirect(contribution.work_url, 303)


@bp.post("/contributions/<int:contribution_id>/drafters/<int:person_id>/removal")
def drop_drafter(contribution_id: int, person_id: int) -> ResponseReturnValue:
    contribution = written(contribution_id)
    found = next((d.person for d in contribution.drafters if d.person_id == person_id), None)
    person = found_or_404(found)
    actions.drop_drafter(contribution, person, by=current_person())
    db.session.commit()
    if person.id == current_person().id:
        flash(_("You do not write this paper any more."))
        return redirect("/contributions/", 303)
    return redirect(contribution.work_url, 303)


@bp.post("/contributions/<int:contribution_id>/consents")
def ask_for_consent(contribution_id: int) -> ResponseReturnValue:
    contribution = written(contribution_id)
    actions.ask_for_consent(contribution, by=current_person())
    db.session.commit()
    return redirect(contribution.work_url, 303)


@bp.post("/contributions/<int:contribution_id>/sources/<key>/consent")
def consent(contribution_id: int, key: str) -> ResponseReturnValue:
    return answered(contribution_id, key, Answer.CONSENTS)


@bp.post("/contributions/<int:contribution_id>/sources/<key>/refusal")
def refuse(contribution_id: int, key: str) -> ResponseReturnValue:
    return answered(contribution_id, key, Answer.REFUSES)


@bp.post("/contributions/<int:contribution_id>/sources/<key>/withdrawal")
def take_back(contribution_id: int, key: str) -> ResponseReturnValue:
    """Of an answer, until the paper is submitted."""
    contribution = readable(contribution_id)
    source = found_or_404(contribution.source_called(key))
    require(policy.can_answer(current_person(), source))
    actions.take_back(source, by=current_person())
    db.session.commit()
    return redirect(contribution.work_url, 303)


def written(contribution_id: int) -> Contribution:
    contribution = readable(contribution_id)
    require(policy.can_write(current_person(), contribution))
    return contribution


def person_meant(form: DrafterForm) -> Person | None:
    """With what is wrong said at the field, if it is not one person."""
    found = people_called(form.person.data)
    if len(found) == 1:
        return found[0]
    form.person.errors = [
        _("Several people are called so. Give the e-mail address.")
        if found
        else _("Nobody of that name or address has an account here.")
    ]
    return None


def answered(contribution_id: int, key: str, answer: Answer) -> ResponseReturnValue:
    contribution = readable(contribution_id)
    source: Source = found_or_404(contribution.source_called(key))
    require(policy.can_answer(current_person(), source))
    form = AnswerForm(request.form)
    if not form.validate():
        shown = contribution.draft or contribution.current
        return work_page(contribution, shown, answering=form), 422
    actions.answer_for(
        source,
        answer,
        wording=form.wording.data or "",
        reason=form.reason.data,
        by=current_person(),
    )
    db.session.commit()
    return redirect(contribution.work_url, 303)
