"""The page of the regional groups: everybody reads who belongs to them, the secretariat keeps the
list, and the heads of their delegations name coordinators.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from wgcop.accounts import delegation_names, policy, queries, regional_members
from wgcop.accounts.actions import regional as actions
from wgcop.accounts.blueprint import bp
from wgcop.accounts.forms import CoordinatorForm, MemberStatesForm
from wgcop.accounts.identity import current_person
from wgcop.accounts.models import Delegation
from wgcop.accounts.regional import RegionalCoordinator, RegionalGroup, regional_group
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.i18n import comma
from wgcop.web import commit_and_show, found_or_404, get_or_404, require

NO_FORMS: Mapping[str, Any] = {}


@bp.get("/regional-groups")
def regional_groups() -> ResponseReturnValue:
    require(policy.can_see_people(current_user))
    return groups_page()


@bp.post("/regional-groups/<key>/members")
def add_to_group(key: str) -> ResponseReturnValue:
    group = group_at(key)
    require(policy.can_administer_people(current_user))
    form = MemberStatesForm(request.form, prefix=key)
    if not form.validate():
        return groups_page({key: form}), 422
    known = queries.all_delegations()
    named = {typed: delegation_names.find(typed, known) for typed in form.names.data}
    unknown = [typed for typed, delegation in named.items() if delegation is None]
    if unknown:
        form.names.errors = [_not_found(typed, known) for typed in unknown]
        return groups_page({key: form}), 422
    try:
        actions.join_groups([each for each in named.values() if each], group, by=current_person())
    except Refused as error:
        db.session.rollback()
        form.names.errors = [str(error)]
        return groups_page({key: form}), 409
    return commit_and_show(_place(group))


@bp.post("/regional-groups/<key>/members/<int:delegation_id>/end")
def end_in_group(key: str, delegation_id: int) -> ResponseReturnValue:
    group = group_at(key)
    require(policy.can_administer_people(current_user))
    delegation = get_or_404(Delegation, delegation_id)
    actions.leave_group(delegation, group, by=current_person())
    message = _(
        "%(delegation)s is no longer a member of %(group)s.",
        delegation=delegation.shown_name,
        group=group.code,
    )
    return commit_and_show(_place(group), message, kind="info")


@bp.post("/regional-groups/<key>/coordinators")
def name_coordinator(key: str) -> ResponseReturnValue:
    group = group_at(key)
    require(policy.can_name_coordinators(current_person(), group))
    groups = regional_members.all_groups()
    candidates = next(each.candidates for each in groups if each.group is group)
    form = CoordinatorForm(request.form, prefix=key, people=candidates)
    if not form.validate():
        return groups_page(coordinator_forms={key: form}), 422
    membership = next(each for each in candidates if str(each.id) == form.member.data)
    actions.name_coordinator(membership, group, by=current_person())
    return commit_and_show(_place(group))


@bp.post("/regional-groups/<key>/coordinators/<int:coordinator_id>/end")
def end_coordinator(key: str, coordinator_id: int) -> ResponseReturnValue:
    group = group_at(key)
    require(policy.can_name_coordinators(current_person(), group))
    coordinator = get_or_404(RegionalCoordinator, coordinator_id)
    if coordinator.group_key != group.key:
        found_or_404(None)
    actions.end_coordinator(coordinator, by=current_person())
    return commit_and_show(_place(group))


def group_at(key: str) -> RegionalGroup:
    group = regional_group(key)
    if group is None:
        raise NotFound
    return group


def groups_page(
    members_forms: Mapping[str, MemberStatesForm] = NO_FORMS,
    coordinator_forms: Mapping[str, CoordinatorForm] = NO_FORMS,
) -> str:
    """Render the page. Forms that were sent, by the key of their group, are shown again."""
    person, groups = current_person(), regional_members.all_groups()
    keys = {each.group.key: each for each in groups}
    return render_template(
        "accounts/regional_groups.html",
        groups=groups,
        may_administer=policy.can_administer_people(person),
        may_name=lambda group: policy.can_name_coordinators(person, group),
        members_forms={key: MemberStatesForm(prefix=key) for key in keys} | dict(members_forms),
        coordinator_forms={
            key: CoordinatorForm(prefix=key, people=each.candidates) for key, each in keys.items()
        }
        | dict(coordinator_forms),
    )


def _place(group: RegionalGroup) -> str:
    return url_for("accounts.regional_groups", _anchor=group.key)


def _not_found(typed: str, known: Sequence[Delegation]) -> str:
    near = delegation_names.near(typed, known)
    if near:
        return _(
            "There is no delegation “%(name)s”. Similar names: %(near)s.",
            name=typed,
            near=comma().join(near),
        )
    return _("There is no delegation “%(name)s”.", name=typed)
