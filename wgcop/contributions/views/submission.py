"""Submitting a paper, and deciding how it stands to the earlier work that shares passages with it."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.contributions import actions, policy
from wgcop.contributions.models import Contribution, Revision, State
from wgcop.contributions.views import agenda
from wgcop.contributions.views.blueprint import bp
from wgcop.contributions.views.reading import readable
from wgcop.db import db
from wgcop.radar import actions as radar_actions
from wgcop.radar import queries as radar_queries
from wgcop.radar.forms import DecisionForms
from wgcop.radar.looking import look
from wgcop.radar.models import FINDING_NAMES
from wgcop.search.names import kind_name
from wgcop.web import current_audiences, require


@bp.get("/contributions/<int:contribution_id>/submission")
def submission_form(contribution_id: int) -> ResponseReturnValue:
    """What is asked before a paper goes, or of one that went while the radar did not answer."""
    contribution, forms = asked_of(contribution_id)
    if forms is None or not forms.asked:
        return redirect(contribution.work_url, 303)
    return submission_page(contribution, forms)


@bp.post("/contributions/<int:contribution_id>/submission")
def submit(contribution_id: int) -> ResponseReturnValue:
    """Of the draft or, for a document, of its next revision. A radar that does not answer is no reason to wait."""
    contribution, forms = asked_of(contribution_id)
    if forms and forms.asked and "decided" not in request.form:
        return redirect(f"{contribution.work_url}/submission", 303)
    if forms and not forms.validate():
        return submission_page(contribution, forms), 422
    if forms:
        radar_actions.decide(
            contribution.search_key, wording_of(contribution).words, forms, by=current_person()
        )
    else:
        radar_actions.put_off(contribution.search_key)
    if contribution.draft is not None:
        if forms and forms.duplicates:
            leave(contribution, forms)
        else:
            send(contribution)
    db.session.commit()
    return redirect(contribution.url, 303)


def asked_of(contribution_id: int) -> tuple[Contribution, DecisionForms | None]:
    """The paper with a form for each hit that needs a decision; None if the radar did not answer."""
    contribution = readable(contribution_id)
    require(may_decide(contribution))
    record_id, wording = contribution.search_key, wording_of(contribution)
    text, language = wording.words, wording.language
    check = look(text, audiences=current_audiences(), language=language, besides=record_id)
    contribution = readable(contribution_id)
    require(may_decide(contribution))
    if check is None:
        return contribution, None
    questions = radar_queries.open_questions(record_id, text, check)
    return contribution, DecisionForms(questions, request.form)


def may_decide(contribution: Contribution) -> bool:
    return policy.can_write(current_person(), contribution)


def wording_of(contribution: Contribution) -> Revision:
    return contribution.draft or contribution.current


def send(contribution: Contribution) -> None:
    person = current_person()
    if contribution.state == State.ACCEPTED:
        actions.issue(contribution, by=person)
    else:
        actions.submit(contribution, by=person)
    if contribution.is_numbered:
        agenda.tell(contribution, by=person)
        flash(_("Accepted. Its number is %(symbol)s.", symbol=contribution.symbol), "success")
    else:
        flash(_("Submitted after the deadline: the secretariat decides whether it is still taken."))


def leave(contribution: Contribution, forms: DecisionForms) -> None:
    """What duplicates something is not sent; a draft is withdrawn, a revision stays one."""
    other = forms.duplicates[0].hit.title
    if contribution.state == State.DRAFT:
        actions.withdraw(contribution, by=current_person())
        flash(
            _(
                "Withdrawn as a duplicate of “%(other)s”. Your delegation can still read it.",
                other=other,
            )
        )
    else:
        flash(_("Not issued, as a duplicate of “%(other)s”. It stays a draft.", other=other))


def submission_page(contribution: Contribution, forms: DecisionForms) -> str:
    return render_template(
        "contributions/submission.html",
        contribution=contribution,
        revision=wording_of(contribution),
        forms=forms,
        finding_names=FINDING_NAMES,
        kind_name=kind_name,
    )
