"""What a proposal offers to the chair's text of its clause."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wgcop.merging.models import ChairsText
from wgcop.merging.pieces import Pieces, PlaceChange
from wgcop.merging.places import MergeChoice, MergePlace, changes_between, choices_of
from wgcop.proposals.models import Proposal
from wgcop.proposals.words import as_typed


@dataclass(frozen=True)
class MergeOffer:
    """A proposal beside the chair's text, with what taking all of it means. One without `choices`
    changes nothing here: it wants the clause as it is, or was written on an earlier wording, which its
    delegation has to confirm first. A new clause is taken in below the clause.
    """

    proposal: Proposal
    choices: Sequence[MergeChoice]
    pieces: Pieces
    is_on_earlier_wording: bool
    is_late: bool
    """Whether it was released after the text was opened."""

    @property
    def is_apart(self) -> bool:
        """Whether it stands in no place of the clause: it deletes all of it, keeps it, or adds
        another.
        """
        symbol = self.proposal.symbol
        return not self.choices or symbol.suppresses or symbol.adds

    @property
    def is_taken(self) -> bool:
        """Whether all of it is in the text."""
        return bool(self.choices) and all(each.is_taken(self.pieces) for each in self.choices)

    @property
    def is_partly_taken(self) -> bool:
        return not self.is_taken and any(each.is_taken(self.pieces) for each in self.choices)


def new_clauses_of(base: str, proposals: Iterable[Proposal]) -> list[MergeChoice]:
    """Return the new clauses that proposals want, each once: a further line below the clause."""
    alike: dict[str, list[int]] = defaultdict(list)
    for each in proposals:
        if each.symbol.adds and each.words:
            alike[as_typed(each.words)].append(each.id)
    end = len(base)
    return [
        MergeChoice(tuple(ids), words, (PlaceChange(end, end, f"\n{words}"),))
        for words, ids in alike.items()
    ]


def offer_of(
    proposal: Proposal,
    text: ChairsText,
    places: Sequence[MergePlace],
    new_clauses: Sequence[MergeChoice],
) -> MergeOffer:
    pieces, base = text.pieces, text.base
    choices = choices_of(proposal.id, places)
    is_earlier = proposal.is_on_earlier_wording(base)
    if proposal.symbol.adds:
        choices = [each for each in new_clauses if proposal.id in each.proposals]
    if proposal.symbol.suppresses and base and not is_earlier:
        choices = [MergeChoice((proposal.id,), "", changes_between(base, ""))]
    released_at = proposal.released_at
    return MergeOffer(
        proposal,
        choices,
        pieces,
        is_earlier,
        released_at is not None and released_at > text.opened_at,
    )
