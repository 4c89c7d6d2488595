"""The list of papers, the work on one of them, and each change of its state."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop import paper
from wgcop.accounts.identity import current_person
from wgcop.bodies.models import Meeting, Moment
from wgcop.contributions import actions, policy, queries
from wgcop.contributions.agendas import agendas
from wgcop.contributions.cover import FIELD_NAMES
from wgcop.contributions.forms import AnswerForm, DrafterForm, HoldingForm
from wgcop.contributions.models import Contribution
from wgcop.contributions.obstacles import obstacles_to
from wgcop.contributions.revisions import Revision
from wgcop.contributions.views import bp
from wgcop.contributions.views.access import listening, readable
from wgcop.db import db
from wgcop.languages import LANGUAGE_NAMES
from wgcop.radar.queries import links_of
from wgcop.web import current_audiences, require


@bp.get("/contributions/")
def index() -> ResponseReturnValue:
    """`?meeting=` chooses whose documents are listed; without it the meeting that is on or comes next. `?page=` is a part of them."""
    require(policy.can_list(current_user))
    meetings = queries.meetings_to_choose()
    meeting = chosen(meetings)
    audiences = current_audiences()
    page = request.args.get("page", 1, type=int)
    topics = [meeting.members_topic] if meeting else []
    topics += [each.officers_topic for each in meetings if each.moment != Moment.PAST]
    return render_template(
        "contributions/index.html",
        meetings=meetings,
        meeting=meeting,
        part=queries.documents(meeting, audiences, page=page) if meeting else None,
        desk=queries.desk(audiences),
        is_officer=any(each.group.officers in audiences for each in meetings),
        may_draft=policy.can_draft(current_person()),
        topics=listening(*topics),
    )


@bp.get("/contributions/<int:contribution_id>")
def show(contribution_id: int) -> ResponseReturnValue:
    """What is being written, exactly as it will look; a numbered document has its own address."""
    contribution = readable(contribution_id)
    person = current_person()
    require(policy.can_read(person, contribution))
    may_read_draft = policy.can_read_draft(person, contribution)
    revision = contribution.draft if may_read_draft and contribution.is_being_written else None
    if revision is None and contribution.is_numbered:
        return redirect(contribution.url, 303)
    return work_page(contribution, revision or contribution.current)


@bp.post("/contributions/<int:contribution_id>/acceptance")
def accept(contribution_id: int) -> ResponseReturnValue:
    contribution = readable(contribution_id)
    person = current_person()
    require(policy.can_decide(person, contribution))
    actions.accept(contribution, by=person)
    db.session.commit()
    flash(_("Accepted as %(symbol)s.", symbol=contribution.symbol), "success")
    return redirect(contribution.url, 303)


@bp.post("/contributions/<int:contribution_id>/holding")
def hold(contribution_id: int) -> ResponseReturnValue:
    contribution = readable(contribution_id)
    require(policy.can_decide(current_person(), contribution))
    form = HoldingForm(request.form)
    if not form.validate():
        return work_page(contribution, contribution.current, holding=form), 422
    actions.hold(contribution, form.reason.data, by=current_person())
    db.session.commit()
    return redirect(contribution.work_url, 303)


@bp.post("/contributions/<int:contribution_id>/withdrawal")
def withdraw(contribution_id: int) -> ResponseReturnValue:
    contribution = readable(contribution_id)
    person = current_person()
    require(policy.may_withdraw(person, contribution))
    actions.withdraw(contribution, by=person)
    db.session.commit()
    flash(_("Withdrawn. The people who could read it can still read it."))
    return redirect(contribution.url, 303)


@bp.post("/contributions/<int:contribution_id>/revisions")
def revise(contribution_id: int) -> ResponseReturnValue:
    contribution = readable(contribution_id)
    require(policy.can_write(current_person(), contribution))
    actions.revise(contribution, by=current_person())
    db.session.commit()
    return redirect(f"{contribution.work_url}/edit", 303)


def chosen(meetings: Sequence[Meeting]) -> Meeting | None:
    wanted = request.args.get("meeting")
    if named := next((m for m in meetings if m.slug == wanted), None):
        return named
    coming = [meeting for meeting in meetings if meeting.moment != Moment.PAST]
    return coming[-1] if coming else next(iter(meetings), None)


def work_page(
    contribution: Contribution,
    revision: Revision,
    *,
    holding: HoldingForm | None = None,
    naming: DrafterForm | None = None,
    answering: AnswerForm | None = None,
) -> str:
    person = current_person()
    is_draft = revision.submitted_at is None
    return render_template(
        "contributions/show.html",
        **paper_of(contribution, revision),
        holding=holding or HoldingForm(),
        naming=naming or DrafterForm(),
        answering=answering or AnswerForm(wording=revision.fingerprint),
        may_edit=is_draft and policy.can_edit(person, contribution),
        may_write=policy.can_write(person, contribution),
        obstacles=obstacles_to(revision, by=person) if is_draft else [],
        to_answer=[s for s in revision.sources if is_draft and policy.can_answer(person, s)],
        colleagues=queries.colleagues(contribution, person),
        may_withdraw=policy.can_withdraw(person, contribution),
        may_decide=policy.can_decide(person, contribution),
        field_names=FIELD_NAMES,
        topics=listening(person.topic, contribution.meeting.officers_topic),
    )


def paper_of(contribution: Contribution, revision: Revision) -> dict[str, object]:
    """What the cover and the text need."""
    return {
        "contribution": contribution,
        "revision": revision,
        "body": paper.to_html(revision.text),
        "items": agendas().places_of(contribution),
        "prior_work": links_of(contribution.search_key, current_audiences()),
        "decide_url": f"{contribution.work_url}/submission"
        if policy.can_write(current_person(), contribution)
        else None,
        "language_name": LANGUAGE_NAMES.get(revision.language, revision.language),
    }
