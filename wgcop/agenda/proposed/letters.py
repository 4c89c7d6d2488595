"""The letter with the answer to a proposal for an agenda, in the language of the person who made
it.
"""

from wgcop.agenda.proposed.models import ProposedItem, ProposedState
from wgcop.letters import write_to_each


def write_answered(proposed: ProposedItem) -> None:
    """Write the letter, if the person's account is active."""
    to = proposed.proposed_by
    write_to_each(
        [to] if to.active else [],
        "agenda/proposal_answered",
        page=proposed.item.url if proposed.item else f"{proposed.meeting.url}/proposals",
        proposed=proposed,
        is_accepted=proposed.state == ProposedState.ACCEPTED,
    )
