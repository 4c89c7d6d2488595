"""Submitting a paper, and saying how it relates to earlier work that shares passages with it."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.contributions import actions, policy
from wgcop.contributions.models import Contribution, PaperState
from wgcop.contributions.revisions import Revision
from wgcop.contributions.views import bp
from wgcop.contributions.views.access import readable
from wgcop.db import db, unlocked
from wgcop.radar.answers import IfDuplicate
from wgcop.radar.hit_questions import HitQuestions, hit_questions
from wgcop.web import current_audiences, require


@bp.get("/contributions/<int:contribution_id>/submission")
def submission_form(contribution_id: int) -> ResponseReturnValue:
    """The questions before a paper goes out, or after it went out while the radar did not answer."""
    contribution, questions = compared(contribution_id)
    if questions is None or not questions.decision_forms:
        return redirect(contribution.work_url, 303)
    return submission_page(contribution, questions)


@bp.post("/contributions/<int:contribution_id>/submission")
def submit(contribution_id: int) -> ResponseReturnValue:
    """The draft or, for a document, its next revision."""
    contribution, questions = compared(contribution_id)
    if questions and not questions.validate():
        if questions.is_sent:
            return submission_page(contribution, questions), 422
        return redirect(f"{contribution.work_url}/submission", 303)
    had_draft = contribution.draft is not None
    answers = questions.answers if questions else None
    actions.send_out(contribution, answers, by=current_person())
    db.session.commit()
    if had_draft:
        tell_what_became_of(contribution, questions)
    return redirect(contribution.url, 303)


def compared(contribution_id: int) -> tuple[Contribution, HitQuestions | None]:
    """The paper with the questions about it, which are None if the radar did not answer."""
    contribution = writable(contribution_id)
    wording = wording_of(contribution)
    words, language, key = wording.words, wording.language, contribution.search_key
    if_duplicate, audiences = becomes_if_duplicate(contribution), current_audiences()
    with unlocked():
        questions = hit_questions(
            words,
            record_id=key,
            language=language,
            audiences=audiences,
            data=request.form,
            if_duplicate=if_duplicate,
        )
    return writable(contribution_id), questions


def writable(contribution_id: int) -> Contribution:
    contribution = readable(contribution_id)
    require(policy.can_write(current_person(), contribution))
    return contribution


def wording_of(contribution: Contribution) -> Revision:
    return contribution.draft or contribution.current


def becomes_if_duplicate(contribution: Contribution) -> IfDuplicate:
    if contribution.draft is None:
        return IfDuplicate.IS_OUT_ALREADY
    is_new = contribution.state == PaperState.DRAFT
    return IfDuplicate.IS_WITHDRAWN if is_new else IfDuplicate.STAYS_BACK


def tell_what_became_of(contribution: Contribution, questions: HitQuestions | None) -> None:
    if questions and questions.duplicates:
        flash(
            _(
                "Withdrawn as a duplicate of “%(other)s”. The people who could read it can still "
                "read it.",
                other=questions.duplicates[0].work.title,
            )
        )
    elif contribution.is_numbered:
        flash(_("Accepted. Its number is %(symbol)s.", symbol=contribution.symbol), "success")
    else:
        flash(_("Submitted after the deadline. The secretariat decides whether to accept it."))


def submission_page(contribution: Contribution, questions: HitQuestions) -> str:
    return render_template(
        "contributions/submission.html",
        contribution=contribution,
        revision=wording_of(contribution),
        forms=questions,
    )
