"""Texts under silence: circulating one, its page, and the answers of delegations."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Form

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.models import Delegation
from wgcop.agenda import queries
from wgcop.agenda.blueprint import bp
from wgcop.bodies.models import Meeting
from wgcop.bodies.zones import zone_names
from wgcop.errors import Invalid
from wgcop.events.queries import topic_for
from wgcop.outcomes import actions, policy
from wgcop.outcomes.forms.silence import MoreTimeForm, ObjectionForm, SilenceForm
from wgcop.outcomes.silence.models import SilenceAnswer, SilenceProcedure
from wgcop.outcomes.silence.queries import procedure_of, procedures_of_meeting, takes_part
from wgcop.web import (
    commit_and_show,
    current_audiences,
    found_or_404,
    is_fragment,
    received,
    require,
)


@bp.get("/<slug>/silence/")
def silences(slug: str) -> ResponseReturnValue:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_see_silence(current_audiences()))
    return render_template(
        "meetings/silence/index.html",
        meeting=meeting,
        procedures=procedures_of_meeting(meeting),
        may_circulate=policy.can_circulate(current_person(), meeting),
    )


@bp.get("/<slug>/silence/new")
def new_silence(slug: str) -> ResponseReturnValue:
    meeting = meeting_to_lead(slug)
    item, clause = (request.args.get(name, type=received.key) for name in ("item", "clause"))
    return _new_page(meeting, _form(meeting, None, item, clause))


@bp.post("/<slug>/silence/new")
def circulate(slug: str) -> ResponseReturnValue:
    meeting = meeting_to_lead(slug)
    form = _form(meeting, request.form, request.form.get("item", type=received.key))
    if not form.validate():
        return _new_page(meeting, form), 422
    try:
        procedure = actions.circulate(
            meeting,
            form.title.data,
            form.text.data,
            form.outcome.data,
            ends_at=form.ends_at,
            zone=form.zone.data,
            place=meeting.clock_place if form.zone.data == meeting.zone else "",
            item=queries.item_of(meeting, form.item.data) if form.item.data else None,
            clause=form.chosen_clause,
            document=form.chosen_document,
            suppresses=form.suppresses.data,
            by=current_person(),
            capacity=current_capacity(),
        )
    except Invalid as error:
        form.day.errors = [str(error)]
        return _new_page(meeting, form), 422
    return commit_and_show(
        procedure, _("The text is under silence. The delegations are told by e-mail.")
    )


@bp.get("/<slug>/silence/<int:procedure_id>")
def silence(slug: str, procedure_id: int) -> ResponseReturnValue:
    procedure = readable(slug, procedure_id)
    if is_fragment():
        return render_template("meetings/silence/_standing.html", procedure=procedure)
    return _page(procedure)


@bp.post("/<slug>/silence/<int:procedure_id>/objections")
def object_to(slug: str, procedure_id: int) -> ResponseReturnValue:
    procedure = readable(slug, procedure_id)
    delegation = delegation_that_answers(procedure)
    form = ObjectionForm(request.form)
    if not form.validate():
        return _page(procedure, objection=form), 422
    actions.object_to(procedure, form.reason.data, delegation=delegation, by=current_person())
    return commit_and_show(procedure, _("Your delegation objects. The text is not adopted."))


@bp.post("/<slug>/silence/<int:procedure_id>/extensions")
def ask_for_time(slug: str, procedure_id: int) -> ResponseReturnValue:
    procedure = readable(slug, procedure_id)
    delegation = delegation_that_answers(procedure)
    form = MoreTimeForm(request.form)
    if not form.validate():
        return _page(procedure, more_time=form), 422
    try:
        actions.ask_for_time(
            procedure,
            form.until(procedure),
            form.reason.data,
            delegation=delegation,
            by=current_person(),
        )
    except Invalid as error:
        form.day.errors = [str(error)]
        return _page(procedure, more_time=form), 422
    return commit_and_show(
        procedure, _("More time is requested. Until it is granted, the clock keeps running.")
    )


@bp.post("/<slug>/silence/<int:procedure_id>/extensions/<int:answer_id>/grant")
def grant_time(slug: str, procedure_id: int, answer_id: int) -> ResponseReturnValue:
    procedure = circulated(slug, procedure_id)
    actions.grant_time(request_of(procedure, answer_id), by=current_person())
    return commit_and_show(procedure)


@bp.post("/<slug>/silence/<int:procedure_id>/extensions/<int:answer_id>/refusal")
def decline_time(slug: str, procedure_id: int, answer_id: int) -> ResponseReturnValue:
    procedure = circulated(slug, procedure_id)
    actions.decline_time(request_of(procedure, answer_id), by=current_person())
    return commit_and_show(procedure)


@bp.post("/<slug>/silence/<int:procedure_id>/withdrawal")
def withdraw_text(slug: str, procedure_id: int) -> ResponseReturnValue:
    procedure = circulated(slug, procedure_id)
    actions.withdraw_text(procedure, by=current_person())
    return commit_and_show(procedure)


def meeting_to_lead(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_circulate(current_person(), meeting))
    return meeting


def readable(slug: str, procedure_id: int) -> SilenceProcedure:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_see_silence(current_audiences()))
    return found_or_404(procedure_of(meeting, procedure_id))


def circulated(slug: str, procedure_id: int) -> SilenceProcedure:
    return found_or_404(procedure_of(meeting_to_lead(slug), procedure_id))


def delegation_that_answers(procedure: SilenceProcedure) -> Delegation:
    capacity = current_capacity()
    require(takes_part(capacity, procedure.meeting))
    return capacity.delegation  # type: ignore[union-attr, return-value] # or it would take no part


def request_of(procedure: SilenceProcedure, answer_id: int) -> SilenceAnswer:
    return found_or_404(next((each for each in procedure.requests if each.id == answer_id), None))


def _form(
    meeting: Meeting, data: object, item: int | None, clause: int | None = None
) -> SilenceForm:
    chosen = queries.item_of(meeting, item) if item else None
    return SilenceForm.of(
        data,
        meeting,
        queries.items_to_choose(meeting),
        chosen,
        queries.documents_to_choose(meeting, current_audiences()),
        clause,
    )


def _new_page(meeting: Meeting, form: SilenceForm) -> str:
    return render_template(
        "meetings/silence/new.html", meeting=meeting, form=form, zones=zone_names()
    )


def _page(
    procedure: SilenceProcedure, objection: Form | None = None, more_time: Form | None = None
) -> str:
    """Return the page of a text under silence. The number of the topic is read before the text: a
    change in between is then sent again instead of being missed.
    """
    topic = topic_for(procedure.meeting.members_topic, current_audiences())
    capacity = current_capacity()
    return render_template(
        "meetings/silence/show.html",
        procedure=procedure,
        topic=topic,
        answers_for=capacity.delegation
        if capacity and takes_part(capacity, procedure.meeting)
        else None,
        may_circulate=policy.can_circulate(current_person(), procedure.meeting),
        objection=objection or ObjectionForm(),
        more_time=more_time or MoreTimeForm(),
    )
