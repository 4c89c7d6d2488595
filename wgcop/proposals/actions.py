"""Writing proposals, releasing them, withdrawing and restoring them."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import exists, func, or_, select
from sqlalchemy.exc import IntegrityError

from wgcop.accounts.models import Capacity, Person
from wgcop.audit.actions import Thing, note
from wgcop.brackets.actions import acting, open_bracket
from wgcop.brackets.followers import follows_brackets
from wgcop.brackets.models import Bracket, WantedWords
from wgcop.brackets.spans import anchor_at, find_span, without_ends
from wgcop.brackets.words import plain_words_of
from wgcop.chairing.actions import locked_thread
from wgcop.contributions.locks import lock
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.events.actions import change_topic, record
from wgcop.events.models import Topic
from wgcop.positions.queries import words_of
from wgcop.proposals.models import Proposal, ProposedWords, with_clause
from wgcop.proposals.on_the_table import tell_table
from wgcop.proposals.rolling_queries import PlacedClause, PlaceToBracket, rolling_text
from wgcop.proposals.said_in_papers import said_in
from wgcop.proposals.suggested import show_released
from wgcop.proposals.symbols import ADDING, Amendment, symbol_for
from wgcop.resolutions.actions import follows_import
from wgcop.resolutions.models import Clause, Edition
from wgcop.threads.actions.comments import thread_of, topic_of
from wgcop.threads.chairing.followers import follows_standings, waits_for_agreement
from wgcop.threads.models import MEMBERS, Thread


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
    adds = proposal.symbol.adds
    symbol = symbol_for(proposal.symbol, words, new, proposal.reasons, is_new_clause=adds)
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
    paper, was_within = proposal.contribution, not proposal.is_released
    if paper is not None:
        lock(paper)
    proposal.restore()
    if paper is not None:
        _stand_as_in(paper, proposal)
    if was_within and proposal.is_released:  # its paper got a number while it was withdrawn
        tell_within(proposal, "proposal.released", by=by)
        tell_open_pages(proposal, "proposal.released", by=by)
    else:
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


def bracket_place(
    edition: Edition, clause: Clause, key: str, *, seen: str, by: Person, capacity: Capacity
) -> Bracket:
    """Open a bracket for everybody at an open place of the rolling text: what the proposals want there
    are its alternatives, and their sources its owners. `seen` is the mark of the place that the page
    showed. Two officers may press at once: the second sees what the first has made.
    """
    locked_thread(clause)
    placed, place = _open_place(edition, clause, key)
    if placed is None or place is None or place.seen != seen:
        raise Outdated(_("This place of the text has changed. Look at it again."))
    words, span = plain_words_of(clause), None
    if not place.is_after_clause:
        before = placed.text.passages[: int(place.key)]
        start = sum(len(each.words) for each in before)
        stop = start + len(placed.text.passages[int(place.key)].words)
        at = anchor_at(placed.text.now, without_ends(placed.text.now, start, stop))
        span = find_span(words, at)
        if span is None:
            raise Outdated(_("This place of the text has changed. Look at it again."))
    wanted = [
        WantedWords(each.words.strip(), tuple(placed.sources_of(each)))
        for each in place.choices
        if not each.is_base
    ]
    return open_bracket(
        clause,
        span,
        wanted,
        words=words,
        owners=list(dict.fromkeys(source for each in wanted for source in each.sources)),
        by=acting(by, capacity, for_delegation=False),
    )


def _open_place(
    edition: Edition, clause: Clause, key: str
) -> tuple[PlacedClause | None, PlaceToBracket | None]:
    placed = rolling_text(edition).clause_of(clause.wid)
    places = placed.to_bracket if placed else []
    return placed, next((each for each in places if each.key == key), None)


def _require_words_now(clause: Clause, proposed: ProposedWords) -> None:
    if proposed.base != words_of(clause):
        raise Outdated(_("The wording of the clause changed while you were writing."))


def _thing(proposal: Proposal) -> Thing:
    """Return the name of a released proposal in the audit trail, which has no others."""
    return Thing("proposal", proposal.id, proposal.stored_title)


def tell_open_pages(proposal: Proposal, kind: str, *, by: Person) -> None:
    """Tell the open pages of those who read the proposal."""
    if kind in _CHANGES:
        _keep_title(proposal)
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
    tell_table(proposal.clause, by=by)
    if kind == "proposal.released":
        show_released(proposal, by=by)


_CHANGES = (
    *("proposal.reworded", "proposal.confirmed", "proposal.restored"),
    *("proposal.released", "proposal.brought"),
)
"""What may have given a proposal another symbol: a document may word it otherwise, too."""


def _keep_title(proposal: Proposal) -> None:
    """Give its discussion the symbol that the proposal has now."""
    thread = db.session.scalar(select(Thread).where(Thread.name == proposal.topic))
    if thread is None or thread.title == proposal.stored_title:
        return
    thread.title = proposal.stored_title
    its_topics = or_(Topic.name == thread.name, Topic.name.startswith(f"{thread.name}@"))
    for topic in db.session.scalars(select(Topic).where(its_topics)):
        change_topic(topic, title=thread.title, audience=topic.audience)


def tell_within(proposal: Proposal, kind: str, *, by: Person) -> None:
    """Tell the open pages of the delegation what stands within it now."""
    record(
        topic_of(thread_of(proposal.clause), proposal.delegation.audience),
        kind,
        by=by,
        target_kind="own-proposals",
        target_id=f"{proposal.clause_id}:{proposal.delegation_id}",
    )


@follows_brackets
@follows_standings
def _tell_of_words(clause: Clause, by: Person) -> None:
    """Tell open pages to mark the released proposals that are now on an earlier wording, or decided."""
    released = db.session.scalar(
        select(Proposal)
        .where(Proposal.clause_id == clause.id, Proposal.released_at.is_not(None))
        .limit(1)
    )
    if released is not None:
        tell_open_pages(released, "proposal.words", by=by)


@waits_for_agreement
def _is_proposed_since(clause: Clause, since: datetime) -> bool:
    """Return whether a proposal stands that was worded when the words were agreed already. An agreement
    decides on no new clause.
    """
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Proposal.clause_id == clause.id,
                    Proposal.released_at.is_not(None),
                    Proposal.withdrawn_at.is_(None),
                    Proposal.symbol.not_in(ADDING),
                    Proposal.changed_at >= since,
                )
            )
        )
    )


@follows_import
def _tell_of_edition(edition: Edition, by: Person | None) -> None:
    """Tell open pages that what was proposed before a new edition is decided."""
    one_of_each = (
        select(func.min(Proposal.id))
        .join(Proposal.clause)
        .where(
            Clause.resolution_id == edition.resolution_id,
            Proposal.released_at.is_not(None),
            Proposal.withdrawn_at.is_(None),
        )
        .group_by(Proposal.clause_id)
    )
    rows = db.session.scalars(
        select(Proposal).where(Proposal.id.in_(one_of_each)).options(*with_clause())
    )
    for proposal in sorted(rows, key=lambda each: each.clause.wid):
        record(
            topic_of(thread_of(proposal.clause), MEMBERS),
            "proposal.words",
            by=by,
            target_kind="proposal",
            target_id=proposal.id,
        )
