"""Recording that a resolution was suppressed, by what and when."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from wgcop.accounts.identity import current_person
from wgcop.database import db
from wgcop.errors import Outdated
from wgcop.resolutions import actions, policy
from wgcop.resolutions.forms import SuppressionForm
from wgcop.resolutions.models import Edition
from wgcop.resolutions.queries import edition_called
from wgcop.resolutions.views.blueprint import bp
from wgcop.web import commit_and_show, found_or_404, require


@bp.get("/resolutions/<slug>/suppression")
def suppression(slug: str) -> ResponseReturnValue:
    edition = _edition(slug)
    return _page(edition, SuppressionForm.of(None, edition.resolution))


@bp.post("/resolutions/<slug>/suppression")
def suppress(slug: str) -> ResponseReturnValue:
    edition = _edition(slug)
    form = SuppressionForm.of(request.form, edition.resolution)
    if not form.validate():
        return _page(edition, form), 422
    try:
        actions.suppress(
            edition.resolution,
            form.by_what.data,
            form.on.data,
            seen=form.seen.data or "",
            by=current_person(),
        )
    except Outdated as outdated:
        return _outdated(slug, outdated)
    return commit_and_show(edition)


@bp.post("/resolutions/<slug>/suppression/removal")
def lift_suppression(slug: str) -> ResponseReturnValue:
    edition = _edition(slug)
    try:
        actions.lift_suppression(
            edition.resolution, seen=request.form.get("seen", ""), by=current_person()
        )
    except Outdated as outdated:
        return _outdated(slug, outdated)
    return commit_and_show(edition)


def _edition(slug: str) -> Edition:
    edition = found_or_404(edition_called(slug))
    require(policy.can_suppress(current_user))
    return edition


def _outdated(slug: str, outdated: Outdated) -> ResponseReturnValue:
    """Show the form as it was filled in, with what somebody else recorded above it; only what the
    page shows now counts as seen.
    """
    db.session.rollback()
    edition = _edition(slug)
    form = SuppressionForm.of(request.form, edition.resolution)
    form.seen.data = edition.resolution.suppression_mark
    return _page(edition, form, str(outdated)), 409


def _page(edition: Edition, form: SuppressionForm, outdated: str = "") -> str:
    return render_template(
        "resolutions/suppress.html", edition=edition, form=form, outdated=outdated
    )
