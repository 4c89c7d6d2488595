"""The pages of action points: the lists of a meeting and of a group, a single action point with its
events, and the forms.
"""

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_person
from wgcop.accounts.queries import all_delegations
from wgcop.agenda import queries as meetings
from wgcop.agenda.answering import again, recorded
from wgcop.agenda.blueprint import bp
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.policy import can_edit_agenda
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.errors import Invalid, Outdated
from wgcop.outcomes import actions, policy, queries
from wgcop.outcomes.action_points import STATE_NAMES, ActionPoint, ActionState
from wgcop.outcomes.forms.action_point import ActionForm, ActionReportForm
from wgcop.web import commit_and_show, current_audiences, found_or_404, require


@bp.get("/actions")
def all_actions() -> ResponseReturnValue:
    """List the action points of all meetings, filtered by `?group=` and `?state=`; without a state,
    only the open ones.
    """
    require(policy.can_read_outcomes(current_audiences()))
    groups = meetings.groups()
    group = next((each for each in groups if each.code == request.args.get("group")), None)
    named = request.args.get("state", ActionState.OPEN)
    state = next((each for each in ActionState if each == named), None)
    return render_template(
        "meetings/all_actions.html",
        groups=groups,
        group=group,
        state=state,
        state_names=STATE_NAMES,
        points=queries.action_points_of_group(group, state),
    )


@bp.get("/<slug>/actions")
def meeting_actions(slug: str) -> ResponseReturnValue:
    meeting = _readable(slug)
    return render_template(
        "meetings/actions.html",
        meeting=meeting,
        points=queries.action_points_of(meeting),
        still_due=queries.still_due(meeting),
        names=meetings.items_to_choose(meeting),
    )


@bp.get("/<slug>/actions/<int:action_id>")
def show_action(slug: str, action_id: int) -> ResponseReturnValue:
    return _action_page(_point(slug, action_id), ActionReportForm())


@bp.get("/<slug>/items/<int:item_id>/actions/new")
def new_action(slug: str, item_id: int) -> ResponseReturnValue:
    item = _led_item(slug, item_id)
    return _form_page(item, None, _form(None, None, item))


@bp.post("/<slug>/items/<int:item_id>/actions/new")
def add_action(slug: str, item_id: int) -> ResponseReturnValue:
    item = _led_item(slug, item_id)
    form = _form(request.form, None, item)
    if not form.validate():
        return again(form, _form_page(item, None, form))
    actions.add_action_point(item, form.facts, by=current_person())
    db.session.commit()
    return recorded(f"{item.url}#item-actions")


@bp.get("/<slug>/actions/<int:action_id>/edit")
def edit_action(slug: str, action_id: int) -> ResponseReturnValue:
    point = _led(slug, action_id)
    return _form_page(point.item, point, _form(None, point, point.item))


@bp.post("/<slug>/actions/<int:action_id>/edit")
def change_action(slug: str, action_id: int) -> ResponseReturnValue:
    point = _led(slug, action_id)
    form = _form(request.form, point, point.item)
    if not form.validate():
        return _form_page(point.item, point, form), 422
    version = request.form.get("version", 0, type=int)
    try:
        actions.change_action_point(point, form.facts, version=version, by=current_person())
    except Outdated as outdated:
        return _form_page(point.item, point, form, outdated), 409
    return commit_and_show(point)


@bp.post("/<slug>/actions/<int:action_id>/completion")
def complete_action(slug: str, action_id: int) -> ResponseReturnValue:
    return _report(_own(slug, action_id), actions.complete_action_point)


@bp.post("/<slug>/actions/<int:action_id>/reopening")
def reopen_action(slug: str, action_id: int) -> ResponseReturnValue:
    return _report(_own(slug, action_id), actions.reopen_action_point)


@bp.post("/<slug>/actions/<int:action_id>/dropping")
def drop_action(slug: str, action_id: int) -> ResponseReturnValue:
    return _report(_led(slug, action_id), actions.drop_action_point)


def _report(point: ActionPoint, become: Callable[..., None]) -> ResponseReturnValue:
    form = ActionReportForm(request.form)
    if not form.validate():
        return _action_page(point, form), 422
    try:
        become(point, form.remark.data, by=current_person())
    except Invalid as invalid:
        form.remark.errors = [str(invalid)]
        return _action_page(point, form), 422
    return commit_and_show(point)


def _readable(slug: str) -> Meeting:
    meeting = found_or_404(meetings.meeting_by_slug(slug))
    require(policy.can_read_outcomes(current_audiences()))
    return meeting


def _point(slug: str, action_id: int) -> ActionPoint:
    return found_or_404(queries.action_point(_readable(slug), action_id))


def _led(slug: str, action_id: int) -> ActionPoint:
    point = _point(slug, action_id)
    require(can_edit_agenda(current_person(), point.item.meeting))
    return point


def _led_item(slug: str, item_id: int) -> AgendaItem:
    meeting = _readable(slug)
    require(can_edit_agenda(current_person(), meeting))
    return found_or_404(meetings.item_of(meeting, item_id))


def _own(slug: str, action_id: int) -> ActionPoint:
    point = _point(slug, action_id)
    require(policy.can_report_on(current_person(), point))
    return point


def _form(data: object, point: ActionPoint | None, item: AgendaItem) -> ActionForm:
    return ActionForm.of(
        data,
        point,
        all_delegations(),
        queries.people_to_ask(),
        earliest=item.meeting.starts_on,
    )


def _form_page(
    item: AgendaItem,
    point: ActionPoint | None,
    form: ActionForm,
    outdated: Exception | None = None,
) -> str:
    """Return the page of the form. After a conflict the form contains what was typed; sending it
    again replaces what others saved.
    """
    if point:
        form.version.data = str(point.version)
    return render_template(
        "meetings/edit_action.html",
        item=item,
        name_of_item=meetings.name_of_item(item),
        point=point,
        form=form,
        outdated=outdated,
    )


def _action_page(point: ActionPoint, form: ActionReportForm) -> str:
    return render_template(
        "meetings/action.html",
        point=point,
        name_of_item=meetings.name_of_item(point.item),
        form=form,
        may_report=policy.can_report_on(current_person(), point),
        may_lead=can_edit_agenda(current_person(), point.item.meeting),
    )
