"""Whether a group still has something to decide at a clause, and how it has decided on a proposal: one
rule for the rolling text, the proposal map and the agendas that are made of it (pure).
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from wgcop.brackets.spans import FoundSpan, find_span, without_ends
from wgcop.paper.anchor import Anchor
from wgcop.paper.comparison.words import word_runs
from wgcop.paper.comparison.words import words as words_in
from wgcop.proposals.met import is_met
from wgcop.proposals.symbols import Amendment
from wgcop.proposals.words import as_typed
from wgcop.resolutions.typeset import plain
from wgcop.threads.chairing.standings import Standing


class Proposed(Protocol):
    """What the rule reads of a proposal. `base` are the words on which it was written, `changed_at` is
    when it was worded last. `is_before_edition` says that a later edition was adopted since.
    """

    @property
    def symbol(self) -> Amendment: ...
    @property
    def base(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def changed_at(self) -> datetime: ...
    @property
    def is_before_edition(self) -> bool: ...


class DecidedBy(enum.StrEnum):
    EDITION = "edition"
    """A later edition was adopted."""
    AGREEMENT = "agreement"
    """The clause was agreed."""
    BRACKET = "bracket"
    """A bracket was lifted by consensus, and what it holds stands as it was."""


@dataclass(frozen=True)
class ProposalEnd:
    """How a group has decided on a proposal: it is met, or it was not taken."""

    by: DecidedBy
    is_met: bool = False


@dataclass(frozen=True)
class LeftAsItWas:
    """A bracket that was lifted by consensus without a change. It was around the words at `anchor`, or
    else around a new clause that would have had these `words`.
    """

    at: datetime
    anchor: Anchor | None = None
    words: str = ""


@dataclass(frozen=True)
class ClauseDecisions:
    """What was decided at a clause: where it stands since when, the wording that was agreed if it
    differs from the edition's, whether it is agreed that it is suppressed, and what was left as it was.
    """

    standing: Standing = Standing.OPEN
    set_at: datetime | None = None
    agreed: str = ""
    suppresses: bool = False
    left: tuple[LeftAsItWas, ...] = ()

    def words_now(self, in_edition: str) -> str:
        """Return the words that the clause has now; the edition has these."""
        return self.agreed if self.agreed or self.suppresses else in_edition

    @property
    def agreed_at(self) -> datetime | None:
        return None if self.standing.is_still_open else self.set_at


NOTHING_DECIDED = ClauseDecisions()


def is_on_earlier_wording(proposal: Proposed, words: str) -> bool:
    """Return whether the clause has other words now than when the proposal was written. A new
    clause has no words of the clause to stand on.
    """
    return not proposal.symbol.adds and as_typed(proposal.base) != as_typed(words)


def is_met_by(proposal: Proposed, words: str) -> bool:
    """Return whether the clause was given other words since, which contain what is proposed. One that
    was suppressed has no words, which is what a SUP asks for and nothing else.
    """
    if not as_typed(words):
        return proposal.symbol.suppresses and is_on_earlier_wording(proposal, words)
    return is_on_earlier_wording(proposal, words) and is_met(
        as_typed(proposal.base), as_typed(proposal.words), as_typed(words)
    )


def decided(proposal: Proposed, words: str, decisions: ClauseDecisions) -> ProposalEnd | None:
    """Return how the group has decided on a released proposal since it was worded, or None. `words`
    are those that the clause has now. Whoever words it again, or confirms it, opens the clause again.
    """
    by = _decided_by(proposal, words, decisions)
    if by is None:
        return None
    says_so = not proposal.symbol.adds and as_typed(proposal.words) == as_typed(words)
    return ProposalEnd(by, says_so or is_met_by(proposal, words))


def _decided_by(proposal: Proposed, words: str, decisions: ClauseDecisions) -> DecidedBy | None:
    if proposal.is_before_edition:
        return DecidedBy.EDITION
    agreed_at = decisions.agreed_at
    if agreed_at and proposal.changed_at < agreed_at and not proposal.symbol.adds:
        return DecidedBy.AGREEMENT
    left = [each for each in decisions.left if proposal.changed_at < each.at]
    return DecidedBy.BRACKET if left and _are_left(proposal, words, left) else None


def _are_left(proposal: Proposed, words: str, left: Iterable[LeftAsItWas]) -> bool:
    """Return whether everything that the proposal asks for was left as it was."""
    if proposal.symbol.adds:
        wanted = plain(as_typed(proposal.words)).strip()
        return any(each.anchor is None and each.words == wanted for each in left)
    if is_on_earlier_wording(proposal, words):
        return False
    now = plain(as_typed(words))
    found = [find_span(now, each.anchor) for each in left if each.anchor]
    spans = [each for each in found if each and not each.is_changed]
    changes = _changes(now, plain(as_typed(proposal.words)))
    return bool(changes) and all(_is_within(each, spans) for each in changes)


def _changes(base: str, words: str) -> list[FoundSpan]:
    """Return the stretches of the base that the words change, in letters."""
    old, new = words_in(base), words_in(words)
    starts = [0]
    for piece in old:
        starts.append(starts[-1] + len(piece))
    return [
        without_ends(base, starts[run.old.start], starts[run.old.stop])
        for run in word_runs(old, new)
        if not run.same
    ]


def _is_within(change: FoundSpan, spans: Iterable[FoundSpan]) -> bool:
    return any(each.start <= change.start and change.end <= each.end for each in spans)


def is_clause_open(
    words: str,
    standing: Standing,
    proposals: Iterable[Proposed],
    *,
    has_more_to_decide: bool,
) -> bool:
    """Return whether one of the proposals that stand asks for other words than the clause has now,
    or whether a bracket or a chair's text is open there, which `has_more_to_decide` says. Adopted
    new clauses and decided proposals are left out of `proposals`.
    """
    return has_more_to_decide or any(_asks(each, words, standing) for each in proposals)


def _asks(proposal: Proposed, words: str, standing: Standing) -> bool:
    if proposal.symbol.adds:
        return True
    if is_on_earlier_wording(proposal, words):
        # With an agreement the group has decided on what was proposed before.
        return standing.is_still_open and not is_met_by(proposal, words)
    return as_typed(proposal.words) != as_typed(words)
