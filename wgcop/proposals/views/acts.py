"""What is done with a proposal as it stands: it is confirmed, released, withdrawn or restored."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.errors import Outdated
from wgcop.positions.models import mark_of
from wgcop.positions.queries import words_of
from wgcop.proposals import actions
from wgcop.proposals.forms import version_in
from wgcop.proposals.views.blueprint import bp
from wgcop.proposals.views.reading import editable_proposal, releasable_proposal
from wgcop.web import commit_and_show


@bp.post("/proposals/<int:proposal_id>/confirmation")
def confirm(proposal_id: int) -> ResponseReturnValue:
    """Confirm the proposed words for the current words of the clause."""
    proposal, capacity = editable_proposal(proposal_id, sent=True)
    words = words_of(proposal.clause)
    if request.form.get("words_seen") != mark_of(words):
        raise Outdated(_("The wording of the clause changed while you were reading it."))
    actions.confirm(
        proposal,
        words=words,
        seen=version_in(request.form.get("seen")),
        by=current_person(),
        capacity=capacity,
    )
    return commit_and_show(proposal)


@bp.post("/proposals/<int:proposal_id>/release")
def release(proposal_id: int) -> ResponseReturnValue:
    proposal, capacity = releasable_proposal(proposal_id)
    actions.release(
        proposal, seen=version_in(request.form.get("seen")), by=current_person(), capacity=capacity
    )
    return commit_and_show(proposal)


@bp.post("/proposals/<int:proposal_id>/withdrawal")
def withdraw(proposal_id: int) -> ResponseReturnValue:
    proposal, _capacity = releasable_proposal(proposal_id)
    actions.withdraw(proposal, seen=version_in(request.form.get("seen")), by=current_person())
    return commit_and_show(proposal)


@bp.post("/proposals/<int:proposal_id>/restoration")
def restore(proposal_id: int) -> ResponseReturnValue:
    proposal, _capacity = releasable_proposal(proposal_id)
    actions.restore(proposal, seen=version_in(request.form.get("seen")), by=current_person())
    return commit_and_show(proposal)
