"""The page of one proposal, and its form."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.agreed_language.queries import topics_cited
from wgcop.database import db
from wgcop.errors import Outdated
from wgcop.events.queries import seqs_for
from wgcop.positions.models import mark_of
from wgcop.positions.policy import delegation_read_within
from wgcop.positions.queries import words_of
from wgcop.proposals import actions, policy, queries, suggested
from wgcop.proposals.decisions import words_and_decisions
from wgcop.proposals.forms import ProposedWordsForm, version_in
from wgcop.proposals.positions import ProposalSubject
from wgcop.proposals.subjects import about_proposal
from wgcop.proposals.views import taking
from wgcop.proposals.views.blueprint import bp
from wgcop.proposals.views.form_page import form_page
from wgcop.proposals.views.reading import editable_proposal, readable_proposal
from wgcop.threads.models import topic_name
from wgcop.threads.presenters import shown_thread
from wgcop.web import commit_and_show, current_audiences


@bp.get("/proposals/<int:proposal_id>")
def show(proposal_id: int) -> ResponseReturnValue:
    proposal = readable_proposal(proposal_id)
    clause, person, capacity = proposal.clause, current_person(), current_capacity()
    words, decisions = words_and_decisions(clause)
    is_within = policy.writes_for(capacity, proposal)
    names = [clause.topic]
    if is_within:
        # What happens to a draft is told to its drafters alone.
        names += [topic_name(clause.topic, proposal.delegation.audience), person.topic]
    # The page says whether what it cites is in force.
    language = clause.wording.section.edition.language
    names += topics_cited(proposal.words, language)
    subject = about_proposal(proposal, person, capacity)
    assert subject
    taken = ProposalSubject(proposal)
    takes = delegation_read_within(capacity)
    adopted, decided = queries.adopted_as(proposal, words), proposal.decided(words, decisions)
    return render_template(
        "proposals/show.html",
        proposal=proposal,
        released_positions=taken.released() if proposal.is_released else None,
        own_positions=taken.own(takes) if takes else None,
        dom_key=taken.dom_key,
        holder=takes,
        clause=clause,
        words=words,
        is_met=(decided is not None and decided.is_met)
        or (not proposal.is_withdrawn and proposal.is_met_by(words)),
        decided=None if adopted else decided,
        is_outdated=not proposal.is_withdrawn and proposal.is_on_earlier_wording(words),
        difference=queries.difference_of(proposal),
        overlapping=queries.overlapping_for(proposal, current_audiences(), words, decisions),
        adopted=adopted,
        wordings=queries.wordings_for(proposal, within=is_within),
        difference_of=queries.difference_of,
        is_within=is_within,
        may_edit=policy.can_edit(person, capacity, proposal) and not proposal.is_withdrawn,
        may_release=policy.can_release(person, capacity, proposal),
        **taking.offered(proposal),
        words_seen=mark_of(words),
        speaking_as=capacity.key if capacity else "",
        suggested_in=suggested.comment_of(proposal, current_audiences()),
        topics=seqs_for(names, current_audiences(), awaited=names),
        **shown_thread(subject, person, capacity, request.args),
    )


@bp.get("/proposals/<int:proposal_id>/edit")
def edit(proposal_id: int) -> ResponseReturnValue:
    proposal, capacity = editable_proposal(proposal_id)
    proposal.require_open()
    words = words_of(proposal.clause)
    form = ProposedWordsForm.of(None, words, capacity.key, proposal=proposal)
    return form_page(proposal.clause, form, proposal)


@bp.post("/proposals/<int:proposal_id>/preview")
def preview_changed(proposal_id: int) -> ResponseReturnValue:
    """Show the difference before the changed words are saved."""
    proposal, capacity = editable_proposal(proposal_id, sent=True)
    words = words_of(proposal.clause)
    form = ProposedWordsForm.of(request.form, words, capacity.key, proposal=proposal)
    is_valid = form.validate()
    page = form_page(proposal.clause, form, proposal, shows_difference=is_valid)
    return page, 200 if is_valid else 422


@bp.post("/proposals/<int:proposal_id>")
def save(proposal_id: int) -> ResponseReturnValue:
    proposal, capacity = editable_proposal(proposal_id, sent=True)
    words = words_of(proposal.clause)
    form = ProposedWordsForm.of(request.form, words, capacity.key, proposal=proposal)
    if not form.validate():
        return form_page(proposal.clause, form, proposal), 422
    try:
        if form.words_seen.data != mark_of(words):
            raise Outdated(_("The wording of the clause changed while you were writing."))
        actions.reword(
            proposal,
            form.proposed,
            seen=version_in(form.seen.data),
            by=current_person(),
            capacity=capacity,
        )
        return commit_and_show(proposal)
    except Outdated as outdated:
        db.session.rollback()
        proposal = readable_proposal(proposal_id)
        return form_page(proposal.clause, form, proposal, outdated=str(outdated)), 409
