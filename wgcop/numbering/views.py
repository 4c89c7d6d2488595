"""Pages on which the secretariat sets the rules of a group: the numbering of its documents, and its
deadlines.
"""

from collections.abc import Callable
from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Form

from wgcop.accounts.identity import current_person
from wgcop.bodies.models import Group, Meeting
from wgcop.bodies.zones import zone_names
from wgcop.database import db
from wgcop.numbering import policy, queries
from wgcop.numbering.actions import set_group_numbers, set_meeting_numbers
from wgcop.numbering.blueprint import bp
from wgcop.numbering.deadlines.actions import set_deadlines
from wgcop.numbering.deadlines.forms import DeadlinesForm
from wgcop.numbering.deadlines.models import GroupDeadlines, rule_of
from wgcop.numbering.forms import GroupNumbersForm, MeetingNumbersForm
from wgcop.numbering.kinds import DocumentKind
from wgcop.numbering.locked_rules import OutdatedRules, version_of
from wgcop.numbering.series import (
    GroupNumbering,
    MeetingNumbering,
    Numbering,
    group_numbering,
    numbering_of,
)
from wgcop.web import commit_and_show, found_or_404, require
from wgcop.web.conflicts import stored_otherwise


@bp.get("/groups/<code>/numbers")
def group_numbers(code: str) -> ResponseReturnValue:
    group = governed(code)
    return group_numbers_page(group, group_numbers_form(group, None))


@bp.post("/groups/<code>/numbers")
def save_group_numbers(code: str) -> ResponseReturnValue:
    group = governed(code)
    form = group_numbers_form(group, request.form)
    return saved(
        form,
        partial(group_numbers_page, group, form),
        lambda: set_group_numbers(
            group,
            name=form.symbol_name.data,
            earlier=form.names,
            style=form.revision_style,
            patterns=form.patterns,
            version=sent_version(),
            by=current_person(),
        ),
        _("Saved. Documents that have a number keep their symbol."),
    )


@bp.get("/meetings/<slug>/numbers")
def meeting_numbers(slug: str) -> ResponseReturnValue:
    meeting = governed_meeting(slug)
    return meeting_numbers_page(meeting, meeting_numbers_form(meeting, None))


@bp.post("/meetings/<slug>/numbers")
def save_meeting_numbers(slug: str) -> ResponseReturnValue:
    meeting = governed_meeting(slug)
    form = meeting_numbers_form(meeting, request.form)
    return saved(
        form,
        partial(meeting_numbers_page, meeting, form),
        lambda: set_meeting_numbers(
            meeting, form.patterns, version=sent_version(), by=current_person()
        ),
        _("Saved. Documents that have a number keep their symbol."),
    )


@bp.get("/groups/<code>/deadlines")
def group_deadlines(code: str) -> ResponseReturnValue:
    group = governed(code)
    return deadlines_page(group, deadlines_form(group, None))


@bp.post("/groups/<code>/deadlines")
def save_group_deadlines(code: str) -> ResponseReturnValue:
    group = governed(code)
    form = deadlines_form(group, request.form)
    return saved(
        form,
        partial(deadlines_page, group, form),
        lambda: set_deadlines(group, form.rule, version=sent_version(), by=current_person()),
        _("Saved. It applies to papers that are submitted from now on."),
    )


def saved(
    form: Form,
    page: Callable[[Exception | None], str],
    save: Callable[[], None],
    done: str,
) -> ResponseReturnValue:
    """Save the form and confirm with the message `done`. With `preview`, only show the examples.

    If something is wrong, or somebody else has saved in the meantime, the page comes back with what
    was typed.
    """
    if not form.validate():
        return page(None), 422
    if "preview" in request.form:
        return page(None)
    try:
        save()
    except OutdatedRules as outdated:
        db.session.rollback()
        form.version.data = outdated.version
        return page(outdated), 409
    return commit_and_show(request.path, done)


def sent_version() -> int:
    """Return the version in the form: 0 if it is missing, and -1, which no stored rules have, if it
    is not a number.
    """
    return request.form.get("version", -1, type=int) if "version" in request.form else 0


def governed(code: str) -> Group:
    group = found_or_404(queries.group_called(code))
    require(policy.can_set_rules(current_person(), group))
    return group


def governed_meeting(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_called(slug))
    require(policy.can_set_rules(current_person(), meeting.group))
    return meeting


def group_numbers_form(group: Group, data: object) -> GroupNumbersForm:
    stored = db.session.get(GroupNumbering, group.id)
    return GroupNumbersForm.of(data, group, group_numbering(group), version_of(stored))


def meeting_numbers_form(meeting: Meeting, data: object) -> MeetingNumbersForm:
    stored = db.session.get(MeetingNumbering, meeting.id)
    patterns = stored.patterns if stored else {}
    return MeetingNumbersForm.of(data, meeting, patterns, version_of(stored))


def deadlines_form(group: Group, data: object) -> DeadlinesForm:
    stored = db.session.get(GroupDeadlines, group.id)
    return DeadlinesForm.of(data, rule_of(group), version_of(stored))


def group_numbers_page(
    group: Group, form: GroupNumbersForm, outdated: Exception | None = None
) -> str:
    numbering: Numbering = group_numbering(group, form.symbol_name.data)
    form.describe(numbering.occasion, form.revision_style, {})
    return render_template(
        "contributions/rules/numbers.html",
        group=group,
        form=form,
        outdated=outdated,
        stored=stored_otherwise(form, group_numbers_form(group, None)) if outdated else [],
        meetings=queries.meetings_of(group),
    )


def meeting_numbers_page(
    meeting: Meeting, form: MeetingNumbersForm, outdated: Exception | None = None
) -> str:
    numbering = numbering_of(meeting)
    usual = group_numbering(meeting.group).typed
    form.describe(
        numbering.occasion, numbering.style, {kind: usual.get(kind, "") for kind in DocumentKind}
    )
    return render_template(
        "contributions/rules/meeting_numbers.html",
        meeting=meeting,
        form=form,
        outdated=outdated,
        stored=stored_otherwise(form, meeting_numbers_form(meeting, None)) if outdated else [],
    )


def deadlines_page(group: Group, form: DeadlinesForm, outdated: Exception | None = None) -> str:
    return render_template(
        "contributions/rules/deadlines.html",
        group=group,
        form=form,
        outdated=outdated,
        stored=stored_otherwise(form, deadlines_form(group, None)) if outdated else [],
        zones=zone_names(),
        meetings=queries.meetings_of(group),
    )
