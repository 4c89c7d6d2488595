"""What a proposal offers to the chair's text of its clause."""

from collections.abc import Sequence
from dataclasses import dataclass

from wgcop.merging.models import ChairsText
from wgcop.merging.pieces import Pieces
from wgcop.merging.places import MergeChoice, MergePlace, changes_between, choices_of
from wgcop.proposals.models import Proposal


@dataclass(frozen=True)
class MergeOffer:
    """A proposal beside the chair's text, with what taking all of it means. One without `choices`
    changes nothing here: it wants the clause as it is, or a new clause after it, or was written on an
    earlier wording, which its delegation has to confirm first.
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
        return not self.choices or self.proposal.symbol.suppresses

    @property
    def is_taken(self) -> bool:
        """Whether all of it is in the text."""
        return bool(self.choices) and all(each.is_taken(self.pieces) for each in self.choices)

    @property
    def is_partly_taken(self) -> bool:
        return not self.is_taken and any(each.is_taken(self.pieces) for each in self.choices)


def offer_of(proposal: Proposal, text: ChairsText, places: Sequence[MergePlace]) -> MergeOffer:
    pieces, base = text.pieces, text.base
    choices = choices_of(proposal.id, places)
    is_earlier = proposal.is_on_earlier_wording(base)
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
