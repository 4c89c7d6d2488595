"""The list of meetings, a meeting's page, and arranging one."""

from collections.abc import Sequence

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.agenda import policy, queries
from wgcop.agenda.agendas import agenda_of
from wgcop.agenda.answering import edits_agenda, topic_of_agenda
from wgcop.agenda.blueprint import bp
from wgcop.agenda.meeting_fields import FIELDS
from wgcop.agenda.missing import (
    missing_agenda,
    missing_in_arrangements,
    missing_publication,
    missing_report,
)
from wgcop.agenda.proposed.queries import number_waiting
from wgcop.agenda.undo_offers import undo_offer
from wgcop.bodies.models import Group, Meeting, Moment
from wgcop.bodies.zones import zone_names
from wgcop.errors import Outdated
from wgcop.events.queries import topic_for
from wgcop.following.public_feed import FeedThing, answer_feed
from wgcop.meetings import actions
from wgcop.meetings.forms.meeting import MeetingForm
from wgcop.meetings.groups.queries import (
    NOTHING,
    DayOfMeetings,
    all_at_same_time,
    at_same_time,
    days_of_meetings,
    own,
    working_groups,
)
from wgcop.meetings.heads import head_of
from wgcop.meetings.presenters import shown_agenda
from wgcop.outcomes.policy import can_read_outcomes
from wgcop.outcomes.queries import deferred_before, still_due
from wgcop.records.record import record_of, report_already
from wgcop.registration.queries import registration_of
from wgcop.web import (
    commit_and_show,
    current_audiences,
    found_or_404,
    is_fragment,
    limiter,
    public,
    require,
)
from wgcop.web.kept import present_stamp


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    may_arrange = policy.can_arrange_meetings(current_person())
    if request.args.get("by") == "day":
        return render_template(
            "meetings/index.html", days=_days_of_meetings(), may_arrange=may_arrange
        )
    meetings = queries.meetings()
    ahead = [*meetings.now, *meetings.coming]
    return render_template(
        "meetings/index.html",
        meetings=meetings,
        same_time=all_at_same_time(ahead, current_audiences()),
        days=None,
        may_arrange=may_arrange,
    )


@bp.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    audiences = current_audiences()
    at = present_stamp()
    meeting = found_or_404(queries.meeting_by_slug(slug))
    topic = topic_of_agenda(meeting)
    may_read = policy.can_read_agenda(audiences, meeting)
    may_arrange = policy.can_arrange(current_person(), meeting.group)
    may_edit = policy.can_edit_agenda(current_person(), meeting)
    agenda = agenda_of(meeting, audiences) if may_read and may_edit else None
    missing = missing_in_arrangements(meeting) if may_arrange else []
    if may_edit and agenda and not agenda.rows:
        missing.append(missing_agenda(meeting))
    head = head_of(meeting, audiences)
    if may_edit and agenda and agenda.rows and head.is_agenda_late:
        missing.append(missing_publication(meeting))
    is_ahead = meeting.moment != Moment.PAST
    record = record_of(meeting, audiences)
    may_compose = policy.can_compose_report(current_person(), meeting)
    if may_compose and record and record.report is None:
        missing.append(missing_report(meeting))
    # A meeting that ends early is reported before its last day is over, when it has no record yet.
    report = report_already(meeting) if head.for_members else None
    return render_template(
        "meetings/show.html",
        head=head,
        meeting=meeting,
        topic=topic,
        may_read=may_read,
        agenda=agenda,
        shown_agenda=shown_agenda(meeting, audiences, at) if may_read and not agenda else None,
        record=record,
        report=report,
        may_compose=may_compose,
        same_time=at_same_time(meeting, audiences),
        may_arrange=may_arrange,
        may_edit=may_edit,
        by_chair=policy.edits_by_chair(current_person(), meeting),
        edits=edits_agenda(meeting),
        missing=missing,
        still_due=still_due(meeting) if can_read_outcomes(audiences) and is_ahead else (),
        deferred=deferred_before(meeting) if may_edit and is_ahead else (),
        undo=undo_offer(meeting, current_person()) if may_edit else None,
        may_propose=policy.can_propose(current_person()),
        proposals=topic_for(meeting.proposals_topic, audiences) if may_edit else None,
        waiting=number_waiting(meeting) if may_edit else 0,
        registration=(
            registration_of(meeting, current_person())
            if policy.can_register(current_person())
            else None
        ),
    )


