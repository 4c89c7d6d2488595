"""The desk of a delegation: all that concerns it, for the people who speak for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.accounts.roles import DECIDING
from wgcop.agenda.queries import meetings
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.contributions.queries import Desk as Papers
from wgcop.contributions.queries import desk as papers_at_hand
from wgcop.contributions.queries import documents_of
from wgcop.following.queries import followed_by_delegation
from wgcop.implementation.queries.inbox import AskedReply, implementation_inbox
from wgcop.outcomes.action_points import ActionPoint
from wgcop.outcomes.queries import open_action_points_of, statements_of_delegation
from wgcop.outcomes.silence.models import SilenceProcedure
from wgcop.outcomes.silence.queries import silence_to_answer
from wgcop.outcomes.statements import DeliveredStatement
from wgcop.positions.actions import see_movements
from wgcop.positions.models import ChairNotice
from wgcop.positions.movements import ON_CLAUSES, Movements
from wgcop.positions.notices import notices_of
from wgcop.positions.own import OwnClause, own_clauses
from wgcop.positions.policy import takes_positions
from wgcop.positions.seen import last_seen, row_number
from wgcop.proposals.movements import ON_PROPOSALS
from wgcop.proposals.positions import OwnProposal, own_proposals
from wgcop.registration.models import Registration
from wgcop.registration.queries import attendance_of
from wgcop.thread_news.of_delegation import (
    TalkWithin,
    calls_to,
    released_by,
    talk_within,
    unanswered_by,
)
from wgcop.threads.models import MEMBERS, Comment
from wgcop.threads.subjects import open_audiences

MOST = 50
"""The most lines of a part that grows with the years. The latest are shown."""

MOST_HANDED_OVER = 1_000
"""The most lines of such a part in the document for a successor, which says so if there are more.
"""


@dataclass(frozen=True)
class Attended:
    meeting: Meeting
    people: Sequence[Registration]


@dataclass(frozen=True)
class DelegationDesk:
    """The desk as one of the delegation's people sees it. `at` is the moment of the page."""

    delegation: Delegation
    at: datetime
    reads_since: datetime | None
    """The time from which the reader reads what is said within the delegation; None if they read
    all of it.
    """
    takes_positions: bool
    clauses: Sequence[OwnClause]
    proposals: Sequence[OwnProposal]
    """The proposals on which the delegation has a position."""
    moved: Movements
    moved_on_proposals: Movements
    notices: Sequence[ChairNotice]
    papers: Papers
    documents: Sequence[Contribution]
    releases: Sequence[Comment]
    statements: Sequence[DeliveredStatement]
    calls: Sequence[Comment]
    unanswered: frozenset[int]
    """The ids of the calls to which the delegation has not replied."""
    talk: Sequence[TalkWithin]
    action_points: Sequence[ActionPoint]
    replies: Sequence[AskedReply]
    silences: Sequence[SilenceProcedure]
    meetings: Sequence[Attended]
    followed: Sequence[Any]

    @property
    def open_clauses(self) -> list[OwnClause]:
        return [each for each in self.clauses if each.is_open]

    @property
    def settled_clauses(self) -> list[OwnClause]:
        return [each for each in self.clauses if not each.is_open]


def desk_of(delegation: Delegation, person: Person, *, most: int = MOST) -> DelegationDesk:
    """Return the desk of the delegation for which the person speaks, in a constant number of SQL
    statements. It holds what they may read as its member, and nothing that they read in an office
    or for another delegation.
    """
    membership = next(m for m in person.memberships if m.delegation_id == delegation.id)
    audiences = membership.audiences | {"public", MEMBERS, person.topic}
    clauses = own_clauses(delegation)
    arranged = meetings()
    ahead = [*arranged.now, *arranged.coming]
    attending = attendance_of(delegation, ahead)
    calls = calls_to(delegation, audiences, most=most)
    return DelegationDesk(
        delegation=delegation,
        at=clock.now(),
        reads_since=membership.reads_since,
        takes_positions=takes_positions(delegation),
        clauses=clauses,
        proposals=own_proposals(delegation),
        moved=ON_CLAUSES.read(person, delegation),
        moved_on_proposals=ON_PROPOSALS.read(person, delegation),
        notices=notices_of(delegation),
        papers=papers_at_hand(audiences, of=delegation),
        documents=documents_of(delegation, audiences, most=most),
        releases=released_by(delegation, audiences, most=most),
        statements=statements_of_delegation(delegation, most=most),
        calls=calls,
        unanswered=unanswered_by(delegation, calls),
        talk=talk_within(audiences, most=most),
        action_points=open_action_points_of(delegation),
        replies=[
            each
            for each in implementation_inbox(person, actions=False, evidence=False).replies
            if each.delegation == delegation.name
        ],
        silences=silence_to_answer(person) if delegation.category in DECIDING else [],
        meetings=[Attended(each, attending.get(each.id, [])) for each in ahead],
        followed=followed_by_delegation(
            delegation, ["public", *open_audiences(audiences)], most=2 * most
        ),
    )


def mark_seen(delegation: Delegation, data: Mapping[str, str], *, by: Person) -> None:
    """Mark what moved against the delegation's positions as seen, up to the last position that the
    page of this form showed.
    """
    on_proposals = row_number(data.get("seen_on_proposals", ""))
    on_clauses = row_number(data.get("seen", "")) if on_proposals else last_seen(data)
    own = [
        (ON_CLAUSES, on_clauses, [each.clause for each in own_clauses(delegation)]),
        (ON_PROPOSALS, on_proposals, [each.proposal.clause for each in own_proposals(delegation)]),
    ]
    for on, seen, clauses in own:
        if seen:
            see_movements({each.resolution_id for each in clauses}, delegation, seen, by=by, on=on)
