"""The proposals at one clause, and the form for new ones."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.agreed_language.queries import topics_cited
from wgcop.database import db
from wgcop.errors import Outdated
from wgcop.events.queries import seqs_for
from wgcop.positions.models import mark_of
from wgcop.positions.queries import words_of
from wgcop.proposals import actions, policy, queries
from wgcop.proposals.forms import ProposedWordsForm
from wgcop.proposals.views.blueprint import bp
from wgcop.proposals.views.form_page import form_page
from wgcop.proposals.views.reading import proposing, readable_clause
from wgcop.threads.models import topic_name
from wgcop.threads.queries import counts_of_resolution
from wgcop.web import commit_and_show, current_audiences


@bp.get("/clauses/<wid>/proposals")
def clause(wid: str) -> ResponseReturnValue:
    """Show the released proposals on a clause, and those within the reader's delegation."""
    clause = readable_clause(wid)
    capacity = current_capacity()
    delegation = policy.delegation_read_within(capacity)
    edition, words = clause.wording.section.edition, words_of(clause)
    # The page says whether what the clause cites is in force.
    names = [clause.topic, *topics_cited(words, edition.language)]
    if delegation:
        names.append(topic_name(clause.topic, delegation.audience))
    return render_template(
        "proposals/clause.html",
        clause=clause,
        words=words,
        released=queries.released_at(clause),
        own=queries.within_delegation(clause, delegation) if delegation else None,
        delegation=delegation,
        may_propose=may_propose(),
        counts=counts_of_resolution(clause.resolution_id, current_person(), current_audiences()),
        topics=seqs_for([*names, edition.topic], current_audiences(), awaited=names),
    )


@bp.get("/clauses/<wid>/proposals/new")
def new(wid: str) -> ResponseReturnValue:
    clause, capacity = readable_clause(wid), proposing()
    is_new_clause = request.args.get("place") == "after"
    form = ProposedWordsForm.of(None, words_of(clause), capacity.key, is_new_clause=is_new_clause)
    return form_page(clause, form)


@bp.post("/clauses/<wid>/proposals/preview")
def preview(wid: str) -> ResponseReturnValue:
    """Show the difference before anything is saved."""
    clause, capacity = readable_clause(wid), proposing(sent=True)
    form = _sent(words_of(clause), capacity.key)
    is_valid = form.validate()
    return form_page(clause, form, shows_difference=is_valid), 200 if is_valid else 422


@bp.post("/clauses/<wid>/proposals")
def propose(wid: str) -> ResponseReturnValue:
    clause, capacity = readable_clause(wid), proposing(sent=True)
    words = words_of(clause)
    form = _sent(words, capacity.key)
    if not form.validate():
        return form_page(clause, form), 422
    try:
        if form.words_seen.data != mark_of(words):
            raise Outdated(_("The wording of the clause changed while you were writing."))
        proposal = actions.propose_words(
            clause, form.proposed, key=form.key.data or "", by=current_person(), capacity=capacity
        )
        return commit_and_show(proposal)
    except Outdated as outdated:
        db.session.rollback()
        return form_page(readable_clause(wid), form, outdated=str(outdated)), 409


def may_propose() -> bool:
    """Return whether the reader may propose words, for links beside clauses."""
    return policy.can_propose(current_capacity())


def _sent(words: str, capacity: str) -> ProposedWordsForm:
    is_new_clause = request.form.get("place") == "after"
    return ProposedWordsForm.of(request.form, words, capacity, is_new_clause=is_new_clause)
