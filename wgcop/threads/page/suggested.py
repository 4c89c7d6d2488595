"""What pages show of a suggestion, and how the statement that reads comments asks for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any, Self

from sqlalchemy import ColumnElement, Row, String, and_, case, cast, func, literal, select
from sqlalchemy.orm import aliased

from wgcop.accounts.models import Delegation, Person
from wgcop.events.chapters import layer_of
from wgcop.paper.anchor import Anchor, Passages, QuotePlace
from wgcop.resolutions.suggested import (
    PassageGone,
    SuggestedChange,
    changed,
    in_words,
    only_place,
)
from wgcop.threads.comments.suggestions import (
    SuggestedWords,
    SuggestionDecision,
    SuggestionOutcome,
    SuggestionProposal,
    SuggestionSupport,
)
from wgcop.threads.models import Comment
from wgcop.threads.subjects import passages_of

# The separators of ASCII for records and units; no name contains them.
_BETWEEN, _WITHIN = "\x1e", "\x1f"

_decider = aliased(Person)


@dataclass(frozen=True)
class NamedSupport:
    """Who supports a suggestion, and for which delegation."""

    person_id: int
    person: str
    delegation: str


@dataclass(frozen=True)
class DecisionValues:
    """A decision that holds. It is of earlier words if the comment was reworded since."""

    outcome: SuggestionOutcome
    reason: str
    person: str
    capacity: str
    at: datetime
    is_of_earlier_words: bool


@dataclass(frozen=True)
class MadeProposal:
    """A proposal that came of a suggestion. `within` is set while only its delegation reads it."""

    proposal_id: int
    delegation: str
    delegation_id: int
    within: bool


@dataclass(frozen=True)
class SuggestionValues:
    """A suggestion as everybody sees it who reads its comment. `change` is None if the quoted words
    do not stand in the clause, or stand there more than once; `gone` says which.
    """

    quoted: str
    instead: str
    change: SuggestedChange | None
    place: QuotePlace | None
    gone: str
    supporters: tuple[NamedSupport, ...]
    supported_before: tuple[NamedSupport, ...]
    decision: DecisionValues | None
    proposals: tuple[MadeProposal, ...]
    translation: str = ""
    """The language of the translation that it is about; empty if it is about the text itself."""

    @property
    def in_words(self) -> str:
        return in_words(self.quoted, self.instead, self.translation)

    @classmethod
    def of(cls, suggestion: SuggestedWords) -> Self:
        comment, quote = suggestion.comment, suggestion.comment.quote
        assert quote is not None
        last = suggestion.decision
        return cls._standing(
            passages_of(comment.thread),
            quote.block,
            quote.anchor,
            suggestion.instead,
            supports=[
                (each.wording == comment.wording, _named(each)) for each in suggestion.supports
            ],
            decision=DecisionValues(
                last.outcome,
                last.reason,
                last.person.name,
                last.capacity,
                last.at,
                last.wording != comment.wording,
            )
            if last
            else None,
            proposals=[
                MadeProposal(
                    each.proposal_id,
                    each.delegation.name,
                    each.delegation_id,
                    not each.is_released,
                )
                for each in suggestion.proposals
                if each.is_released or each.delegation.audience == layer_of(comment.audience)
            ],
        )

    @classmethod
    def of_row(cls, row: Row[Any], passages: Passages) -> Self:
        decision = None
        if row.decided and row.decided != SuggestionOutcome.TAKEN_BACK:
            decision = DecisionValues(
                row.decided,
                row.decided_reason,
                row.decided_by,
                row.decided_as,
                row.decided_at,
                row.decided_wording != row.wording,
            )
        return cls._standing(
            passages,
            row.block,
            Anchor(row.exact, row.prefix, row.suffix),
            row.instead,
            supports=[(of == row.wording, each) for of, each in _read_supports(row.supported)],
            decision=decision,
            proposals=[
                each
                for each in made_proposals(row)
                if not each.within or f"delegation:{each.delegation_id}" == layer_of(row.audience)
            ],
        )

    @classmethod
    def _standing(
        cls,
        passages: Passages,
        translation: str,
        anchor: Anchor,
        instead: str,
        *,
        supports: Iterable[tuple[bool, NamedSupport]],
        decision: DecisionValues | None,
        proposals: Iterable[MadeProposal],
    ) -> Self:
        clause = passages.text_of(translation)
        found, supports = only_place(clause, anchor), list(supports)
        gone, place = (found, None) if isinstance(found, PassageGone) else ("", found)
        return cls(
            quoted=anchor.exact,
            instead=instead,
            change=changed(clause, place, instead) if place else None,
            place=place,
            gone=str(gone),
            supporters=tuple(each for is_now, each in supports if is_now),
            supported_before=tuple(each for is_now, each in supports if not is_now),
            decision=decision,
            proposals=tuple(proposals),
            translation=translation,
        )


def _named(support: SuggestionSupport) -> NamedSupport:
    return NamedSupport(support.person_id, support.person.name, support.delegation.name)


def suggestion_columns() -> tuple[Any, ...]:
    """Return the columns of a comment's suggestion, for a statement that is joined with it by
    `SuggestedWords` and with its last decision by `latest_decision`.
    """
    return (
        SuggestedWords.instead,
        SuggestionDecision.outcome.label("decided"),
        SuggestionDecision.reason.label("decided_reason"),
        SuggestionDecision.capacity.label("decided_as"),
        SuggestionDecision.at.label("decided_at"),
        SuggestionDecision.wording.label("decided_wording"),
        _decider.name.label("decided_by"),
        _supports().label("supported"),
        _proposals().label("proposals"),
    )


def latest_decision() -> ColumnElement[bool]:
    last = (
        select(func.max(SuggestionDecision.id))
        .where(SuggestionDecision.comment_id == SuggestedWords.comment_id)
        .correlate(SuggestedWords)
        .scalar_subquery()
    )
    return and_(SuggestionDecision.comment_id == Comment.id, SuggestionDecision.id == last)


def decided_by() -> tuple[Any, ColumnElement[bool]]:
    """Return the person who decided, and the condition that joins them."""
    return _decider, _decider.id == SuggestionDecision.person_id


def made_proposals(row: Row[Any]) -> Iterator[MadeProposal]:
    """Yield all proposals that came of the suggestion, also those that its readers do not see."""
    made = [each.split(_WITHIN) for each in row.proposals.split(_BETWEEN)] if row.proposals else []
    for _id, proposal, delegation_id, is_within, name in sorted(made, key=lambda one: int(one[0])):
        yield MadeProposal(int(proposal), name, int(delegation_id), is_within == "1")


def _read_supports(supports: str | None) -> Iterator[tuple[int, NamedSupport]]:
    for each in sorted(supports.split(_BETWEEN)) if supports else ():
        _at, person_id, wording, person, delegation = each.split(_WITHIN)
        yield int(wording), NamedSupport(int(person_id), person, delegation)


def _supports() -> ColumnElement[Any]:
    supporter = aliased(Person)
    each = _joined(
        cast(SuggestionSupport.at, String),
        cast(SuggestionSupport.person_id, String),
        cast(SuggestionSupport.wording, String),
        supporter.name,
        Delegation.name,
    )
    return (
        select(func.aggregate_strings(each, _BETWEEN))
        .select_from(SuggestionSupport)
        .join(supporter, supporter.id == SuggestionSupport.person_id)
        .join(Delegation, Delegation.id == SuggestionSupport.delegation_id)
        .where(SuggestionSupport.comment_id == Comment.id)
        .correlate(Comment)
        .scalar_subquery()
    )


def _proposals() -> ColumnElement[Any]:
    each = _joined(
        cast(SuggestionProposal.id, String),
        cast(SuggestionProposal.proposal_id, String),
        cast(SuggestionProposal.delegation_id, String),
        case((SuggestionProposal.is_released, "0"), else_="1"),
        Delegation.name,
    )
    return (
        select(func.aggregate_strings(each, _BETWEEN))
        .select_from(SuggestionProposal)
        .join(Delegation, Delegation.id == SuggestionProposal.delegation_id)
        .where(SuggestionProposal.comment_id == Comment.id)
        .correlate(Comment)
        .scalar_subquery()
    )


def _joined(first: Any, *others: Any) -> Any:
    return reduce(lambda all_before, each: all_before + literal(_WITHIN) + each, others, first)
