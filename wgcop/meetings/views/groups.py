"""The list of groups, a group's page, and setting groups up."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.accounts.queries import all_delegations
from wgcop.agenda import policy
from wgcop.agenda.blueprint import bp
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.queries import item_of, meeting_by_slug
from wgcop.bodies.group_fields import FIELDS
from wgcop.bodies.models import Group
from wgcop.errors import Outdated
from wgcop.fields.showing import shown_facts
from wgcop.following.public_feed import FeedThing, answer_feed
from wgcop.meetings import actions
from wgcop.meetings.forms.group import GroupForm, SmallGroupForm
from wgcop.meetings.groups import queries
from wgcop.meetings.groups.facts import GroupFacts
from wgcop.web import commit_and_show, current_audiences, found_or_404, limiter, public, require
from wgcop.web.conflicts import stored_otherwise

groups = Blueprint("groups", __name__, url_prefix="/groups")


@groups.get("/")
@public
def index() -> ResponseReturnValue:
    rows = queries.group_rows(current_audiences())
    return render_template(
        "groups/index.html",
        working=[row for row in rows if not row.group.is_closed],
        closed=[row for row in rows if row.group.is_closed],
        may_set_up=policy.can_keep_groups(current_person()),
    )


@groups.get("/<code>/feed.atom")
@public  # reports only what guests may read
@limiter.limit("60 per minute")
def feed(code: str) -> Response:
    group = found_or_404(queries.group_by_code(code))
    return answer_feed(
        FeedThing(
            name=f"group:{group.code}",
            title=group.name,
            page=group.url,
            chosen={"body": (group.code,)},
        )
    )


@groups.get("/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    group = found_or_404(queries.group_by_code(code))
    reader, audiences = current_person(), current_audiences()
    item = queries.item_of_group(group)
    sees_people = policy.can_see_officers_and_members(audiences)
    return render_template(
        "groups/show.html",
        group=group,
        item=item if item and policy.can_read_agenda(audiences, item.meeting) else None,
        officers=queries.officers_of(group) if sees_people else None,
        members=queries.members_of(group) if sees_people else None,
        facts=shown_facts(group, FIELDS),
        below=queries.groups_below(group),
        meetings=queries.meetings_of_group(group),
        rules=queries.paper_rules(group),
        may_keep=policy.can_keep_group(reader, group),
        may_arrange=policy.can_arrange(reader, group),
        may_set_rules=policy.can_keep_groups(reader),
    )


@groups.get("/new")
def new() -> ResponseReturnValue:
    require(policy.can_keep_groups(current_person()))
    return _new_page(_form_to_create(None))


@groups.post("/new")
def create() -> ResponseReturnValue:
    require(policy.can_keep_groups(current_person()))
    form = _form_to_create(request.form)
    if not form.validate():
        return _new_page(form), 422
    group = actions.create_group(form.code.data, form.facts, by=current_person())
    return commit_and_show(group)


@groups.get("/<code>/edit")
def edit(code: str) -> ResponseReturnValue:
    group = kept(code)
    return _edit_page(group, _form_to_change(None, group))


@groups.post("/<code>/edit")
def change(code: str) -> ResponseReturnValue:
    group = kept(code)
    form = _form_to_change(request.form, group)
    if not form.validate():
        return _edit_page(group, form), 422
    version = request.form.get("version", 0, type=int)
    try:
        actions.change_group(group, form.facts, version=version, by=current_person())
    except Outdated as outdated:
        return _edit_page(group, form, outdated), 409
    return commit_and_show(group, _("The group was changed."))


@groups.post("/<code>/closure")
def close(code: str) -> ResponseReturnValue:
    group = kept(code)
    actions.close_group(group, by=current_person())
    return commit_and_show(group, _("The group is closed. Its meetings and documents stay."))


@groups.post("/<code>/reopening")
def reopen(code: str) -> ResponseReturnValue:
    group = kept(code)
    actions.reopen_group(group, by=current_person())
    return commit_and_show(group)


@bp.get("/<slug>/items/<int:item_id>/groups/new")
def new_small_group(slug: str, item_id: int) -> ResponseReturnValue:
    return render_template(
        "groups/on_item.html", item=item_to_work_on(slug, item_id), form=SmallGroupForm()
    )


@bp.post("/<slug>/items/<int:item_id>/groups/new")
def set_up_small_group(slug: str, item_id: int) -> ResponseReturnValue:
    item = item_to_work_on(slug, item_id)
    form = SmallGroupForm(request.form)
    if not form.validate():
        return render_template("groups/on_item.html", item=item, form=form), 422
    group = actions.set_up_on_item(item, form.kind.data, form.leaders.people, by=current_person())
    return commit_and_show(group, _("The group is set up. Say here when it meets."))


def kept(code: str) -> Group:
    group = found_or_404(queries.group_by_code(code))
    require(policy.can_keep_group(current_person(), group))
    return group


def item_to_work_on(slug: str, item_id: int) -> AgendaItem:
    """Return the item on which an editor of the agenda sets up a group."""
    meeting = found_or_404(meeting_by_slug(slug))
    require(policy.can_edit_agenda(current_person(), meeting))
    return found_or_404(item_of(meeting, item_id))


def _form_to_create(data: object) -> GroupForm:
    return GroupForm.to_create(
        data, queries.working_groups(), queries.questions(), all_delegations()
    )


def _form_to_change(data: object, group: Group) -> GroupForm:
    leaders, deputies = queries.leaders_of(group)
    members = queries.members_of(group)
    facts = GroupFacts(
        **{each.name: getattr(group, each.name) for each in FIELDS},
        parent=group.parent,
        question=group.question,
        leaders=tuple(leaders),
        deputies=tuple(deputies),
        open_to_all=group.open_to_all,
        delegations=tuple(each.delegation for each in members if each.delegation),
        people=tuple(each.person for each in members if each.person),
    )
    return GroupForm.to_change(data, group, facts, queries.questions(), all_delegations())


def _new_page(form: GroupForm) -> str:
    return render_template("groups/new.html", form=form, fields=FIELDS)


def _edit_page(group: Group, form: GroupForm, outdated: Exception | None = None) -> str:
    """Return the page of the form. After a conflict the form contains what was typed; sending it
    again replaces what others saved.
    """
    form.version.data = str(group.version)
    return render_template(
        "groups/edit.html",
        group=group,
        form=form,
        fields=FIELDS,
        outdated=outdated,
        stored=stored_otherwise(form, _form_to_change(None, group)) if outdated else [],
    )
