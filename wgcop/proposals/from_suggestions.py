"""Makes a proposal of what a comment suggests: the clause of today with the suggested words."""

from flask_babel import gettext as _

from wgcop import markup
from wgcop.accounts.models import Capacity, Person
from wgcop.errors import Refused
from wgcop.positions.queries import words_of
from wgcop.proposals.actions import propose_words
from wgcop.proposals.models import Proposal, ProposedWords
from wgcop.proposals.suggested import made_of, show_made
from wgcop.proposals.symbols import symbol_for
from wgcop.resolutions.suggested import PassageGone, only_place, with_words_as_typed
from wgcop.resolutions.typeset import plain
from wgcop.suggestions.actions import locked, why_it_stays
from wgcop.suggestions.policy import can_propose, gives_reasons
from wgcop.threads.comments.mentions import without_tokens
from wgcop.threads.comments.suggestions import SuggestedWords
from wgcop.threads.models import Comment

LONGEST_REASONS = 5_000


def propose_suggested(
    comment: Comment, *, seen: int | None, by: Person, capacity: Capacity
) -> Proposal:
    """Begin a proposal within the delegation of `capacity`, or return the one that this delegation
    has made of the same words before. `seen` is the number of the wording that the page showed.
    """
    clause, delegation = comment.thread.clause, capacity.delegation
    if clause is None or delegation is None:
        raise Refused(_("Only delegations propose words."))
    suggestion = locked(comment, seen=seen)[0]
    if made := made_of(comment, delegation):
        return made
    if not can_propose(capacity, comment):
        raise Refused(why_it_stays(comment, capacity))
    base = words_of(clause)
    words = suggested_words(suggestion, base)
    reasons = _reasons(comment)
    symbol = symbol_for(None, base, words, reasons)
    proposal = propose_words(
        clause,
        ProposedWords(symbol, base, words, reasons),
        key=f"suggestion-{comment.id}-{comment.wording}-{delegation.id}",
        by=by,
        capacity=capacity,
    )
    show_made(comment, proposal, suggestion, by=by)
    return proposal


def suggested_words(suggestion: SuggestedWords, base: str) -> str:
    """Return the clause with the suggested words, or refuse if it is not sure where they belong."""
    quote = suggestion.comment.quote
    assert quote is not None
    place = only_place(plain(base), quote.anchor)
    if place == PassageGone.SEVERAL:
        raise Refused(
            _(
                "The quoted words stand more than once in the clause now. Propose words at the clause instead."
            )
        )
    if isinstance(place, PassageGone):
        raise Refused(
            _(
                "The quoted words are no longer in the clause as it reads now. Propose words at the clause instead."
            )
        )
    return with_words_as_typed(base, place, suggestion.instead)


def _reasons(comment: Comment) -> str:
    """Return the words of the comment as reasons, or nothing if they stay with their readers."""
    if not gives_reasons(comment):
        return ""
    words = markup.plain(without_tokens(comment.body)).strip()
    return words if len(words) <= LONGEST_REASONS else f"{words[: LONGEST_REASONS - 1]}…"
