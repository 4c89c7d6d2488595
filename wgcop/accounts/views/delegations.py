"""The pages on which the secretariat creates and edits delegations."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop.accounts import policy
from wgcop.accounts.actions import delegations as actions
from wgcop.accounts.blueprint import bp
from wgcop.accounts.forms import DelegationForm
from wgcop.accounts.identity import current_person
from wgcop.accounts.models import Delegation
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.web import commit_and_show, get_or_404, require
from wgcop.web.conflicts import stored_otherwise


@bp.get("/delegations/new")
def new_delegation() -> ResponseReturnValue:
    require(policy.can_administer_people(current_user))
    return render_template("accounts/delegation.html", form=DelegationForm(), delegation=None)


@bp.post("/delegations/")
def create_delegation() -> ResponseReturnValue:
    require(policy.can_administer_people(current_user))
    return save(DelegationForm(request.form), None)


@bp.get("/delegations/<int:delegation_id>")
def delegation(delegation_id: int) -> ResponseReturnValue:
    require(policy.can_administer_people(current_user))
    existing = get_or_404(Delegation, delegation_id)
    return render_template(
        "accounts/delegation.html",
        form=DelegationForm.of(existing),
        delegation=existing,
    )


@bp.post("/delegations/<int:delegation_id>")
def edit_delegation(delegation_id: int) -> ResponseReturnValue:
    require(policy.can_administer_people(current_user))
    return save(DelegationForm(request.form), get_or_404(Delegation, delegation_id))


def save(form: DelegationForm, existing: Delegation | None) -> ResponseReturnValue:
    if not form.validate():
        return render_template("accounts/delegation.html", form=form, delegation=existing), 422
    try:
        if existing:
            version = request.form.get("version", 0, type=int)
            actions.edit_delegation(existing, **form.values, version=version, by=current_person())
        else:
            actions.create_delegation(**form.values, by=current_person())
    except Outdated as outdated:
        assert existing is not None
        return outdated_page(form, existing, outdated), 409
    except Refused as error:
        db.session.rollback()
        form.form_errors.append(str(error))
        return render_template("accounts/delegation.html", form=form, delegation=existing), 409
    return commit_and_show(
        url_for("accounts.people", name=form.name.data),
        _("%(name)s is saved.", name=form.name.data),
    )


def outdated_page(form: DelegationForm, existing: Delegation, outdated: Outdated) -> str:
    """Return the form as it was typed, with what others saved meanwhile above it. Sending it again
    replaces theirs.
    """
    db.session.rollback()
    now = DelegationForm.of(existing)
    form.version.data = now.version.data
    return render_template(
        "accounts/delegation.html",
        form=form,
        delegation=existing,
        outdated=outdated,
        stored=stored_otherwise(form, now),
    )
