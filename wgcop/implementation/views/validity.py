"""Views that ask “still valid?” after a new edition, with both wordings, and take the answers."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.database import db
from wgcop.errors import Invalid
from wgcop.implementation import actions, policy, queries
from wgcop.implementation.actions.validity import Answered
from wgcop.implementation.forms.evidence import ValidityForm
from wgcop.implementation.validity import Validity
from wgcop.implementation.views.blueprint import bp
from wgcop.implementation.views.loading import readable_action, readable_evidence
from wgcop.resolutions.models import Edition
from wgcop.resolutions.queries import edition_called
from wgcop.web import current_audiences, found_or_404, local_path, require


@bp.get("/implementation/<slug>/validity")
def asking(slug: str) -> ResponseReturnValue:
    """Show members the actions and evidence whose clauses this edition words differently."""
    edition = found_or_404(edition_called(slug))
    require(policy.can_see_what_asks(current_audiences()))
    return _page(edition)


@bp.post("/implementation/actions/<int:action_id>/validity")
def answer_for_action(action_id: int) -> ResponseReturnValue:
    return _answer(readable_action(action_id))


@bp.post("/implementation/evidence/<int:evidence_id>/validity")
def answer_for_evidence(evidence_id: int) -> ResponseReturnValue:
    return _answer(readable_evidence(evidence_id))


def _answer(thing: Answered) -> ResponseReturnValue:
    require(policy.can_say_validity(current_person(), thing))
    form = ValidityForm.of(request.form, edition_id=thing.asked_edition_id, name=thing.dom_id)
    edition = thing.asked_edition or thing.edition
    if not form.validate():
        return _page(edition, {thing.dom_id: form}), 422
    try:
        actions.say_validity(
            thing,
            Validity(form.answer.data),
            form.words.data or "",
            edition_id=form.edition.data,
            by=current_person(),
            capacity=current_capacity(),
        )
    except Invalid as invalid:
        form.words.errors = [str(invalid)]
        return _page(edition, {thing.dom_id: form}), 422
    db.session.commit()
    flash(_("Recorded."), "success")
    back = local_path(request.form.get("next")) or f"/implementation/{edition.slug}/validity"
    return redirect(back, 303)


def _page(edition: Edition, sent: dict[str, ValidityForm] | None = None) -> str:
    things = queries.asking_about(edition, current_audiences())
    forms = {
        thing.dom_id: ValidityForm.of(None, edition_id=thing.asked_edition_id, name=thing.dom_id)
        for thing in things
        if policy.can_say_validity(current_user, thing)
    }
    return render_template(
        "implementation/asking.html",
        edition=edition,
        things=things,
        wordings=queries.wordings_to_compare(things),
        forms=forms | (sent or {}),
    )
