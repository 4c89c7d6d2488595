"""Taking a proposal into the draft of a paper, and bringing its words up to date there."""

from uuid import uuid4

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.contributions.models import Contribution
from wgcop.contributions.queries import open_meetings
from wgcop.errors import Invalid, Refused
from wgcop.proposals import policy
from wgcop.proposals.forms import version_in
from wgcop.proposals.models import Proposal
from wgcop.proposals.taking import actions, queries
from wgcop.proposals.views.blueprint import bp
from wgcop.proposals.views.reading import takeable_proposal
from wgcop.web import commit_and_show, get_or_404


@bp.post("/proposals/<int:proposal_id>/papers")
def take(proposal_id: int) -> ResponseReturnValue:
    """Take the proposal into a draft, or into a new paper for a meeting."""
    proposal, capacity = takeable_proposal(proposal_id)
    seen, person = version_in(request.form.get("seen")), current_person()
    if request.form.get("paper"):
        paper = _chosen_draft(proposal)
        taken = actions.take_into(proposal, paper, seen=seen, by=person)
        title = (paper.draft or paper.current).title
        if taken.is_new:
            return commit_and_show(proposal, _("Taken into the paper “%(title)s”.", title=title))
        said = _("The proposal stands in the paper “%(title)s” already.", title=title)
        return commit_and_show(proposal, said, kind="info")
    chosen = request.form.get("meeting", 0, type=int)
    meeting = next((each for each in open_meetings() if each.id == chosen), None)
    if meeting is None:
        raise Invalid(_("Choose a paper, or a meeting for a new one."))
    paper, _taken = actions.begin_paper_with(
        proposal,
        meeting,
        key=request.form.get("key", "")[:40],
        seen=seen,
        by=person,
        capacity=capacity,
    )
    return commit_and_show(f"{paper.work_url}/edit", _("This paper begins with the proposal."))


@bp.post("/proposals/<int:proposal_id>/papers/<int:contribution_id>")
def word_again(proposal_id: int, contribution_id: int) -> ResponseReturnValue:
    """Put the words of the proposal in place of those in a draft."""
    proposal, _capacity = takeable_proposal(proposal_id)
    places = queries.places_of(proposal, current_person())
    place = next((each for each in places if each.paper.id == contribution_id), None)
    if place is None:
        raise NotFound
    actions.word_again(
        proposal,
        place.paper,
        seen=version_in(request.form.get("seen")),
        shown=request.form.get("shown", ""),
        by=current_person(),
    )
    return commit_and_show(proposal, _("The paper has these words now."))


def _chosen_draft(proposal: Proposal) -> Contribution:
    """Return the draft that was chosen; refuse all others alike, so that nobody learns of them."""
    chosen = request.form.get("paper", 0, type=int)
    if chosen not in {draft.id for draft in queries.drafts_for(proposal, current_person())}:
        raise Refused(
            _("You cannot write in this paper now. It may have just been submitted, or withdrawn.")
        )
    return get_or_404(Contribution, chosen)


def offered(proposal: Proposal) -> dict[str, object]:
    """Return what the page of a proposal says about papers: those in which it stands, and those
    into which the reader may take it.
    """
    person, capacity = current_person(), current_capacity()
    if proposal.contribution_id:
        return {"places": (), "may_take": False}
    may_take = policy.can_take(capacity, proposal)
    return {
        "places": queries.places_of(proposal, person),
        "may_take": may_take,
        "may_show_outside": policy.can_show_outside(person, proposal),
        "drafts": queries.drafts_for(proposal, person) if may_take else (),
        "meetings": open_meetings() if may_take else (),
        "key": uuid4().hex,
    }
