"""Makes a proposal of what a comment suggests, with one click."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.proposals.from_suggestions import propose_suggested
from wgcop.proposals.views.blueprint import bp
from wgcop.proposals.views.reading import proposing
from wgcop.suggestions.policy import stands
from wgcop.suggestions.queries import suggestion_of
from wgcop.web import commit_and_show, found_or_404, require


@bp.post("/comments/<comment_name>/proposal")
def propose_suggestion(comment_name: str) -> ResponseReturnValue:
    person = current_person()
    require(person.is_authenticated)
    comment = found_or_404(suggestion_of(comment_name, person))
    found_or_404(comment if stands(comment) else None)
    capacity = proposing(sent=True)
    proposal = propose_suggested(
        comment, seen=request.form.get("wording", type=int), by=person, capacity=capacity
    )
    said = (
        _("The suggestion is now a proposal within your delegation. Look at its reasons.")
        if proposal.reasons
        else _("The suggestion is now a proposal within your delegation. Write its reasons.")
    )
    return commit_and_show(proposal, "" if proposal.is_released else said)
