"""Pages on which a paper is submitted, after its writer has said how it relates to earlier work
with the same passages.
"""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.bodies.models import Meeting
from wgcop.contributions import policy, queries
from wgcop.contributions.access import listening, readable, writable
from wgcop.contributions.agendas import agendas
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.contributions.talk.circles import remark_for
from wgcop.database import db, unlocked
from wgcop.drafting import actions
from wgcop.numbering.blueprint import bp
from wgcop.radar.hit_questions import HitQuestions, hit_questions
from wgcop.web import current_audiences, require, site


@bp.get("/contributions/<int:contribution_id>/submission")
def submission_form(contribution_id: int) -> ResponseReturnValue:
    """Show the questions before a paper is submitted, or afterwards if the radar did not respond
    then.
    """
    contribution, questions = compared(contribution_id)
    if questions is None or not questions.decision_forms:
        return redirect(contribution.work_url, 303)
    return submission_page(contribution, questions)


@bp.post("/contributions/<int:contribution_id>/submission")
def submit(contribution_id: int) -> ResponseReturnValue:
    """Submit the draft or, for a document, issue its next revision."""
    contribution, questions = compared(contribution_id)
    if questions and not questions.validate():
        if questions.is_sent:
            return submission_page(contribution, questions), 422
        return redirect(f"{contribution.work_url}/submission", 303)
    had_draft = contribution.draft is not None
    answers = questions.answers if questions else None
    actions.send_out(contribution, answers, by=current_person())
    db.session.commit()
    if questions and questions.duplicates and had_draft:
        tell_of_withdrawal(contribution, questions)
        return redirect(contribution.url, 303)
    if not had_draft and answers:
        return redirect(contribution.url, 303)
    response = redirect(f"{contribution.work_url}/submitted", 303)
    response.headers["Content-Location"] = contribution.url
    return response


@bp.get("/contributions/<int:contribution_id>/submitted")
def submitted(contribution_id: int) -> ResponseReturnValue:
    """Confirm the submission and say what happens next, with a link to share. A later visit shows
    the state at that time.
    """
    contribution = readable(contribution_id)
    require(policy.can_see_submission(current_person(), contribution))
    if contribution.submitted_at is None:
        return redirect(contribution.work_url, 303)
    later = [
        meeting for meeting in queries.open_meetings() if is_after(meeting, contribution.meeting)
    ]
    return render_template(
        "contributions/submitted.html",
        contribution=contribution,
        revision=contribution.current,
        sent=sent(contribution),
        remark=remark_for(current_person(), contribution),
        items=agendas().places_of(contribution),
        next_meeting=later[0] if later else None,
        link=site(is_trusted=True) + contribution.url,
        may_write=policy.can_write(current_person(), contribution),
        topics=listening(current_person().topic),
    )


def sent(contribution: Contribution) -> list[tuple[str, Revision]]:
    """Return the steps of the submission, each with the wording that says by whom and when: the
    first submission, a second one after a requested change, and the latest revision.
    """
    current, accepted = contribution.current, contribution.submitted
    steps = [(_("Submitted by"), contribution.came_as or accepted)]
    if contribution.was_changed_on_request:
        steps.append((_("Submitted again by"), accepted))
    if current is not accepted:
        steps.append((_("%(name)s issued by", name=current.name), current))
    return steps


def is_after(one: Meeting, other: Meeting) -> bool:
    return one.group_id == other.group_id and one.number > other.number


def compared(contribution_id: int) -> tuple[Contribution, HitQuestions | None]:
    """Return the paper with the questions about it. These are None if the radar did not respond."""
    contribution = writable(contribution_id)
    wording = wording_of(contribution)
    words, language, key = wording.words, wording.language, contribution.search_key
    if_duplicate, audiences = policy.if_duplicate(contribution), current_audiences()
    own = queries.unissued_beside(contribution, wording)
    with unlocked():
        questions = hit_questions(
            words,
            record_id=key,
            language=language,
            audiences=audiences,
            data=request.form,
            if_duplicate=if_duplicate,
            excepted=own,
        )
    return writable(contribution_id), questions


def wording_of(contribution: Contribution) -> Revision:
    return contribution.draft or contribution.current


def tell_of_withdrawal(contribution: Contribution, questions: HitQuestions) -> None:
    flash(
        _(
            "Withdrawn as a duplicate of “%(other)s”. The people who could read it can still read it.",
            other=questions.duplicates[0].work.title,
        )
    )


def submission_page(contribution: Contribution, questions: HitQuestions) -> str:
    return render_template(
        "contributions/submission.html",
        contribution=contribution,
        revision=wording_of(contribution),
        forms=questions,
    )
