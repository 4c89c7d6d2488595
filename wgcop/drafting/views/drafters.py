"""Pages that name drafters, ask for consent, and give it in the name of a source."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.accounts.models import Person
from wgcop.accounts.queries import people_called
from wgcop.contributions import policy
from wgcop.contributions.access import readable, readable_in_part, writable
from wgcop.contributions.drafters import DrafterRole
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Answer, Source
from wgcop.database import db
from wgcop.drafting import actions, unsubmitted
from wgcop.drafting.forms import AnswerForm, DrafterForm, RoleForm
from wgcop.drafting.views.papers import work_page
from wgcop.errors import Invalid, Outdated
from wgcop.numbering.blueprint import bp
from wgcop.web import commit_and_show, found_or_404, require


@bp.post("/contributions/<int:contribution_id>/drafters")
def name_drafter(contribution_id: int) -> ResponseReturnValue:
    contribution = writable(contribution_id)
    form = DrafterForm(request.form)
    person = person_meant(form) if form.validate() else None
    if person is None:
        return work_page(contribution, wording_to_show(contribution), naming=form), 422
    actions.name_drafter(contribution, person, form.chosen_role, by=current_person())
    db.session.commit()
    flash(what_they_can_do(person, form.chosen_role))
    writes = request.form.get("then") == "write"
    return redirect(f"{contribution.work_url}/edit" if writes else contribution.work_url, 303)


@bp.post("/contributions/<int:contribution_id>/drafters/<int:person_id>/role")
def change_role(contribution_id: int, person_id: int) -> ResponseReturnValue:
    contribution = writable(contribution_id)
    person = drafter_called(contribution, person_id)
    form = RoleForm(request.form)
    if not form.validate():
        raise Invalid(" ".join(map(str, form.errors["role"])))
    actions.change_role(contribution, person, form.chosen_role, by=current_person())
    return commit_and_show(
        contribution.work_url, what_they_can_do(person, form.chosen_role), kind="info"
    )


@bp.post("/contributions/<int:contribution_id>/drafters/<int:person_id>/removal")
def drop_drafter(contribution_id: int, person_id: int) -> ResponseReturnValue:
    """Remove a drafter, at the request of those who write the paper or of the drafter who leaves."""
    contribution = readable(contribution_id)
    leaves = person_id == current_person().id and policy.drafts(current_person(), contribution)
    if not leaves:
        contribution = writable(contribution_id)
    person = drafter_called(contribution, person_id)
    actions.drop_drafter(contribution, person, by=current_person())
    db.session.commit()
    if person.id == current_person().id:
        flash(_("You are no longer a drafter of this paper."))
        return redirect("/contributions/", 303)
    return redirect(contribution.work_url, 303)


@bp.post("/contributions/<int:contribution_id>/keeping")
def keep(contribution_id: int) -> ResponseReturnValue:
    """Keep a draft that would end because nobody has changed it for a long time."""
    contribution = writable(contribution_id)
    unsubmitted.keep(contribution, by=current_person())
    return commit_and_show(
        contribution.work_url, _("This draft is kept as if it had been changed today.")
    )


@bp.post("/contributions/<int:contribution_id>/consents")
def ask_for_consent(contribution_id: int) -> ResponseReturnValue:
    contribution = writable(contribution_id)
    actions.ask_for_consent(contribution, by=current_person())
    return commit_and_show(contribution.work_url)


@bp.post("/contributions/<int:contribution_id>/sources/<key>/sight")
def see_request(contribution_id: int, key: str) -> ResponseReturnValue:
    """Record that somebody who decides has seen the wording. Their page reports it automatically."""
    _contribution, source = asked_source(contribution_id, key)
    actions.see_request(source, request.form.get("wording", ""), by=current_person())
    db.session.commit()
    return "", 204


@bp.post("/contributions/<int:contribution_id>/sources/<key>/consent")
def consent(contribution_id: int, key: str) -> ResponseReturnValue:
    return answer(contribution_id, key, Answer.CONSENTS)


@bp.post("/contributions/<int:contribution_id>/sources/<key>/refusal")
def refuse(contribution_id: int, key: str) -> ResponseReturnValue:
    return answer(contribution_id, key, Answer.REFUSES)


@bp.post("/contributions/<int:contribution_id>/sources/<key>/withdrawal")
def take_back(contribution_id: int, key: str) -> ResponseReturnValue:
    """Take back an answer; refuse once the paper is submitted."""
    contribution, source = asked_source(contribution_id, key)
    actions.take_back(source, by=current_person())
    return commit_and_show(contribution.work_url)


def asked_source(contribution_id: int, key: str) -> tuple[Contribution, Source]:
    """Load a paper and one of its sources, for those who answer in the name of the source."""
    contribution = readable_in_part(contribution_id)
    source: Source = found_or_404(contribution.source_called(key))
    require(policy.can_answer(current_person(), source))
    return contribution, source


def wording_to_show(contribution: Contribution) -> Revision:
    return contribution.draft or contribution.current


def drafter_called(contribution: Contribution, person_id: int) -> Person:
    drafters = {drafter.person_id: drafter.person for drafter in contribution.drafters}
    return found_or_404(drafters.get(person_id))


def what_they_can_do(person: Person, role: DrafterRole) -> str:
    match role:
        case DrafterRole.WRITE:
            return _("%(name)s can now see, edit and submit this draft.", name=person.name)
        case DrafterRole.COMMENT:
            return _("%(name)s can now read this draft and comment on it.", name=person.name)
        case _:
            return _("%(name)s can now read this draft.", name=person.name)


def person_meant(form: DrafterForm) -> Person | None:
    """Return the person that the form names. If not exactly one is meant, return None and put the
    reason on the field.
    """
    people = people_called(form.person.data)
    if len(people) == 1:
        return people[0]
    form.person.errors = [
        _("Several people have this name. Enter the e-mail address.")
        if people
        else _("Nobody with this name or address has an account here.")
    ]
    return None


def answer(contribution_id: int, key: str, answer: Answer) -> ResponseReturnValue:
    contribution, source = asked_source(contribution_id, key)
    form = AnswerForm(request.form)
    if not form.validate():
        return work_page(contribution, wording_to_show(contribution), answering=form), 422
    try:
        actions.answer_for(
            source,
            answer,
            wording=form.wording.data or "",
            reason=form.reason.data,
            by=current_person(),
        )
    except Outdated as outdated:  # show the wording as it is now, with the remark that was typed
        db.session.rollback()
        contribution, source = asked_source(contribution_id, key)
        revision = wording_to_show(contribution)
        form.wording.data = revision.fingerprint
        form.form_errors.append(str(outdated))
        return work_page(contribution, revision, answering=form), 409
    return commit_and_show(contribution.work_url)
