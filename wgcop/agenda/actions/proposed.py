"""Proposing an item or a document for an agenda, and accepting, declining or withdrawing the
proposal.
"""

from dataclasses import dataclass

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.agenda.actions.documents import attach_document
from wgcop.agenda.actions.items import add_item
from wgcop.agenda.actions.locks import lock
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.proposed.letters import write_answered
from wgcop.agenda.proposed.models import ProposedItem, ProposedState
from wgcop.agenda.things import thing_of_meeting
from wgcop.audit.actions import note
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.errors import Invalid, Refused
from wgcop.events.actions import open_topic, record
from wgcop.events.models import Topic


@dataclass(frozen=True, kw_only=True)
class ProposedFacts:
    """The text that a delegation writes in a proposal. If it has no title, that of the proposed
    document is used.
    """

    title: str = ""
    planned_minutes: int | None = None
    reason: str = ""
    contribution: Contribution | None = None
    under: AgendaItem | None = None


def propose(
    meeting: Meeting, delegation: Delegation, facts: ProposedFacts, *, by: Person
) -> ProposedItem:
    if not meeting.is_open_for_contributions:
        raise Refused(
            _("The deadline of this meeting has passed. Ask the secretariat or the chair.")
        )
    title = " ".join(facts.title.split()) or (
        facts.contribution.title if facts.contribution else ""
    )
    if not title:
        raise Invalid(_("Enter a title for the item, or choose a document."))
    lock(meeting)
    proposed = ProposedItem(
        meeting=meeting,
        delegation=delegation,
        proposed_by=by,
        title=title[:300],
        planned_minutes=facts.planned_minutes,
        reason=facts.reason.strip(),
        contribution=facts.contribution,
        under=facts.under,
    )
    db.session.add(proposed)
    db.session.flush()
    _tell(meeting, by=by)
    note("proposal.made", by=by, of=thing_of_meeting(meeting))
    return proposed


def accept_proposed(proposed: ProposedItem, *, under: AgendaItem | None, by: Person) -> AgendaItem:
    """Accept a proposal and return the item. A document is listed under the chosen item; anything
    else becomes a new item, below the chosen one or on the top level.

    The new item comes before “Any other business”, the last item of an agenda.
    """
    _answer(proposed, ProposedState.ACCEPTED, by=by)
    document = proposed.contribution
    if document and under:
        attach_document(under, document, by=by)
        item = under
    else:
        item = add_item(
            proposed.meeting,
            ItemFacts(title=proposed.title, planned_minutes=proposed.planned_minutes),
            parent=under,
            documents=[document] if document else [],
            before_the_end=True,
            by=by,
        )
    proposed.item = item
    write_answered(proposed)
    note("proposal.accepted", by=by, of=thing_of_meeting(proposed.meeting))
    return item


def decline_proposed(proposed: ProposedItem, reason: str, *, by: Person) -> None:
    if not reason.strip():
        raise Invalid(_("Enter a reason, so that the delegation knows."))
    _answer(proposed, ProposedState.DECLINED, by=by)
    proposed.answer = reason.strip()
    write_answered(proposed)
    note("proposal.declined", by=by, of=thing_of_meeting(proposed.meeting))


def withdraw_proposed(proposed: ProposedItem, *, by: Person) -> None:
    """Withdraw a proposal on behalf of its delegation, as long as nobody has answered it."""
    _answer(proposed, ProposedState.WITHDRAWN, by=by)
    note("proposal.withdrawn", by=by, of=thing_of_meeting(proposed.meeting))


def open_proposals(meeting: Meeting) -> Topic:
    """Open the topic of a meeting's proposals. It is made with the meeting, so that the editors of
    its agenda can listen from the beginning.
    """
    return open_topic(
        meeting.proposals_topic,
        title=meeting.title,
        address=f"{meeting.url}/proposals",
        audience=meeting.group.agenda_editors,
    )


def _answer(proposed: ProposedItem, state: ProposedState, *, by: Person) -> None:
    # If two people answer at once, the second finds the proposal answered.
    lock(proposed.meeting)
    db.session.refresh(proposed)
    if not proposed.waits:
        raise Refused(_("“%(title)s” has already been answered.", title=proposed.title))
    proposed.state, proposed.answered_by, proposed.answered_at = state, by, clock.now()
    db.session.flush()
    _tell(proposed.meeting, by=by)


def _tell(meeting: Meeting, *, by: Person) -> None:
    record(
        open_proposals(meeting),
        "agenda.proposed",
        by=by,
        target_kind="waiting-proposals",
        target_id=meeting.id,
    )
