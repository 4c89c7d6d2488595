"""What is done about the clauses of an edition, as its page and the report need it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad
from sqlalchemy.sql.base import ExecutableOption

from wgcop.accounts.models import Category, Delegation, GroupRole, Membership, Office, Person
from wgcop.bodies.models import Group
from wgcop.contributions.models import Contribution
from wgcop.db import db
from wgcop.implementation import policy
from wgcop.implementation.chain import ClauseChain, ShownAction
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.models import ActionStatement, ImplementationAction
from wgcop.implementation.replies import Addressees, MemberReply, ReplyRequest, ReplyWording
from wgcop.implementation.states import Period
from wgcop.implementation.validity import Bound, ValidityCheck
from wgcop.initiatives.models import Initiative
from wgcop.meetings.models import AgendaItem, Decision
from wgcop.meetings.outcomes.action_points import ActionPoint
from wgcop.meetings.outcomes.wordings import AgreedWording
from wgcop.resolutions.headings import verb_and_addressee
from wgcop.resolutions.models import Clause, Edition, Resolution, Section, SectionKind, Wording


def implementation_of(
    edition: Edition, audiences: frozenset[str], *, period: Period | None = None
) -> list[ClauseChain]:
    """Each operative clause in the order of the text, with actions, evidence and requests that this reader may see.

    At the end, without a wording, what answers clauses that the edition no longer has. With a period, only what
    falls into it. In as many statements as there are kinds of things, however many of them there are.
    """
    wordings = operative_clauses(edition)
    evidence = _evidence_by_owner(edition, audiences)
    actions: defaultdict[int, list[ShownAction]] = defaultdict(list)
    for action in _actions(edition):
        shown = shown_to(audiences, action, evidence.pop(("action", action.id), []))
        if shown and (period is None or _falls_into(period, shown)):
            actions[action.clause_id].append(shown)
    for_clause = {
        key: [each for each in of_clause if period is None or _was_added_in(period, each)]
        for (owner, key), of_clause in evidence.items()
        if owner == "clause"
    }
    requests = _requests(edition, audiences, period)
    chains = [
        ClauseChain(
            wording,
            actions.pop(wording.clause_id, ()),
            for_clause.pop(wording.clause_id, ()),
            requests.pop(wording.clause_id, ()),
        )
        for wording in wordings
    ]
    left_out = sorted({*actions, *(key for key, rows in for_clause.items() if rows)})
    return chains + [
        ClauseChain(None, actions.get(key, ()), for_clause.get(key, ())) for key in left_out
    ]


def operative_clauses(edition: Edition) -> Sequence[Wording]:
    return db.session.scalars(
        select(Wording)
        .join(Wording.section)
        .where(Section.edition_id == edition.id, Section.kind == SectionKind.OPERATIVE)
        .options(joinedload(Wording.clause), joinedload(Wording.section))
        .order_by(Section.position, Wording.position)
    ).all()


def shown_to(
    audiences: frozenset[str], action: ImplementationAction, evidence: Sequence[Evidence] = ()
) -> ShownAction | None:
    facts = action.facts_for(audiences)
    if facts is None:
        return None
    return ShownAction(action, facts, policy.can_read_as_it_stands(audiences, action), evidence)


def _actions(edition: Edition) -> Sequence[ImplementationAction]:
    return db.session.scalars(
        select(ImplementationAction)
        .where(_answers(edition, ImplementationAction, ValidityCheck.action_id))
        .options(*_with_action())
        .order_by(ImplementationAction.created_at, ImplementationAction.id)
    ).all()


def _with_action() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(ImplementationAction.clause),
        joinedload(ImplementationAction.delegation),
        joinedload(ImplementationAction.progress_by),
    )


def _with_things() -> tuple[ExecutableOption, ...]:
    """What evidence says of itself, without another statement for each."""
    return (
        joinedload(Evidence.clause),
        joinedload(Evidence.action).joinedload(ImplementationAction.delegation),
        joinedload(Evidence.document),
        joinedload(Evidence.contribution).selectinload(Contribution.revisions),
        joinedload(Evidence.decision).joinedload(Decision.item).joinedload(AgendaItem.meeting),
        joinedload(Evidence.agreed).joinedload(AgreedWording.item).joinedload(AgendaItem.meeting),
        joinedload(Evidence.agreed).joinedload(AgreedWording.standing),
        joinedload(Evidence.action_point)
        .joinedload(ActionPoint.item)
        .joinedload(AgendaItem.meeting),
        joinedload(Evidence.initiative).selectinload(Initiative.coverage),
        joinedload(Evidence.added_by),
    )


def _evidence_by_owner(
    edition: Edition, audiences: frozenset[str]
) -> dict[tuple[str, int], list[Evidence]]:
    """By action, or by clause where it belongs to no action."""
    rows = db.session.scalars(
        select(Evidence)
        .where(
            _answers(edition, Evidence, ValidityCheck.evidence_id), Evidence.removed_at.is_(None)
        )
        .options(*_with_things())
        .order_by(Evidence.added_at, Evidence.id)
    ).unique()
    owners: dict[tuple[str, int], list[Evidence]] = defaultdict(list)
    for each in rows:
        if policy.can_see_evidence(audiences, each):
            owner = ("action", each.action_id) if each.action_id else ("clause", each.clause_id)
            owners[owner].append(each)
    return dict(owners)


def _answers(edition: Edition, bound: type[Bound], checked: Any) -> ColumnElement[bool]:
    """What is bound to this edition, was before a newer one came, or asks whether it answers this one."""
    before = select(checked).where(
        ValidityCheck.from_edition_id == edition.id, checked.is_not(None)
    )
    key: Any = bound.id  # type: ignore[attr-defined]
    return or_(
        bound.edition_id == edition.id, bound.asked_edition_id == edition.id, key.in_(before)
    )


def _requests(
    edition: Edition, audiences: frozenset[str], period: Period | None
) -> dict[int, list[ReplyRequest]]:
    by_clause: dict[int, list[ReplyRequest]] = defaultdict(list)
    for each in db.session.scalars(
        with_replies().where(
            ReplyRequest.clause_id.in_(
                select(Clause.id).where(Clause.resolution_id == edition.resolution_id)
            )
        )
    ):
        falls = period is None or period.meets(each.asked_at.date(), each.due_on)
        if falls and policy.can_see_request(audiences, each):
            by_clause[each.clause_id].append(each)
    return dict(by_clause)


def with_replies() -> Select[ReplyRequest]:
    return (
        select(ReplyRequest)
        .options(
            joinedload(ReplyRequest.clause),
            joinedload(ReplyRequest.asked_by),
            joinedload(ReplyRequest.edition).joinedload(Edition.resolution),
            selectinload(ReplyRequest.replies).options(
                joinedload(MemberReply.delegation).selectinload(Delegation.memberships),
                *_with_words(),
            ),
        )
        .order_by(ReplyRequest.asked_at, ReplyRequest.id)
    )


def _falls_into(period: Period, shown: ShownAction) -> bool:
    known_since = shown.action.created_at.date()
    return shown.facts.falls_into(period, known_since=known_since) or any(
        _was_added_in(period, each) for each in shown.evidence
    )


def _was_added_in(period: Period, evidence: Evidence) -> bool:
    return period.holds(evidence.added_at.date())


def latest_edition(resolution_ids: Collection[int]) -> dict[int, Edition]:
    """By resolution, the edition that is in force."""
    rows = db.session.scalars(
        select(Edition)
        .where(Edition.resolution_id.in_(resolution_ids))
        .options(joinedload(Edition.resolution))
        .order_by(Edition.year, Edition.id)
    )
    return {each.resolution_id: each for each in rows}


# The page of an edition


def overview() -> list[Edition]:
    """Of each resolution the edition in force, in the order of their numbers."""
    rows = db.session.scalars(select(Resolution.id)).all()
    return sorted(latest_edition(rows).values(), key=lambda each: (each.year, each.slug))


def leads(chains: Iterable[ClauseChain]) -> dict[int, str]:
    """The delegations that lead an action on the page, by name."""
    names = {
        shown.action.delegation.id: shown.action.delegation.name
        for chain in chains
        for shown in chain.actions
        if shown.action.delegation and shown.facts.delegation_id == shown.action.delegation_id
    }
    return dict(sorted(names.items(), key=lambda each: each[1]))


# One action, one piece of evidence


def action_with_log(action_id: int) -> ImplementationAction | None:
    return db.session.scalar(
        select(ImplementationAction)
        .where(ImplementationAction.id == action_id)
        .options(
            *_with_action(),
            joinedload(ImplementationAction.created_by),
            joinedload(ImplementationAction.edition).joinedload(Edition.resolution),
            joinedload(ImplementationAction.clause)
            .selectinload(Clause.wordings)
            .joinedload(Wording.section)
            .joinedload(Section.edition)
            .joinedload(Edition.resolution),
            selectinload(ImplementationAction.statements).joinedload(ActionStatement.by),
            selectinload(ImplementationAction.checks).options(
                joinedload(ValidityCheck.by),
                joinedload(ValidityCheck.from_edition).joinedload(Edition.resolution),
                joinedload(ValidityCheck.edition).joinedload(Edition.resolution),
            ),
        )
    )


def action_alone(action_id: int) -> ImplementationAction | None:
    """Without its log, as a list shows it."""
    return db.session.scalar(
        select(ImplementationAction)
        .where(ImplementationAction.id == action_id)
        .options(*_with_action())
    )


def evidence_of(action: ImplementationAction) -> Sequence[Evidence]:
    """Also what was removed."""
    return (
        db.session.scalars(
            select(Evidence)
            .where(Evidence.action_id == action.id)
            .options(*_with_things(), joinedload(Evidence.removed_by))
            .order_by(Evidence.added_at, Evidence.id)
        )
        .unique()
        .all()
    )


def evidence_by_id(evidence_id: int) -> Evidence | None:
    return (
        db.session.scalars(
            select(Evidence)
            .where(Evidence.id == evidence_id)
            .options(
                *_with_things(),
                joinedload(Evidence.removed_by),
                joinedload(Evidence.approved_by),
                joinedload(Evidence.edition).joinedload(Edition.resolution),
                selectinload(Evidence.checks).options(
                    joinedload(ValidityCheck.by),
                    joinedload(ValidityCheck.from_edition).joinedload(Edition.resolution),
                    joinedload(ValidityCheck.edition).joinedload(Edition.resolution),
                ),
            )
        )
        .unique()
        .one_or_none()
    )


def asking_about(
    edition: Edition, audiences: frozenset[str]
) -> list[ImplementationAction | Evidence]:
    """What should be compared with this edition, as far as this reader may see it: actions first."""
    actions = db.session.scalars(
        select(ImplementationAction)
        .where(
            ImplementationAction.asked_edition_id == edition.id,
            ImplementationAction.no_longer_at.is_(None),
        )
        .options(*_with_action())
        .order_by(ImplementationAction.created_at, ImplementationAction.id)
    )
    evidence = db.session.scalars(
        select(Evidence)
        .where(
            Evidence.asked_edition_id == edition.id,
            Evidence.no_longer_at.is_(None),
            Evidence.removed_at.is_(None),
        )
        .options(*_with_things())
        .order_by(Evidence.added_at, Evidence.id)
    ).unique()
    return [
        *(each for each in actions if policy.can_read_as_it_stands(audiences, each)),
        *(each for each in evidence if policy.can_see_evidence(audiences, each)),
    ]


@dataclass(frozen=True)
class TwoWordings:
    """What a thing answered, and what the newer edition has: nothing where it left the clause out."""

    before: Wording | None
    now: Wording | None


def wordings_to_compare(
    things: Sequence[ImplementationAction | Evidence],
) -> dict[str, TwoWordings]:
    """By the DOM id of each thing that asks, in one statement."""
    asking = [each for each in things if each.asks]
    if not asking:
        return {}
    editions = {key for each in asking for key in (each.edition_id, each.asked_edition_id)}
    rows = db.session.scalars(
        select(Wording)
        .join(Wording.section)
        .where(
            Section.edition_id.in_(editions), Wording.clause_id.in_({e.clause_id for e in asking})
        )
        .options(
            contains_eager(Wording.section)
            .joinedload(Section.edition)
            .joinedload(Edition.resolution)
        )
    )
    by_place = {(each.section.edition_id, each.clause_id): each for each in rows}
    return {
        each.dom_id: TwoWordings(
            by_place.get((each.edition_id, each.clause_id)),
            by_place.get((each.asked_edition_id or 0, each.clause_id)),
        )
        for each in asking
    }


# Requests to members


def request_by_id(request_id: int) -> ReplyRequest | None:
    return db.session.scalar(with_replies().where(ReplyRequest.id == request_id))


def requests_for(audiences: frozenset[str]) -> list[ReplyRequest]:
    """The latest first."""
    rows = db.session.scalars(
        with_replies().order_by(None).order_by(ReplyRequest.asked_at.desc(), ReplyRequest.id)
    )
    return [each for each in rows if policy.can_see_request(audiences, each)]


def reply_of(request_id: int, delegation_id: int) -> MemberReply | None:
    """With everything that the delegation said."""
    return db.session.scalar(
        select(MemberReply)
        .where(MemberReply.request_id == request_id, MemberReply.delegation_id == delegation_id)
        .options(
            joinedload(MemberReply.delegation).selectinload(Delegation.memberships),
            joinedload(MemberReply.request).joinedload(ReplyRequest.clause),
            *_with_words(),
        )
    )


def _with_words() -> tuple[_AbstractLoad, ...]:
    return (
        selectinload(MemberReply.wordings).options(
            joinedload(ReplyWording.written_by),
            joinedload(ReplyWording.released_by),
            joinedload(ReplyWording.initiative).selectinload(Initiative.coverage),
        ),
    )


# People


def whom_asked(clause: Clause) -> str:
    """As the heading above the clause names them: `the Director of the Telecommunication Development Bureau`."""
    return verb_and_addressee(clause.wording.section.heading)[1]


def secretariat() -> Sequence[Person]:
    """Whoever holds that office in the working group itself."""
    return db.session.scalars(
        select(Person)
        .join(Person.offices)
        .join(Office.group)
        .where(Person.active, Office.role == GroupRole.SECRETARIAT, Group.parent_id.is_(None))
        .order_by(Person.id)
        .distinct()
    ).all()


def members_of(delegation_ids: Collection[int]) -> Sequence[Person]:
    """Everybody with an account in one of these delegations."""
    return db.session.scalars(
        select(Person)
        .join(Person.memberships)
        .where(Person.active, Membership.delegation_id.in_(delegation_ids))
        .options(selectinload(Person.memberships))
        .order_by(Person.id)
        .distinct()
    ).all()


def members_by_delegation(delegation_ids: Collection[int]) -> dict[int, list[Person]]:
    by_delegation: defaultdict[int, list[Person]] = defaultdict(list)
    for person in members_of(delegation_ids):
        for membership in person.memberships:
            by_delegation[membership.delegation_id].append(person)
    return by_delegation


def delegations_addressed(
    addressees: Addressees, chosen: Collection[int] = ()
) -> Sequence[Delegation]:
    """Whom a request goes to, as the list of delegations is now."""
    categories = {
        Addressees.MEMBER_STATES: (Category.MEMBER_STATE,),
        Addressees.SECTOR_MEMBERS: (Category.SECTOR_MEMBER,),
        Addressees.BOTH: (Category.MEMBER_STATE, Category.SECTOR_MEMBER),
    }
    which = (
        Delegation.id.in_(chosen)
        if addressees == Addressees.SELECTION
        else Delegation.category.in_(categories[addressees])
    )
    return db.session.scalars(select(Delegation).where(which).order_by(Delegation.name)).all()