@bp.get("/<slug>/feed.atom")
@public  # reports only what guests may read
@limiter.limit("60 per minute")
def feed(slug: str) -> Response:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    records = [
        meeting.search_key,
        *(item.search_key for item in queries.items_of(meeting).values()),
    ]
    return answer_feed(
        FeedThing(
            name=meeting.topic,
            title=meeting.title,
            page=meeting.url,
            records=frozenset(records),
        )
    )


@bp.get("/<slug>/head")
@public
def head(slug: str) -> ResponseReturnValue:
    """Return the top of the page, for a script that replaces an outdated one."""
    meeting = found_or_404(queries.meeting_by_slug(slug))
    if not is_fragment():
        return redirect(meeting.url, 303)
    return render_template("meetings/_head.html", head=head_of(meeting, current_audiences()))


@bp.get("/new")
def new() -> ResponseReturnValue:
    groups = groups_that_may_meet()
    return _new_page(_form_to_create(None, groups))


@bp.post("/new")
def create() -> ResponseReturnValue:
    offered = groups_that_may_meet()
    form = _form_to_create(request.form, offered)
    groups = {group.id: group for group in offered}
    if (
        form.validate()
        and form.number.data
        and queries.is_number_used(groups[form.group.data], form.number.data)
    ):
        form.number.errors = [_("The group already has a meeting with this number.")]
    if form.errors:
        return _new_page(form), 422
    meeting = actions.create_meeting(
        groups[form.group.data], form.arrangements, number=form.number.data, by=current_person()
    )
    return commit_and_show(meeting)


@bp.get("/<slug>/edit")
def edit(slug: str) -> ResponseReturnValue:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_arrange(current_person(), meeting.group))
    return _edit_page(meeting, MeetingForm.to_change(None, meeting))


@bp.post("/<slug>/edit")
def change(slug: str) -> ResponseReturnValue:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_arrange(current_person(), meeting.group))
    form = MeetingForm.to_change(request.form, meeting)
    if not form.validate():
        return _edit_page(meeting, form), 422
    version = request.form.get("version", 0, type=int)
    try:
        actions.change_meeting(meeting, form.arrangements, version=version, by=current_person())
    except Outdated as outdated:
        return _edit_page(meeting, form, outdated), 409
    return commit_and_show(
        meeting, _("The meeting was changed. People who have its page open see it now.")
    )


def _days_of_meetings() -> list[DayOfMeetings]:
    reader = current_person()
    mine = own(reader) if policy.can_register(reader) else NOTHING
    return days_of_meetings(current_audiences(), mine)


def groups_that_may_meet() -> list[Group]:
    """Return the groups for which this reader may arrange a meeting, or only the one that the
    address names. Refuse the request if there is no such group.
    """
    asked = request.args.get("group")
    every = [each for each in working_groups() if asked in (None, each.code)]
    allowed = [each for each in every if policy.can_arrange(current_person(), each)]
    require(bool(allowed))
    return allowed


def _form_to_create(data: object, groups: Sequence[Group]) -> MeetingForm:
    """Return an empty form. It suggests the next number if there is only one group."""
    number = queries.next_number(groups[0]) if len(groups) == 1 else None
    return MeetingForm.to_create(data, groups, number)


def _new_page(form: MeetingForm) -> str:
    return render_template("meetings/new.html", form=form, fields=FIELDS, zones=zone_names())


def _edit_page(meeting: Meeting, form: MeetingForm, outdated: Exception | None = None) -> str:
    """Return the page of the form. After a conflict the form contains what was typed; sending it
    again replaces what others saved.
    """
    form.version.data = str(meeting.version)
    return render_template(
        "meetings/edit.html",
        meeting=meeting,
        form=form,
        fields=FIELDS,
        zones=zone_names(),
        outdated=outdated,
    )
