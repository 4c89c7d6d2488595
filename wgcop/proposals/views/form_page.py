"""The page with the form of a proposal, for a new one and for one that is changed."""

from flask import render_template

from wgcop import clock
from wgcop.accounts.identity import current_capacity
from wgcop.paper.html import to_html
from wgcop.positions.models import mark_of
from wgcop.positions.queries import words_of
from wgcop.proposals.forms import ProposedWordsForm
from wgcop.proposals.models import Proposal
from wgcop.resolutions.models import Clause


def form_page(
    clause: Clause,
    form: ProposedWordsForm,
    proposal: Proposal | None = None,
    *,
    shows_difference: bool = False,
    outdated: str = "",
) -> str:
    """Render the form as it is filled in. If it is `outdated`, what was typed stays, and only what
    the page shows now counts as seen.
    """
    capacity = current_capacity()
    assert capacity and capacity.delegation
    words = words_of(clause)
    if outdated:
        form.words_seen.data = mark_of(words)
        form.seen.data = str(proposal.version) if proposal else ""
    difference = None
    if shows_difference:
        difference = to_html(form.proposed.marked(capacity.delegation.name, clock.now()))
    return render_template(
        "proposals/form.html",
        clause=clause,
        proposal=proposal,
        form=form,
        words=words,
        delegation=capacity.delegation,
        difference=difference,
        outdated=outdated,
    )
