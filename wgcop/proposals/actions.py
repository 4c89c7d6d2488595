"""Writing proposals, releasing them, withdrawing and restoring them."""

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from wgcop.accounts.models import Capacity, Person
from wgcop.audit.actions import Thing, note
from wgcop.contributions.locks import lock
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.events.actions import record
from wgcop.positions.queries import words_of
from wgcop.proposals.models import Proposal, ProposedWords
from wgcop.proposals.said_in_papers import said_in
from wgcop.proposals.symbols import Amendment, symbol_for
from wgcop.resolutions.models import Clause
from wgcop.threads.actions.comments import thread_of, topic_of
from wgcop.threads.chairing.followers import follows_standings


def propose_words(
    clause: Clause, proposed: ProposedWords, *, key: str, by: Person, capacity: Capacity
) -> Proposal:
    """Begin a proposal that only the delegation of `capacity` sees. The `key` makes it idempotent: a
    form that is sent twice begins one proposal.
    """
    if capacity.delegation is None:
        raise Refused(_("Only delegations propose words."))
    _require_words_now(clause, proposed)
    if begun := begun_with(key, by=by):
        return begun
    proposal = Proposal(
        clause=clause,
        delegation=capacity.delegation,
        drafted_by=by,
        capacity=capacity.title,
        key=key or None,
    )
    proposal.write(proposed, by=by, capacity=capacity.title)
    try:
        with db.session.begin_nested():
            db.session.add(proposal)
    except IntegrityError:
        begun = begun_with(key, by=by)  # the same form was sent twice at the same moment
        if begun is None:
            raise
        return begun
    tell_open_pages(proposal, "proposal.written", by=by)
    return proposal


def begun_with(key: str, *, by: Person) -> Proposal | None:
    if not key:
        return None
    return db.session.scalar(
        select(Proposal).where(Proposal.drafted_by_id == by.id, Proposal.key == key)
    )


def reword(
    proposal: Proposal, proposed: ProposedWords, *, seen: int, by: Person, capacity: Capacity
) -> None:
    """Put other words into the proposal. `seen` is its version that the form showed."""
    proposal.require_seen(seen)
    if proposal.contribution_id:
        raise Refused(
            _("A document brings this proposal. To change its words, prepare a revision of it.")
        )
    _require_words_now(proposal.clause, proposed)
    proposal.write(proposed, by=by, capacity=capacity.title)
    tell_open_pages(proposal, "proposal.reworded", by=by)
    if proposal.is_released:
        note("amendment.changed", by=by, of=_thing(proposal))


def confirm(proposal: Proposal, *, words: str, seen: int, by: Person, capacity: Capacity) -> None:
    """Confirm the proposed words for the words that the clause has now, to which they are compared
    from now on. A NOC says of those that they must stay.
    """
    proposal.require_seen(seen)
    new = words if proposal.symbol == Amendment.NOC else proposal.words
    symbol = symbol_for(proposal.symbol, words, new, proposal.reasons)
    proposed = ProposedWords(symbol, words, new, proposal.reasons)
    _require_words_now(proposal.clause, proposed)
    proposal.write(proposed, by=by, capacity=capacity.title)
    tell_open_pages(proposal, "proposal.confirmed", by=by)
    if proposal.is_released:
        note("amendment.changed", by=by, of=_thing(proposal))


def release(proposal: Proposal, *, seen: int, by: Person, capacity: Capacity) -> None:
    proposal.require_seen(seen)
    if proposal.is_on_earlier_wording(words_of(proposal.clause)):
        raise Refused(
            _("This proposal was written on an earlier wording. Confirm it before you release it.")
        )
    proposal.release(by=by, capacity=capacity)
    tell_within(proposal, "proposal.released", by=by)
    tell_open_pages(proposal, "proposal.released", by=by)
    note("amendment.released", by=by, of=_thing(proposal))


def withdraw(proposal: Proposal, *, seen: int, by: Person) -> None:
    proposal.require_seen(seen)
    proposal.withdraw(by=by)
    tell_open_pages(proposal, "proposal.withdrawn", by=by)
    if proposal.is_released:
        note("amendment.withdrawn", by=by, of=_thing(proposal))


def restore(proposal: Proposal, *, seen: int, by: Person) -> None:
    proposal.require_seen(seen)
    paper = proposal.contribution
    if paper is not None:
        lock(paper)
    proposal.restore()
    if paper is not None:
        _stand_as_in(paper, proposal)
    tell_open_pages(proposal, "proposal.restored", by=by)
    if proposal.is_released:
        note("amendment.restored", by=by, of=_thing(proposal))


def _stand_as_in(paper: Contribution, proposal: Proposal) -> None:
    """Put the words into a restored proposal that its paper has now; refuse if it has none."""
    if paper.is_withdrawn:
        raise Refused(_("The document that brings this proposal is withdrawn."))
    place = proposal.block_id, proposal.clause_id
    said = (each for each in said_in(paper) if (each.block, each.clause.id) == place)
    found = next(said, None)
    if found is None:
        raise Refused(
            _(
                "The document no longer has this proposal. To propose it again, prepare a revision that has it."
            )
        )
    by = found.revision.submitted_by or found.revision.changed_by
    proposal.stand_in_paper(found.said, by=by, source=found.revision.source)


def _require_words_now(clause: Clause, proposed: ProposedWords) -> None:
    if proposed.base != words_of(clause):
        raise Outdated(_("The wording of the clause changed while you were writing."))


def _thing(proposal: Proposal) -> Thing:
    """Return the name of a released proposal in the audit trail, which has no others."""
    return Thing("proposal", proposal.id, proposal.title)


def tell_open_pages(proposal: Proposal, kind: str, *, by: Person) -> None:
    """Tell the open pages of those who read the proposal."""
    if not proposal.is_released:
        tell_within(proposal, kind, by=by)
        return
    record(
        topic_of(thread_of(proposal.clause), proposal.audience),
        kind,
        by=by,
        target_kind="proposal",
        target_id=proposal.id,
    )


def tell_within(proposal: Proposal, kind: str, *, by: Person) -> None:
    """Tell the open pages of the delegation what stands within it now."""
    record(
        topic_of(thread_of(proposal.clause), proposal.delegation.audience),
        kind,
        by=by,
        target_kind="own-proposals",
        target_id=f"{proposal.clause_id}:{proposal.delegation_id}",
    )


@follows_standings
def _tell_of_words(clause: Clause, by: Person) -> None:
    """Tell open pages to mark the released proposals that are now on an earlier wording."""
    released = db.session.scalar(
        select(Proposal)
        .where(Proposal.clause_id == clause.id, Proposal.released_at.is_not(None))
        .limit(1)
    )
    if released is not None:
        tell_open_pages(released, "proposal.words", by=by)
