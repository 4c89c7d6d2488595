"""Opens a bracket at an open place of the rolling text, with one click."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.brackets.policy import can_lead
from wgcop.proposals import actions
from wgcop.proposals.rolling import RollingView
from wgcop.proposals.views.blueprint import bp
from wgcop.proposals.views.reading import readable_clause, readable_edition
from wgcop.web import commit_and_show, require


@bp.post("/resolutions/<slug>/rolling-text/brackets")
def bracket_place(slug: str) -> ResponseReturnValue:
    edition, clause = readable_edition(slug), readable_clause(request.form.get("wid", ""))
    person = current_person()
    require(can_lead(person, clause))
    bracket = actions.bracket_place(
        edition,
        clause,
        request.form.get("place", ""),
        seen=request.form.get("seen", ""),
        by=person,
        capacity=person.office_capacity(current_capacity()),
    )
    back = url_for(".rolling", slug=slug, view=RollingView.BRACKETS.value)
    said = _("%(bracket)s is open.", bracket=bracket.title)
    return commit_and_show(f"{back}#{clause.anchor}", said)
