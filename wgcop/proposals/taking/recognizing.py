"""Knows proposals again in the text of the paper into which they were taken."""

from collections.abc import Iterable, Sequence

from wgcop.paper.proposed import WrittenProposal
from wgcop.proposals.models import Proposal, ProposedWords
from wgcop.proposals.said_in_papers import SaidInPaper, on
from wgcop.proposals.symbols import Amendment
from wgcop.proposals.taking.models import TakenProposal
from wgcop.proposals.words import as_typed
from wgcop.resolutions import typeset


def found_in(
    written: Iterable[WrittenProposal], proposal: Proposal, block_id: str | None
) -> WrittenProposal | None:
    """Return the place where a proposal stands in a paper: the quotation that was made of it,
    however it was worded since, or one that somebody wrote and that says the same.
    """
    here = [
        each
        for each in written
        if each.clause == proposal.clause.wid
        and Amendment(each.symbol).adds == proposal.symbol.adds
    ]
    own = (each for each in here if each.block == block_id)
    return next(own, None) or next((each for each in here if says_the_same(proposal, each)), None)


def says_the_same(proposal: Proposal, written: WrittenProposal) -> bool:
    """Return whether a paper has the symbol, the words and the reasons of the proposal. Emphasis
    does not count: papers print quotations in italics.
    """
    return _sense(on(proposal.base, written)) == _sense(
        ProposedWords(proposal.symbol, proposal.base, proposal.words, proposal.reasons)
    )


def _sense(said: ProposedWords) -> tuple[Amendment, str, str]:
    words = "" if said.symbol.suppresses else said.words
    return said.symbol, typeset.plain(as_typed(words)), " ".join(said.reasons.split())


def known_again(said: Sequence[SaidInPaper], taken: Sequence[TakenProposal]) -> dict[str, Proposal]:
    """Return the proposals that become those of a paper, by the block of their quotation: those
    that it still has and that no other paper brings. Words that were moved to another place may
    have a new block.
    """
    found: dict[str, Proposal] = {}
    for is_its_place in (_is_its_block, _is_its_words):
        for row in taken:
            proposal = row.proposal
            if proposal.contribution_id is not None or proposal in found.values():
                continue
            left = (each for each in said if each.block not in found)
            place = next((each for each in left if is_its_place(each, row)), None)
            if place is not None:
                found[place.block] = proposal
    return found


def _is_its_block(said: SaidInPaper, row: TakenProposal) -> bool:
    return said.block == row.block_id and _is_at_its_clause(said, row.proposal)


def _is_its_words(said: SaidInPaper, row: TakenProposal) -> bool:
    return _is_at_its_clause(said, row.proposal) and row.proposal.says(said.said)


def _is_at_its_clause(said: SaidInPaper, proposal: Proposal) -> bool:
    place = said.clause.id, said.said.symbol.adds
    return place == (proposal.clause_id, proposal.symbol.adds)
