"""The page of the conversation between the secretariat and the source of a waiting paper, with the
actions open to either side at its end.
"""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.contributions import policy
from wgcop.contributions.access import readable
from wgcop.contributions.models import Contribution
from wgcop.contributions.subjects import about_conversation
from wgcop.contributions.talk.circles import paper_with_people
from wgcop.contributions.talk.steps import Step, steps_of
from wgcop.drafting import submission
from wgcop.drafting.forms import HoldingForm, RequestForm
from wgcop.numbering.blueprint import bp
from wgcop.threads.presenters import shown_thread
from wgcop.web import commit_and_show, require, require_sign_in


@bp.get("/contributions/<int:contribution_id>/conversation")
def conversation(contribution_id: int) -> ResponseReturnValue:
    """Show comments and events in order, and the actions open to this reader."""
    require_sign_in()
    paper = paper_with_people(contribution_id)
    if paper is None:
        raise NotFound
    return conversation_page(paper, RequestForm())


@bp.post("/contributions/<int:contribution_id>/change-requests")
def request_change(contribution_id: int) -> ResponseReturnValue:
    contribution = readable(contribution_id)
    require(policy.can_decide(current_person(), contribution))
    form = RequestForm(request.form)
    if not form.validate():
        return conversation_page(contribution, form), 422
    submission.ask_for_change(
        contribution, form.words.data, capacity=current_capacity(), by=current_person()
    )
    return commit_and_show(
        f"{contribution.work_url}/conversation",
        _("Its source has been told, and can now change the paper."),
    )


def conversation_page(paper: Contribution, form: RequestForm) -> str:
    person, capacity = current_person(), current_capacity()
    subject = about_conversation(paper, person, capacity)
    if subject is None:
        raise NotFound
    return render_template(
        "contributions/conversation.html",
        contribution=paper,
        **shown_thread(subject, person, capacity, request.args),
        steps=[(step.position, as_row(step)) for step in steps_of(paper)],
        requesting=form,
        holding=HoldingForm(),
        is_source=policy.can_see_submission(person, paper),
        may_read=policy.can_read(person, paper),
        may_ask=policy.can_ask_for_change(person, paper),
        may_decide=policy.can_decide(person, paper) and paper.is_waiting,
        may_edit=policy.can_edit(person, paper) and not paper.is_numbered,
    )


def as_row(step: Step) -> Markup:
    return Markup(render_template("contributions/_step.html", step=step))  # noqa: S704 (a template of ours, which escapes)
