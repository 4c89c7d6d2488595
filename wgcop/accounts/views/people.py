"""The directory, the page of a person, and the secretariat's changes there."""

from typing import TypeVar

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop.accounts import policy, queries
from wgcop.accounts.actions import people as actions
from wgcop.accounts.blueprint import bp
from wgcop.accounts.forms import DirectoryForm, LastDayForm, MembershipForm, OfficeForm, choices_of
from wgcop.accounts.identity import current_person
from wgcop.accounts.models import Delegation, DelegationRole, Membership, Office, Person
from wgcop.accounts.views.colleagues import open_to
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.web import commit_and_show, found_or_404, get_or_404, require

Role = TypeVar("Role", Membership, Office)


@bp.get("/people/")
def people() -> ResponseReturnValue:
    require(policy.can_see_people(current_user))
    form = DirectoryForm(request.args)
    may_administer = policy.can_administer_people(current_user)
    return render_template(
        "accounts/people.html",
        form=form,
        directory=queries.directory(
            region=form.chosen_region, category=form.chosen_category, name=form.name.data
        ),
        deactivated=queries.deactivated_people() if may_administer else [],
        may_administer=may_administer,
        can_see_email=policy.can_see_email,
    )


@bp.get("/people/<int:person_id>")
def person(person_id: int) -> ResponseReturnValue:
    require(policy.can_see_people(current_user))
    return person_page(found_or_404(queries.person_with_roles(person_id)))


@bp.post("/people/<int:person_id>/memberships")
def add_membership(person_id: int) -> ResponseReturnValue:
    """Add the person to a delegation, or change their role in it."""
    require(policy.can_administer_people(current_user))
    person = found_or_404(queries.person_with_roles(person_id))
    form = MembershipForm(request.form, delegations=choices_of(queries.all_delegations()))
    if not form.validate():
        return person_page(person, membership_form=form), 422
    delegation = get_or_404(Delegation, int(form.delegation.data))
    actions.join_delegation(
        person,
        delegation,
        DelegationRole(form.role.data),
        by=current_person(),
        last_day=form.last_day.data,
        first_chapter=int(form.reads_before),
    )
    return commit_and_show(page_of(person_id))


@bp.post("/people/<int:person_id>/memberships/<int:membership_id>/earlier")
def open_earlier_to(person_id: int, membership_id: int) -> ResponseReturnValue:
    require(policy.can_administer_people(current_user))
    membership = role_of(person_id, Membership, membership_id)
    open_to(membership)
    return commit_and_show(page_of(person_id))


@bp.post("/people/<int:person_id>/memberships/<int:membership_id>/end")
def end_membership(person_id: int, membership_id: int) -> ResponseReturnValue:
    require(policy.can_administer_people(current_user))
    membership = role_of(person_id, Membership, membership_id)
    actions.leave_delegation(membership, by=current_person())
    return commit_and_show(page_of(person_id))


@bp.post("/people/<int:person_id>/offices")
def add_office(person_id: int) -> ResponseReturnValue:
    require(policy.can_administer_people(current_user))
    person = found_or_404(queries.person_with_roles(person_id))
    actions.refuse_if_erased(person)
    form = OfficeForm(request.form)
    if not form.validate():
        return person_page(person, office_form=form), 422
    try:
        actions.appoint(person, form.appointment, by=current_person(), last_day=form.last_day.data)
    except Refused as error:
        db.session.rollback()
        form.last_day.errors = [str(error)]
        return person_page(
            found_or_404(queries.person_with_roles(person_id)), office_form=form
        ), 409
    return commit_and_show(page_of(person_id))


@bp.post("/people/<int:person_id>/offices/<int:office_id>/end")
def end_office(person_id: int, office_id: int) -> ResponseReturnValue:
    require(policy.can_administer_people(current_user))
    office = role_of(person_id, Office, office_id)
    if office.is_inherited:
        raise Refused(
            _("This group has the secretariat of the group above it. End the office there.")
        )
    actions.end_office(office, by=current_person())
    return commit_and_show(page_of(person_id))


@bp.post("/people/<int:person_id>/deactivation")
def deactivate(person_id: int) -> ResponseReturnValue:
    require(policy.can_administer_people(current_user))
    person = get_or_404(Person, person_id)
    actions.deactivate(person, by=current_person())
    return commit_and_show(
        page_of(person_id), _("The account is deactivated and signed out everywhere."), kind="info"
    )


@bp.post("/people/<int:person_id>/reactivation")
def reactivate(person_id: int) -> ResponseReturnValue:
    require(policy.can_administer_people(current_user))
    person = get_or_404(Person, person_id)
    actions.reactivate(person, by=current_person())
    return commit_and_show(page_of(person_id), _("The person can sign in again."), kind="info")


@bp.post("/people/<int:person_id>/last-day")
def set_last_day(person_id: int) -> ResponseReturnValue:
    require(policy.can_administer_people(current_user))
    person = found_or_404(queries.person_with_roles(person_id))
    actions.refuse_if_erased(person)
    form = LastDayForm(request.form)
    if not form.validate():
        return person_page(person, last_day_form=form), 422
    try:
        actions.set_last_day(person, form.last_day.data, by=current_person())
    except Refused as error:
        form.last_day.errors = [str(error)]
        return person_page(person, last_day_form=form), 409
    return commit_and_show(page_of(person_id), _("Saved."))


def person_page(
    person: Person,
    *,
    last_day_form: LastDayForm | None = None,
    membership_form: MembershipForm | None = None,
    office_form: OfficeForm | None = None,
) -> str:
    if not policy.can_see_person(current_user, person):
        found_or_404(None)
    may_administer = policy.can_administer_people(current_user)
    delegations = choices_of(queries.all_delegations()) if may_administer else []
    return render_template(
        "accounts/person.html",
        person=person,
        shows_email=policy.can_see_email(current_user, person),
        may_administer=may_administer,
        may_deactivate=policy.can_deactivate(current_user, person),
        last_day_form=last_day_form or LastDayForm(last_day=person.last_day),
        membership_form=membership_form or MembershipForm(delegations=delegations),
        office_form=office_form or OfficeForm(),
        may_open=policy.can_open_earlier,
    )


def page_of(person_id: int) -> str:
    return url_for("accounts.person", person_id=person_id)


def role_of(person_id: int, model: type[Role], key: int) -> Role:
    """Return what a page of this person showed; refuse where somebody has ended it since then."""
    role = db.session.get(model, key)
    if role is None:
        raise Refused(_("Somebody has already ended this role."))
    return role if role.person_id == person_id else found_or_404(None)
