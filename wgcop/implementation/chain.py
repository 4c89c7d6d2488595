"""The chain of one clause as one reader may see it, with its figures (no database)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wgcop.bodies.levels import Region
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.facts import ImplementationFacts
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.replies import MemberReply, ReplyRate, ReplyRequest
from wgcop.implementation.states import ProgressState
from wgcop.resolutions.models import Wording


@dataclass(frozen=True)
class ShownAction:
    """An action as a reader may know it. `facts` are those of its current state, or those that were
    approved last.
    """

    action: ImplementationAction
    facts: ImplementationFacts
    is_as_it_stands: bool
    evidence: Sequence[Evidence] = ()

    @property
    def counts(self) -> bool:
        """Whether the action counts. A draft does not, because nobody has confirmed it, and an
        action that no longer answers the clause is history.
        """
        is_stated = bool(self.action.submitted_at or self.action.approved)
        return is_stated and self.action.no_longer_at is None

    @property
    def evidence_now(self) -> list[Evidence]:
        return [piece for piece in self.evidence if piece.counts]


@dataclass(frozen=True)
class ClauseChain:
    """One operative clause with its actions, evidence and requests. `evidence` is the evidence for
    the clause itself; actions have their own.

    `wording` is None for things that answer a clause which the edition no longer has.
    """

    wording: Wording | None
    actions: Sequence[ShownAction] = ()
    evidence: Sequence[Evidence] = ()
    requests: Sequence[ReplyRequest] = ()

    @property
    def all_evidence(self) -> list[Evidence]:
        """The evidence for the clause and for its actions, without that of drafts."""
        of_actions = (piece for shown in self.actions if shown.counts for piece in shown.evidence)
        return [*self.evidence, *of_actions]

    @property
    def evidence_that_counts(self) -> list[Evidence]:
        return [piece for piece in self.all_evidence if piece.counts and piece.stands]

    @property
    def has_evidence(self) -> bool:
        return bool(self.evidence_that_counts)

    @property
    def figures(self) -> Figures:
        return Figures.of([self])


@dataclass(frozen=True)
class Figures:
    """The figures of several clauses, as the same reader sees them."""

    clauses: int = 0
    without_evidence: int = 0
    actions: Counter[ProgressState] = field(default_factory=Counter)
    late: int = 0
    asking: int = 0
    """The number of actions and pieces of evidence whose validity somebody has to confirm."""
    evidence: int = 0
    asked: int = 0
    """The number of delegations that were asked, counted once for each request."""
    replied: int = 0

    @classmethod
    def of(cls, chains: Iterable[ClauseChain]) -> Figures:
        of_clauses = list(chains)
        shown = [one for clause in of_clauses for one in clause.actions if one.counts]
        evidence = [one for clause in of_clauses for one in clause.all_evidence if one.counts]
        replies = [
            one for clause in of_clauses for request in clause.requests for one in request.replies
        ]
        real = [clause for clause in of_clauses if clause.wording is not None]
        return cls(
            clauses=len(real),
            without_evidence=sum(not clause.has_evidence for clause in real),
            actions=Counter(one.facts.progress for one in shown),
            late=sum(one.facts.is_late for one in shown),
            asking=sum(one.action.asks for one in shown) + sum(one.asks for one in evidence),
            evidence=sum(one.stands for one in evidence),
            asked=len(replies),
            replied=sum(one.has_replied for one in replies),
        )

    @property
    def number_of_actions(self) -> int:
        return self.actions.total()


def rate_by_region(replies: Iterable[MemberReply]) -> list[tuple[Region | None, ReplyRate]]:
    """Return the reply rate of each region, in the order in which ITU-D lists its regions;
    delegations without a region come last.
    """
    of_region: dict[Region | None, list[MemberReply]] = {}
    for reply in replies:
        of_region.setdefault(reply.delegation.region, []).append(reply)
    order: list[Region | None] = [*Region, None]
    return [(region, ReplyRate.of(of_region[region])) for region in order if region in of_region]


def without_evidence_first(chains: Sequence[ClauseChain]) -> list[ClauseChain]:
    """Sort clauses without evidence to the front; otherwise the order of the text stays."""
    return sorted(chains, key=lambda chain: chain.has_evidence)
