"""Positions on proposals: the same stances, layers and rules as on clauses, bound to the proposed words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from wgcop.accounts.models import Delegation, Person
from wgcop.accounts.regional import RegionalGroup
from wgcop.audit.actions import Thing
from wgcop.database import db
from wgcop.events.actions import record
from wgcop.events.models import Topic
from wgcop.positions.models import HeldPosition, Holder
from wgcop.positions.movements import Movements
from wgcop.positions.queries import ReleasedPositions, Strip, in_order, strips_from
from wgcop.positions.stances import Layer
from wgcop.positions.subjects import PositionSubject, takes_positions_on
from wgcop.proposals.models import Proposal, with_clause
from wgcop.proposals.movements import ON_PROPOSALS
from wgcop.proposals.position_rows import ProposalPosition, latest_on_proposals
from wgcop.proposals.subjects import with_no_reader
from wgcop.resolutions.models import Edition
from wgcop.threads.actions.comments import thread_about, thread_of, topic_of
from wgcop.threads.models import MEMBERS, Thread, topic_name


def _of(holder: Holder) -> Any:
    if isinstance(holder, RegionalGroup):
        return ProposalPosition.group_key == holder.key
    return ProposalPosition.delegation_id == holder.id


class ProposalSubject(PositionSubject):
    argument = "proposal_id"
    targets = ("proposal-positions", "own-proposal-positions")

    def __init__(self, proposal: Proposal) -> None:
        self.thing = proposal
        self.title = proposal.title
        self.place = proposal.url
        self.topic = proposal.topic
        self.dom_key = f"proposal-{proposal.id}"

    @classmethod
    def find(cls, key: Any, audiences: frozenset[str]) -> Self | None:
        proposal = db.session.scalar(
            select(Proposal)
            .where(Proposal.id == key)
            .options(joinedload(Proposal.delegation), *with_clause())
        )
        return cls(proposal) if proposal and proposal.audience in audiences else None

    @property
    def key(self) -> int:
        return int(self.thing.id)

    @property
    def edition(self) -> Edition:
        edition: Edition = self.thing.clause.wording.section.edition
        return edition

    @property
    def above(self) -> list[tuple[str, str]]:
        clause = self.thing.clause
        return [
            (self.edition.name, self.edition.url),
            (clause.wording.citation, clause.place),
            (_("Proposals"), f"/clauses/{clause.wid}/proposals"),
        ]

    @property
    def layers(self) -> Sequence[Layer]:
        """A position is not released before the proposal: nobody else may know what it is about."""
        is_released = self.thing.is_released
        return [each for each in Layer if is_released or each != Layer.RELEASED]

    @property
    def closed(self) -> str:
        if self.thing.is_withdrawn:
            return _("This proposal is withdrawn. Positions on it stay as they were recorded.")
        return ""

    def words(self) -> str:
        words: str = self.thing.words
        return words

    def thread(self) -> Thread:
        return thread_about(with_no_reader(self.thing))

    def new_row(self, holder: Holder) -> HeldPosition:
        if isinstance(holder, RegionalGroup):
            return ProposalPosition(proposal=self.thing, delegation=None, group_key=holder.key)
        return ProposalPosition(proposal=self.thing, delegation=holder, group_key="")

    def own(self, holder: Holder) -> Mapping[Layer, HeldPosition]:
        rows = db.session.scalars(
            latest_on_proposals(ProposalPosition.proposal_id == self.thing.id, _of(holder)).options(
                joinedload(ProposalPosition.person), joinedload(ProposalPosition.delegation)
            )
        )
        return {each.layer: each for each in rows}

    def released(self) -> ReleasedPositions:
        rows = db.session.scalars(
            latest_on_proposals(
                ProposalPosition.proposal_id == self.thing.id,
                ProposalPosition.layer == Layer.RELEASED,
            ).options(joinedload(ProposalPosition.delegation))
        ).all()
        of_groups = [each for each in rows if each.stance and each.delegation_id is None]
        of_groups.sort(key=lambda each: each.group_key)
        taken = in_order(each for each in rows if each.delegation_id is not None)
        return ReleasedPositions(self.dom_key, self.words(), [*of_groups, *taken])

    def history(
        self, delegation: Delegation | None, groups: Collection[RegionalGroup]
    ) -> Sequence[HeldPosition]:
        readable = [ProposalPosition.layer == Layer.RELEASED]
        readable += [_of(each) for each in (delegation, *groups) if each is not None]
        return db.session.scalars(
            select(ProposalPosition)
            .where(ProposalPosition.proposal_id == self.thing.id, or_(*readable))
            .order_by(ProposalPosition.at.desc(), ProposalPosition.id.desc())
            .options(joinedload(ProposalPosition.delegation), joinedload(ProposalPosition.person))
        ).all()

    def moved(self, person: Person, delegation: Delegation) -> Movements:
        return ON_PROPOSALS.read(
            person,
            delegation,
            resolution_id=self.thing.clause.resolution_id,
            thing_id=self.thing.id,
        )

    def trail(self) -> Thing:
        return Thing("proposal", self.thing.id, self.title)

    def tell_also(self, position: HeldPosition, *, by: Person | None) -> None:
        """Let the list of proposals at the clause show the mark."""
        record(
            self._topic_at_clause(),
            "proposal.position",
            by=by,
            target_kind="proposal",
            target_id=self.thing.id,
        )

    def read_again(self) -> None:
        db.session.refresh(self.thing, with_for_update={"read": True, "of": Proposal})

    def lock_also(self) -> None:
        self._topic_at_clause(locks=True)

    def _topic_at_clause(self, *, locks: bool = False) -> Topic:
        return topic_of(thread_of(self.thing.clause), MEMBERS, locks=locks)

    def topics_for(self, holder: Holder | None) -> list[str]:
        """Return also those of the clause, on which a rewording of the proposal is recorded."""
        clause = self.thing.clause.topic
        own = [topic_name(self.topic, holder.audience)] if holder else []
        if self.thing.is_released:
            return [self.topic, clause, *own]
        return [*own, topic_name(clause, self.thing.audience)]


takes_positions_on(Proposal, ProposalSubject)


def strips_of(proposals: Collection[Proposal]) -> dict[int, Strip]:
    """Return the marks of released positions by the id of the proposal, in one SQL statement.
    Proposals without any are left out.
    """
    ids = [each.id for each in proposals]
    if not ids:
        return {}
    rows = db.session.scalars(
        latest_on_proposals(
            ProposalPosition.proposal_id.in_(ids), ProposalPosition.layer == Layer.RELEASED
        ).options(joinedload(ProposalPosition.delegation))
    )
    return strips_from(
        (each.proposal_id, each.stance, each.group_key, each.holder_name)
        for each in sorted(rows, key=lambda each: (not each.group_key, each.holder_name))
        if each.stance
    )


def readable_on(
    clause_ids: Collection[int], delegations: Collection[int], groups: Collection[str]
) -> list[ColumnElement[bool]]:
    """Return the conditions for the positions on proposals on these clauses that are released, or belong
    to one of these delegations and regional groups.
    """
    on_them = select(Proposal.id).where(Proposal.clause_id.in_(clause_ids))
    return [
        ProposalPosition.proposal_id.in_(on_them),
        or_(
            ProposalPosition.layer == Layer.RELEASED,
            ProposalPosition.delegation_id.in_(delegations),
            ProposalPosition.group_key.in_(groups),
        ),
    ]


def positions_on_proposals(*which: ColumnElement[bool]) -> list[ProposalPosition]:
    """Return the current positions among these: of each proposal those of regional groups, and then
    those of delegations as they stand in a list.
    """
    rows = db.session.scalars(
        latest_on_proposals(*which).options(
            joinedload(ProposalPosition.delegation),
            joinedload(ProposalPosition.person),
            joinedload(ProposalPosition.proposal).options(
                joinedload(Proposal.delegation), *with_clause()
            ),
        )
    ).all()
    taken = [each for each in rows if each.stance]
    of_groups = sorted((each for each in taken if each.group_key), key=lambda each: each.group_key)
    ordered = [*of_groups, *in_order(each for each in taken if not each.group_key)]
    return sorted(ordered, key=lambda each: (each.proposal.released_at is None, each.proposal_id))


@dataclass(frozen=True)
class OwnProposal:
    """A proposal on which the delegation has recorded something, with its rows by layer. `said` are the
    marks of what everybody released on it.
    """

    proposal: Proposal
    positions: dict[Layer, ProposalPosition]
    said: Strip | None = None

    @property
    def in_order(self) -> list[ProposalPosition]:
        return [self.positions[layer] for layer in Layer if layer in self.positions]

    def is_outdated(self, position: ProposalPosition) -> bool:
        return not position.is_taken_on(self.proposal.words)

    @property
    def is_open(self) -> bool:
        """Whether the delegation has something to settle here, as with a clause. Nothing is open
        once the proposal is withdrawn.
        """
        return not self.proposal.is_withdrawn and any(
            self.is_outdated(each)
            or (each.layer != Layer.RED_LINE and each.stance is not None and each.stance.is_open)
            for each in self.positions.values()
        )


def own_proposals(delegation: Delegation) -> list[OwnProposal]:
    """Return the proposals on which the delegation has a position or a red line, the open ones
    first, in a constant number of SQL statements.
    """
    rows = db.session.scalars(
        latest_on_proposals(ProposalPosition.delegation_id == delegation.id).options(
            joinedload(ProposalPosition.person),
            joinedload(ProposalPosition.proposal).options(
                joinedload(Proposal.delegation), *with_clause()
            ),
        )
    ).all()
    found: dict[int, OwnProposal] = {}
    for each in rows:
        if each.stance is not None:
            own = found.setdefault(each.proposal_id, OwnProposal(each.proposal, {}))
            own.positions[each.layer] = each
    said = strips_of([each.proposal for each in found.values()])
    return sorted(
        (replace(each, said=said.get(key)) for key, each in found.items()),
        key=lambda each: (
            not each.is_open,
            each.proposal.clause.wording.reading_order,
            each.proposal.id,
        ),
    )
