"""Views of evidence: choosing it, its page with its history, making it public, removing it."""

from dataclasses import asdict

from flask import Response, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.database import db
from wgcop.errors import Invalid, Refused
from wgcop.implementation import actions, finding, policy, queries
from wgcop.implementation.evidence import Evidence, EvidenceThing
from wgcop.implementation.forms.evidence import EvidenceForm, RemovalForm, ValidityForm
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.views.blueprint import bp
from wgcop.implementation.views.loading import (
    operative_clause,
    readable_action,
    readable_evidence,
    sites,
)
from wgcop.resolutions.models import Clause
from wgcop.search_engines.choice import current_engine
from wgcop.web import commit_and_show, current_audiences, public, received, require


@bp.get("/implementation/evidence/choices")
def choices() -> Response:
    """Suggest things while a person types the evidence."""
    require(policy.can_add(current_user))
    typed = request.args.get("q", "")[:100]
    found = finding.things_found(current_engine(), typed, current_audiences()) if typed else []
    answer = jsonify(choices=[asdict(each) for each in found])
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get("/implementation/clauses/<wid>/evidence/new")
def new_evidence(wid: str) -> ResponseReturnValue:
    clause = operative_clause(wid)
    require(policy.can_add(current_person()))
    action = _action_of(clause)
    return _form_page(clause, action, EvidenceForm())


@bp.post("/implementation/clauses/<wid>/evidence/new")
def add_evidence(wid: str) -> ResponseReturnValue:
    """Add evidence to a clause. Text that is neither address nor symbol is searched for, and the
    form comes back with what was found.
    """
    clause = operative_clause(wid)
    require(policy.can_add(current_person()))
    form = EvidenceForm(request.form)
    action = _action_of(clause)
    if not form.validate():
        return _form_page(clause, action, form), 422
    try:
        thing = _meant(clause, form)
    except Invalid as invalid:
        form.thing.errors = [str(invalid)]
        return _form_page(clause, action, form), 422
    if thing is None:
        return _choices_page(clause, action, form), 422
    try:
        evidence = actions.add_evidence(
            clause,
            thing,
            form.note.data or "",
            action=action,
            title=form.title.data or "",
            by=current_person(),
            capacity=current_capacity(),
        )
    except Refused as refused:
        form.thing.errors = [str(refused)]
        return _form_page(clause, action, form), 409
    db.session.commit()
    return redirect(_place_of(evidence), 303)


@bp.get("/implementation/evidence/<int:evidence_id>")
@public
def show_evidence(evidence_id: int) -> ResponseReturnValue:
    return _evidence_page(readable_evidence(evidence_id), RemovalForm())


@bp.post("/implementation/evidence/<int:evidence_id>/approval")
def approve_evidence(evidence_id: int) -> ResponseReturnValue:
    evidence = readable_evidence(evidence_id)
    require(policy.can_approve(current_person()))
    actions.approve_evidence(evidence, by=current_person())
    return commit_and_show(evidence.page, _("Everybody who may see the linked page sees it now."))


@bp.post("/implementation/evidence/<int:evidence_id>/removal")
def remove_evidence(evidence_id: int) -> ResponseReturnValue:
    evidence = readable_evidence(evidence_id)
    require(policy.can_remove_evidence(current_person(), evidence))
    form = RemovalForm(request.form)
    if not form.validate():
        return _evidence_page(evidence, form), 422
    place = _place_of(evidence)
    try:
        actions.remove_evidence(evidence, form.reason.data, by=current_person())
    except Invalid as invalid:
        form.reason.errors = [str(invalid)]
        return _evidence_page(evidence, form), 422
    return commit_and_show(place, _("Removed. The reason stays in its history."))


def _meant(clause: Clause, form: EvidenceForm) -> EvidenceThing | None:
    return finding.thing_meant(form.thing.data or "", clause, current_audiences(), sites=sites())


def _action_of(clause: Clause) -> ImplementationAction | None:
    """Return the action that the request names, or None if it names none. The reader must be
    allowed to edit it, and it must be about this clause.
    """
    number = request.values.get("action", 0, type=received.key)
    if not number:
        return None
    action = readable_action(number)
    require(policy.can_edit(current_person(), action) and action.clause_id == clause.id)
    return action


def _choices_page(clause: Clause, action: ImplementationAction | None, form: EvidenceForm) -> str:
    found = finding.things_found(current_engine(), form.thing.data or "", current_audiences())
    form.thing.errors = [
        _("Choose one of these, or write other words.")
        if found
        else _("Nothing was found that could be evidence. Try other words, or an address.")
    ]
    return _form_page(clause, action, form, found)


def _form_page(
    clause: Clause,
    action: ImplementationAction | None,
    form: EvidenceForm,
    found: list[finding.FoundThing] | None = None,
) -> str:
    form.action.data = str(action.id) if action else ""
    return render_template(
        "implementation/new_evidence.html",
        clause=clause,
        action=action,
        form=form,
        found=found,
        agreed=finding.agreed_at(clause) if "members" in current_audiences() else [],
        back=_edition_place(clause) if action is None else action.url,
    )


def _evidence_page(evidence: Evidence, form: RemovalForm) -> str:
    return render_template(
        "implementation/evidence.html",
        evidence=evidence,
        form=form,
        shown_action=evidence.action.facts_for(current_audiences()) if evidence.action else None,
        validity=ValidityForm.of(None, edition_id=evidence.asked_edition_id, name=evidence.dom_id),
        wordings=queries.wordings_to_compare([evidence]).get(evidence.dom_id),
        back=_place_of(evidence),
        may_remove=policy.can_remove_evidence(current_user, evidence),
        may_approve=policy.can_approve(current_user),
        may_answer=policy.can_say_validity(current_user, evidence),
    )


def _place_of(evidence: Evidence) -> str:
    action = evidence.action
    if action is not None and policy.can_read_action(current_audiences(), action):
        return action.url
    return _edition_place(evidence.clause)


def _edition_place(clause: Clause) -> str:
    return f"/implementation/{clause.wording.section.edition.slug}#{clause.anchor}"
