"""Submitting a paper, and deciding how it stands to the earlier work that shares passages with it."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.contributions import actions, policy
from wgcop.contributions.models import Contribution, State
from wgcop.contributions.revisions import Revision
from wgcop.contributions.views import bp
from wgcop.contributions.views.reading import readable
from wgcop.db import db
from wgcop.radar import actions as radar_actions
from wgcop.radar.deciding import asked_of
from wgcop.radar.forms import DecisionForms, Duplicate
from wgcop.web import current_audiences, require


@bp.get("/contributions/<int:contribution_id>/submission")
def submission_form(contribution_id: int) -> ResponseReturnValue:
    """What is asked before a paper goes, or of one that went while the radar did not answer."""
    contribution, forms = compared(contribution_id)
    if forms is None or not forms.asked:
        return redirect(contribution.work_url, 303)
    return submission_page(contribution, forms)


@bp.post("/contributions/<int:contribution_id>/submission")
def submit(contribution_id: int) -> ResponseReturnValue:
    """Of the draft or, for a document, of its next revision. A radar that does not answer is no reason to wait."""
    contribution, forms = compared(contribution_id)
    if forms and not forms.validate():
        if forms.is_sent:
            return submission_page(contribution, forms), 422
        return redirect(f"{contribution.work_url}/submission", 303)
    words = wording_of(contribution).words
    radar_actions.decide(contribution.search_key, words, forms, by=current_person())
    if contribution.draft is not None:
        if forms and forms.duplicates:
            withdraw(contribution, forms)
        else:
            send(contribution)
    db.session.commit()
    return redirect(contribution.url, 303)


def compared(contribution_id: int) -> tuple[Contribution, DecisionForms | None]:
    """The paper with what is asked of it; None if the radar did not answer."""
    contribution = writable(contribution_id)
    wording = wording_of(contribution)
    forms = asked_of(
        wording.words,
        record_id=contribution.search_key,
        language=wording.language,
        audiences=current_audiences(),
        data=request.form,
        duplicate=if_duplicate(contribution),
    )
    return writable(contribution_id), forms


def writable(contribution_id: int) -> Contribution:
    contribution = readable(contribution_id)
    require(policy.can_write(current_person(), contribution))
    return contribution


def wording_of(contribution: Contribution) -> Revision:
    return contribution.draft or contribution.current


def if_duplicate(contribution: Contribution) -> Duplicate:
    if contribution.draft is None:
        return Duplicate.IS_OUT_ALREADY
    is_new = contribution.state == State.DRAFT
    return Duplicate.IS_WITHDRAWN if is_new else Duplicate.STAYS_BACK


def send(contribution: Contribution) -> None:
    person = current_person()
    if contribution.state == State.ACCEPTED:
        actions.issue(contribution, by=person)
    else:
        actions.submit(contribution, by=person)
    if contribution.is_numbered:
        flash(_("Accepted. Its number is %(symbol)s.", symbol=contribution.symbol), "success")
    else:
        flash(_("Submitted after the deadline: the secretariat decides whether it is still taken."))


def withdraw(contribution: Contribution, forms: DecisionForms) -> None:
    actions.withdraw(contribution, by=current_person())
    other = forms.duplicates[0].hit.title
    flash(
        _(
            "Withdrawn as a duplicate of “%(other)s”. Those who could read it still can.",
            other=other,
        )
    )


def submission_page(contribution: Contribution, forms: DecisionForms) -> str:
    return render_template(
        "contributions/submission.html",
        contribution=contribution,
        revision=wording_of(contribution),
        forms=forms,
    )
