"""The queue of proposed entries, and the decision on each."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.errors import Invalid
from wgcop.initiatives import policy, queries
from wgcop.initiatives.blueprint import bp, may_edit
from wgcop.initiatives.models import Initiative
from wgcop.initiatives.namesakes import namesakes
from wgcop.initiatives.proposing import actions
from wgcop.initiatives.views.entries import may
from wgcop.initiatives.views.finding import entry_or_404
from wgcop.web import commit_and_show, current_audiences, require, require_sign_in


@bp.get("/initiatives/proposed")
def proposals() -> ResponseReturnValue:
    """Show the proposals: all of them to the secretariat, to everybody else their own."""
    require_sign_in()
    person = current_person()
    return render_template(
        "initiatives/proposed.html",
        waiting=queries.waiting(person),
        decided=queries.decided_on(person),
        decides=policy.can_edit_registry(person),
        may_propose=policy.can_propose(person),
    )


@bp.post("/initiatives/<slug>/acceptance")
def accept(slug: str) -> ResponseReturnValue:
    initiative = entry_or_404(slug)
    require(may_edit())
    actions.accept(initiative, version=shown_version(), by=current_person())
    return commit_and_show(
        initiative, _("In the registry now, as %(reference)s.", reference=initiative.reference)
    )


@bp.get("/initiatives/<slug>/declination")
def declining(slug: str) -> ResponseReturnValue:
    initiative = entry_or_404(slug)
    require(may_edit())
    return decline_page(initiative)


@bp.post("/initiatives/<slug>/declination")
def decline(slug: str) -> ResponseReturnValue:
    initiative = entry_or_404(slug)
    require(may_edit())
    reason = request.form.get("reason", "")
    try:
        actions.decline(initiative, reason, version=shown_version(), by=current_person())
    except Invalid as error:
        return decline_page(initiative, str(error)), 422
    return commit_and_show(initiative, _("Declined. The person who proposed it is told why."))


@bp.post("/initiatives/<slug>/withdrawal")
def withdraw(slug: str) -> ResponseReturnValue:
    initiative = entry_or_404(slug)
    require(may(policy.has_proposed, initiative))
    actions.withdraw(initiative, by=current_person())
    return commit_and_show(initiative, _("Withdrawn. You can propose it again."))


def decline_page(initiative: Initiative, problem: str = "") -> str:
    same = namesakes(
        initiative.name,
        initiative.acronym,
        initiative.lead,
        audiences=current_audiences(),
        besides=initiative.id,
    )
    return render_template(
        "initiatives/decline.html", initiative=initiative, problem=problem, same=same
    )


def shown_version() -> int:
    return request.form.get("version", 0, type=int)
