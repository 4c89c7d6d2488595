"""Where the words and reasons of proposals are kept, for the secretariat to redact them."""

from flask_babel import lazy_gettext as _l

from wgcop.accounts.models import Person
from wgcop.proposals.actions import tell_open_pages, tell_within
from wgcop.proposals.models import Proposal, ProposalWording
from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up


def _tell(proposal: Proposal, by: Person) -> None:
    tell_open_pages(proposal, "proposal.redacted", by=by)
    if proposal.is_released:
        tell_within(proposal, "proposal.redacted", by=by)


PROPOSAL = RedactionSubject(
    "proposal",
    _l("Proposal"),
    Proposal,
    (
        KeptWords("proposed-words", _l("The proposed words"), Proposal, ("text", "plain")),
        KeptWords("proposal-reasons", _l("The reasons"), Proposal, ("reasons",)),
        # It is apart, since a proposal without it would count as written on other words.
        KeptWords(
            "proposal-base",
            _l("The wording that it is about"),
            Proposal,
            ("base",),
            passages_only=True,
        ),
        KeptWords("proposal-wordings", _l("All its wordings"), ProposalWording),
    ),
    may_read=lambda proposal, audiences: proposal.audience in audiences,
    afterwards=_tell,
)

sign_up(PROPOSAL)
