"""Where the words and reasons of proposals are kept, for the secretariat to redact them."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, select

from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.positions.redacting import about_positions
from wgcop.proposals.actions import tell_open_pages, tell_within
from wgcop.proposals.models import Proposal, ProposalWording
from wgcop.proposals.position_rows import ProposalPosition
from wgcop.redaction.subjects import KeptWords, RedactionSubject, keeps_also, sign_up
from wgcop.threads.comments.suggestions import SuggestionProposal
from wgcop.threads.models import Comment


def _tell(proposal: Proposal, by: Person) -> None:
    tell_open_pages(proposal, "proposal.redacted", by=by)
    if proposal.is_released:
        tell_within(proposal, "proposal.redacted", by=by)


def _wordings(proposal: Proposal, *, is_released: bool) -> ColumnElement[bool]:
    return and_(
        ProposalWording.proposal_id == proposal.id, ProposalWording.is_released.is_(is_released)
    )


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
        KeptWords(
            "proposal-wordings",
            _l("Its wordings since it was released"),
            ProposalWording,
            of=lambda proposal: _wordings(proposal, is_released=True),
        ),
        KeptWords(
            "proposal-wordings-within",
            _l("Its wordings within the delegation"),
            ProposalWording,
            of=lambda proposal: _wordings(proposal, is_released=False),
            is_private=True,
        ),
    ),
    may_read=lambda proposal, audiences: proposal.audience in audiences,
    hold=lambda proposal: db.session.refresh(proposal, with_for_update={"of": Proposal}),
    afterwards=_tell,
)

ON_PROPOSAL = about_positions(
    "proposal-position",
    _l("Position on a proposal"),
    ProposalPosition,
    keys=("proposal-position-reason", "proposal-position-words"),
)

sign_up(PROPOSAL, ON_PROPOSAL)

# A proposal of a paper repeats the paper's words, and goes with them.
keeps_also(
    "paper",
    KeptWords(
        "proposals-of-paper",
        _l("Its proposals on clauses"),
        Proposal,
        ("text", "plain", "reasons"),
        of=lambda document: Proposal.contribution_id == document.id,
    ),
    KeptWords(
        "wordings-of-proposals-of-paper",
        _l("All wordings of its proposals on clauses"),
        ProposalWording,
        of=lambda document: ProposalWording.proposal_id.in_(
            select(Proposal.id).where(Proposal.contribution_id == document.id)
        ),
    ),
)

# A proposal that came of a suggestion repeats its words and those of its comment.
keeps_also(
    "comment",
    KeptWords(
        "proposals-of-suggestion",
        _l("Proposals that came of what it suggests"),
        Proposal,
        ("text", "plain", "reasons"),
        of=lambda comment: Proposal.id.in_(_made_of(comment)),
        is_private=True,
    ),
    KeptWords(
        "wordings-of-proposals-of-suggestion",
        _l("All wordings of proposals that came of what it suggests"),
        ProposalWording,
        of=lambda comment: ProposalWording.proposal_id.in_(_made_of(comment)),
        is_private=True,
    ),
)


def _made_of(comment: Comment) -> Select[int]:
    return select(SuggestionProposal.proposal_id).where(SuggestionProposal.comment_id == comment.id)
