"""Opening brackets, joining and lifting them, and changing their alternatives."""

from collections.abc import Collection, Sequence

from flask_babel import gettext as _
from sqlalchemy import func, select

from wgcop.accounts.models import Capacity, Delegation, Person
from wgcop.audit.actions import Thing, note
from wgcop.brackets.followers import tell_bracket_followers
from wgcop.brackets.models import Bracket, BracketActor, BracketAlternative, WantedWords
from wgcop.brackets.outcomes import BracketOutcome, BracketPlace
from wgcop.brackets.packages.telling import tell_of_bracket
from wgcop.brackets.policy import can_own
from wgcop.brackets.settling import settle
from wgcop.brackets.spans import FoundSpan, anchor_at, find_span
from wgcop.brackets.words import plain_words_of
from wgcop.chairing.actions import locked_thread
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.events.actions import record
from wgcop.resolutions.models import Clause
from wgcop.threads.actions.comments import thread_of, topic_of
from wgcop.threads.chairing.followers import follows_standings
from wgcop.threads.chairing.queries import current_meeting
from wgcop.threads.models import MEMBERS

_MOVES = ("bracket.lifted", "bracket.reopened", "bracket.reworded")
"""What warns those that are agreed only together with the bracket."""


def acting(person: Person, capacity: Capacity, *, for_delegation: bool) -> BracketActor:
    """Return who acts: for the delegation of the capacity, or for everybody."""
    delegation = capacity.delegation if for_delegation else None
    return BracketActor(person, capacity.title, delegation, current_meeting())


def open_bracket(
    clause: Clause,
    span: FoundSpan | None,
    wanted: Sequence[WantedWords],
    *,
    words: str,
    owners: Collection[Delegation] = (),
    reason: str = "",
    by: BracketActor,
) -> Bracket:
    """Open a bracket at this place of `words`, which are those of the clause in plain text; without a
    place, around a new clause after it.
    """
    locked_thread(clause)
    if words != plain_words_of(clause):
        raise Outdated(_("The wording of the clause changed while you were writing."))
    at = anchor_at(words, span or FoundSpan(len(words), len(words)))
    place = BracketPlace.NEW_CLAUSE if span is None else BracketPlace.WORDS
    if span is not None:
        _refuse_a_second(clause, words, span)
    bracket = Bracket(
        clause=clause,
        number=_next_number(clause),
        place=place,
        exact="" if span is None else at.exact,
        prefix="" if span is None else at.prefix,
        suffix="" if span is None else at.suffix,
    )
    named = [by.delegation] if by.delegation else [each for each in owners if can_own(each)]
    bracket.open(wanted, named, reason, by)
    db.session.add(bracket)
    _note(bracket, "bracket.opened", by)
    return bracket


def _refuse_a_second(clause: Clause, words: str, span: FoundSpan) -> None:
    here = db.session.scalars(
        select(Bracket).where(
            Bracket.clause_id == clause.id,
            Bracket.lifted_at.is_(None),
            Bracket.place == BracketPlace.WORDS,
        )
    )
    for each in here:
        found = find_span(words, each.anchor)
        if found and (found.start, found.end) == (span.start, span.end):
            raise Refused(
                _(
                    "%(bracket)s is already around these words. Open its page to join it, or to add an alternative.",
                    bracket=each.title,
                )
            )


def _next_number(clause: Clause) -> int:
    last = db.session.scalar(select(func.max(Bracket.number)).where(Bracket.clause_id == clause.id))
    return (last or 0) + 1


def join_bracket(bracket: Bracket, reason: str, *, seen: int, by: BracketActor) -> None:
    _lock(bracket, seen)
    bracket.join(reason, by)
    _note(bracket, "bracket.joined", by)


def leave_bracket(bracket: Bracket, reason: str, *, seen: int, by: BracketActor) -> None:
    """Lift a delegation's own ownership. With the last owner the bracket is lifted."""
    _lock(bracket, seen)
    bracket.leave(reason, by)
    if bracket.is_open:
        _note(bracket, "bracket.left", by)
    else:
        _note(bracket, "bracket.lifted", by)


def lift_bracket(
    bracket: Bracket,
    outcome: BracketOutcome,
    stands: BracketAlternative | None,
    reason: str,
    *,
    settles: str | None = None,
    seen: int,
    by: BracketActor,
) -> None:
    """Lift it by consensus, whoever owns it. If this `settles` the words in it, as a mark says how
    they were seen, what stands is put into the text on the table.
    """
    _lock(bracket, seen)
    bracket.lift(outcome, stands, reason, by)
    # Nothing at a place for an insertion is what the text has there.
    changes_text = outcome != BracketOutcome.WORDS and bool(stands or bracket.exact)
    if settles is not None and changes_text:
        settle(bracket, stands.words if stands else "", seen=settles, by=by)
    _note(bracket, "bracket.lifted", by)


def reopen_bracket(bracket: Bracket, reason: str, *, seen: int, by: BracketActor) -> None:
    _lock(bracket, seen)
    words = plain_words_of(bracket.clause)
    if not bracket.is_after_clause and not bracket.is_open:
        span = find_span(words, bracket.anchor)
        if span is None:
            raise Refused(
                _("The words of this bracket are gone. Open a bracket around those of today.")
            )
        _refuse_a_second(bracket.clause, words, span)
    bracket.reopen(reason, by)
    _note(bracket, "bracket.reopened", by)


def reword_bracket(
    bracket: Bracket,
    kept: Sequence[BracketAlternative],
    wanted: Sequence[WantedWords],
    reason: str,
    *,
    seen: int,
    by: BracketActor,
) -> None:
    """Keep these alternatives and add others."""
    _lock(bracket, seen)
    if bracket.reword(kept, wanted, reason, by):
        _note(bracket, "bracket.reworded", by)


def _lock(bracket: Bracket, seen: int) -> None:
    """Lock the clause's topic, and read again what was done with the bracket: what comes next depends
    on it.
    """
    locked_thread(bracket.clause)
    db.session.refresh(bracket)
    bracket.require_seen(seen)


def _note(bracket: Bracket, kind: str, by: BracketActor) -> None:
    tell_open_pages(bracket, kind, by=by.person)
    if kind in _MOVES:
        tell_of_bracket(bracket, by=by.person)
    note(kind, by=by.person, of=thing_of(bracket))


def thing_of(bracket: Bracket) -> Thing:
    return Thing("bracket", bracket.id, bracket.title)


def tell_open_pages(bracket: Bracket, kind: str, *, by: Person) -> None:
    _record(bracket, kind, by)
    tell_bracket_followers(bracket.clause, by=by)


def _record(bracket: Bracket, kind: str, by: Person) -> None:
    record(
        topic_of(thread_of(bracket.clause), MEMBERS),
        kind,
        by=by,
        target_kind="bracket",
        target_id=bracket.id,
    )


@follows_standings
def _tell_of_words(clause: Clause, by: Person) -> None:
    """Tell open pages to look for the words in brackets again."""
    one = db.session.scalar(select(Bracket).where(Bracket.clause_id == clause.id).limit(1))
    if one is not None:
        _record(one, "bracket.words", by)
