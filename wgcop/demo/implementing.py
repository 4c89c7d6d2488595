"""Builds actions on clauses in the demo world, their evidence and a request to members, with the
actions that people use.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from wgcop import clock
from wgcop.accounts.models import Capacity, Person
from wgcop.agenda.models import AgendaItem
from wgcop.demo.implementation import (
    ASKED_AGO,
    DEEDS,
    DUE_AGO,
    REPLIES,
    REQUEST,
    REQUESTED,
    DemoDeed,
    DemoEvidence,
)
from wgcop.implementation.actions import (
    add_action,
    add_evidence,
    approve_action,
    approve_request,
    ask_members,
    review_action,
    send_back_action,
    state_progress,
    submit_action,
    write_reply,
)
from wgcop.implementation.evidence import EvidenceKind, EvidenceThing
from wgcop.implementation.facts import ImplementationFacts
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.queries import delegations_addressed
from wgcop.implementation.replies import Addressees
from wgcop.implementation.states import ReviewState
from wgcop.initiatives.models import Initiative
from wgcop.outcomes.action_points import ActionPoint
from wgcop.outcomes.wordings import AgreedWording
from wgcop.priorwork.models import Document

if TYPE_CHECKING:
    from wgcop.demo.world import World

EVIDENCE_AGO, SUBMITTED_AGO, REVIEWED_AGO, APPROVED_AGO = 11, 10, 9, 8


def implement(world: World) -> None:
    """Build everything about clauses. Wordings are agreed in the last hours, so evidence that
    consists of them comes after other evidence.
    """
    actions = [(deed, begin(world, deed)) for deed in DEEDS]
    for deed, action in actions:
        go_on(world, deed, action)
    for deed, action in actions:
        agreed = [each for each in deed.evidence if each.kind == EvidenceKind.WORDING]
        with world.ago(hours=2):
            for each in agreed:
                give(world, action, each, by=world.people["helena"])
    with world.ago(days=7):
        for_clause = DemoEvidence(kind="document", thing="")
        ines = world.people["ines"]
        add_evidence(
            world.clauses[REQUESTED], thing(world, for_clause), by=ines, capacity=_office(ines)
        )
    ask(world)


def begin(world: World, deed: DemoDeed) -> ImplementationAction:
    person = world.people[deed.by]
    delegation = world.delegation(deed.delegation) if deed.delegation else None
    clause = world.clauses[deed.clause]
    facts = ImplementationFacts(
        what=deed.what,
        lead=deed.lead or (delegation.name if delegation else ""),
        asked=clause.wording.section.heading.partition(" ")[2],
        delegation_id=delegation.id if delegation else None,
        partners=deed.partners,
        outputs=deed.outputs,
        starts_on=_day(world, deed.starts),
        due_on=_day(world, deed.due),
    )
    with world.ago(days=deed.begun):
        action = add_action(clause, facts, by=person, capacity=_spoken(person))
    for each in deed.progress:
        with world.ago(days=each.ago):
            state_progress(
                action,
                each.state,
                each.words,
                clock.now().date(),
                version=action.version,
                by=person,
                capacity=_spoken(person),
            )
    return action


def go_on(world: World, deed: DemoDeed, action: ImplementationAction) -> None:
    person, elke, ines = world.people[deed.by], world.people["elke"], world.people["ines"]
    with world.ago(days=EVIDENCE_AGO):
        for each in deed.evidence:
            if each.kind != EvidenceKind.WORDING:
                give(world, action, each, by=person)
    states = list(ReviewState)
    if deed.sent_back or states.index(deed.review) >= states.index(ReviewState.SUBMITTED):
        with world.ago(days=min(SUBMITTED_AGO, deed.begun - 1)):
            submit_action(action, version=action.version, by=person, capacity=_spoken(person))
    if deed.sent_back:
        with world.ago(days=3):
            send_back_action(
                action, deed.sent_back, version=action.version, by=elke, capacity=_office(elke)
            )
    if states.index(deed.review) >= states.index(ReviewState.REVIEWED):
        with world.ago(days=REVIEWED_AGO):
            review_action(
                action, deed.remark, version=action.version, by=elke, capacity=_office(elke)
            )
    if deed.review == ReviewState.APPROVED:
        with world.ago(days=APPROVED_AGO):
            approve_action(action, "", version=action.version, by=ines, capacity=_office(ines))


def give(world: World, action: ImplementationAction, each: DemoEvidence, *, by: Person) -> None:
    add_evidence(
        action.clause,
        thing(world, each),
        each.note,
        action=action,
        title=each.title,
        by=by,
        capacity=_spoken(by),
    )


def thing(world: World, each: DemoEvidence) -> EvidenceThing:
    kind = EvidenceKind(each.kind)
    match kind:
        case EvidenceKind.LINK:
            return EvidenceThing(kind, address=each.thing)
        case EvidenceKind.CONTRIBUTION:
            return EvidenceThing(kind, world.papers[each.thing].id)
        case EvidenceKind.ENTRY:
            query = select(Initiative.id).where(Initiative.name == each.thing)
        case EvidenceKind.ACTION_POINT:
            query = select(ActionPoint.id).where(ActionPoint.text == each.thing)
        case EvidenceKind.DOCUMENT:
            query = select(Document.id).order_by(Document.key).limit(1)
        case EvidenceKind.WORDING:
            of_item = AgreedWording.item.has(AgendaItem.title == each.thing)
            query = select(AgreedWording.standing_id).where(of_item)
        case EvidenceKind.DECISION:
            item = world.session.scalars(
                select(AgendaItem).where(AgendaItem.title == each.thing)
            ).one()
            assert item.decision is not None
            return EvidenceThing(kind, item.decision.id)
    return EvidenceThing(kind, world.session.scalars(query).one())


def ask(world: World) -> None:
    ines = world.people["ines"]
    with world.ago(days=ASKED_AGO):
        request = ask_members(
            world.clauses[REQUESTED],
            REQUEST,
            Addressees.MEMBER_STATES,
            delegations_addressed(Addressees.MEMBER_STATES),
            world.day(-DUE_AGO),
            by=ines,
            capacity=_office(ines),
        )
    for reply in REPLIES:
        person = world.people[reply.by]
        mine = next(r for r in request.replies if person.belongs_to(r.delegation))
        entry = None
        if reply.entry:
            named = select(Initiative).where(Initiative.name == reply.entry)
            entry = world.session.scalars(named).one()
        with world.ago(days=reply.ago):
            write_reply(
                mine,
                reply.state,
                reply.words,
                list(reply.links),
                entry,
                version=mine.version,
                by=person,
                capacity=_spoken(person),
            )
    with world.ago(days=2):
        approve_request(request, by=ines)


def _day(world: World, offset: int | None) -> date | None:
    return None if offset is None else world.day(offset)


def _spoken(person: Person) -> Capacity:
    return person.capacities[0]


def _office(person: Person) -> Capacity:
    return person.offices[0].capacity
