"""The page on which a delegation sees its people, and its heads invite colleagues and name deputies."""

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from wgcop import translator
from wgcop.accounts import policy, queries
from wgcop.accounts.actions import delegations, invitations
from wgcop.accounts.actions import people as actions
from wgcop.accounts.blueprint import bp
from wgcop.accounts.forms import ColleagueForm
from wgcop.accounts.identity import current_capacity, current_person, require_same_capacity
from wgcop.accounts.models import Delegation, Invitation, Membership
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.web import (
    commit_and_show,
    form_is_stored,
    found_or_404,
    get_or_404,
    require,
    uncached,
)


@bp.get("/delegation/people")
def own_delegation() -> ResponseReturnValue:
    return people_page(spoken_for())


@bp.post("/delegation/people/invitations")
def invite_colleague() -> ResponseReturnValue:
    """Invite a colleague. The answer shows the link once, because only its hash is kept."""
    delegation, form = led(), ColleagueForm(request.form)
    if not form.validate():
        return people_page(delegation, form), 422
    try:
        invited = invitations.invite_colleague(
            form.email.data,
            name=form.name.data or "",
            delegation=delegation,
            last_day=form.last_day.data,
            reads_before=form.reads_before,
            by=current_person(),
        )
    except Refused as error:
        db.session.rollback()
        form.email.errors = [str(error)]
        return people_page(spoken_for(), form), 409
    db.session.commit()
    form_is_stored()
    return people_page(delegation, invited=invited)


@bp.post("/delegation/people/invitations/<int:invitation_id>/withdrawal")
def withdraw_colleague(invitation_id: int) -> ResponseReturnValue:
    delegation = led()
    invitation = get_or_404(Invitation, invitation_id)
    if invitation.delegation_id != delegation.id:
        found_or_404(None)
    require(policy.can_withdraw_colleague(current_person(), invitation))
    invitations.withdraw(invitation, by=current_person())
    email = invitation.email
    return commit_and_show(
        url_for("accounts.own_delegation"),
        _("The invitation to %(email)s is withdrawn; its link no longer works.", email=email),
        kind="info",
    )


@bp.post("/delegation/people/<int:membership_id>/deputy")
def name_deputy(membership_id: int) -> ResponseReturnValue:
    membership = member(membership_id)
    if not policy.has_deputies(membership.delegation):
        raise Refused(_("Only Member States and Sector Members record positions."))
    actions.name_deputy(membership, by=current_person())
    return commit_and_show(url_for("accounts.own_delegation"))


@bp.post("/delegation/people/<int:membership_id>/deputy/end")
def end_deputy(membership_id: int) -> ResponseReturnValue:
    actions.end_deputy(member(membership_id), by=current_person())
    return commit_and_show(url_for("accounts.own_delegation"))


@bp.post("/delegation/people/<int:membership_id>/earlier")
def open_earlier(membership_id: int) -> ResponseReturnValue:
    membership = member(membership_id)
    open_to(membership)
    return commit_and_show(url_for("accounts.own_delegation"))


@bp.post("/delegation/people/translation")
def allow_translation() -> ResponseReturnValue:
    delegation = led()
    if translator.address() is None:
        raise NotFound
    delegations.allow_translation(delegation, by=current_person())
    return commit_and_show(url_for("accounts.own_delegation"))


@bp.post("/delegation/people/translation/end")
def end_translation() -> ResponseReturnValue:
    delegations.end_translation(led(), by=current_person())
    return commit_and_show(url_for("accounts.own_delegation"))


def open_to(membership: Membership) -> None:
    """Open earlier chapters of the delegation to this member, as far as the reader may."""
    person = current_person()
    require(policy.can_open_earlier(person, membership))
    actions.open_earlier(membership, policy.chapter_to_open(person, membership), by=person)


def spoken_for() -> Delegation:
    """Return the delegation for which the person speaks."""
    capacity = current_capacity()
    require(
        capacity is not None and capacity.delegation is not None,
        _("This page is for people who speak for a delegation."),
    )
    assert capacity and capacity.delegation
    require_same_capacity(capacity)
    return capacity.delegation


def led() -> Delegation:
    delegation = spoken_for()
    require(policy.can_lead_delegation(current_person(), delegation))
    return delegation


def member(membership_id: int) -> Membership:
    """Return a membership of the delegation that the person leads."""
    delegation = led()
    membership = get_or_404(Membership, membership_id)
    if membership.delegation_id != delegation.id:
        found_or_404(None)
    return membership


def people_page(
    delegation: Delegation,
    form: ColleagueForm | None = None,
    *,
    invited: invitations.Invited | None = None,
) -> Response:
    leads = policy.can_lead_delegation(current_person(), delegation)
    return uncached(
        render_template(
            "accounts/own_delegation.html",
            delegation=delegation,
            memberships=queries.memberships_of(delegation),
            leads=leads,
            names_deputies=leads and policy.has_deputies(delegation),
            open_invitations=queries.open_invitations_to(delegation) if leads else [],
            may_withdraw=policy.can_withdraw_colleague,
            may_open=policy.can_open_earlier,
            form=form or ColleagueForm(),
            invited=invited,
        )
    )
