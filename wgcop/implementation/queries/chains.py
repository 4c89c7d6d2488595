"""Reads the clauses of an edition with everything done about them, for its page and for the report."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from wgcop.database import db
from wgcop.implementation import policy
from wgcop.implementation.chain import ClauseChain, ShownAction
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.queries.loading import with_action, with_replies, with_things
from wgcop.implementation.replies import ReplyRequest
from wgcop.implementation.states import Period
from wgcop.implementation.validity import Bound, ValidityCheck
from wgcop.resolutions.models import Clause, Edition, Resolution, Section, SectionKind, Wording


def implementation_of(
    edition: Edition, audiences: frozenset[str], *, period: Period | None = None
) -> list[ClauseChain]:
    """Return the chain of each operative clause in the order of the text, with the actions,
    evidence and requests that this reader may see.

    Things that answer clauses which the edition no longer has come at the end, without a wording.
    With `period`, only things within it are returned. The number of statements does not grow with
    the number of things.
    """
    wordings = operative_clauses(edition)
    evidence = _evidence_by_owner(edition, audiences)
    actions: defaultdict[int, list[ShownAction]] = defaultdict(list)
    for action in _actions(edition):
        shown = shown_to(audiences, action, evidence.pop(("action", action.id), []))
        if shown and (period is None or _falls_into(period, shown)):
            actions[action.clause_id].append(shown)
    for_clause = {
        key: [piece for piece in of_clause if period is None or _was_added_in(period, piece)]
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
        .options(*with_action())
        .order_by(ImplementationAction.created_at, ImplementationAction.id)
    ).all()


def _evidence_by_owner(
    edition: Edition, audiences: frozenset[str]
) -> dict[tuple[str, int], list[Evidence]]:
    """Return the evidence that this reader may see, by the action that it belongs to, or else by
    its clause.
    """
    rows = db.session.scalars(
        select(Evidence)
        .where(
            _answers(edition, Evidence, ValidityCheck.evidence_id), Evidence.removed_at.is_(None)
        )
        .options(*with_things())
        .order_by(Evidence.added_at, Evidence.id)
    ).unique()
    owners: dict[tuple[str, int], list[Evidence]] = defaultdict(list)
    for row in rows:
        if policy.can_see_evidence(audiences, row):
            owner = ("action", row.action_id) if row.action_id else ("clause", row.clause_id)
            owners[owner].append(row)
    return dict(owners)


def _answers(edition: Edition, bound: type[Bound], checked: Any) -> ColumnElement[bool]:
    """Return the condition for things that answer this edition: they are bound to it, were bound to
    it before a newer one came, or wait for the answer whether they are valid for it.
    """
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


def _falls_into(period: Period, shown: ShownAction) -> bool:
    known_since = shown.action.created_at.date()
    return shown.facts.falls_into(period, known_since=known_since) or any(
        _was_added_in(period, piece) for piece in shown.evidence
    )


def _was_added_in(period: Period, evidence: Evidence) -> bool:
    return period.holds(evidence.added_at.date())


def latest_edition(resolution_ids: Collection[int]) -> dict[int, Edition]:
    """Return the edition in force of each resolution, by the resolution's id."""
    rows = db.session.scalars(
        select(Edition)
        .where(Edition.resolution_id.in_(resolution_ids))
        .options(joinedload(Edition.resolution))
        .order_by(Edition.year, Edition.id)
    )
    return {row.resolution_id: row for row in rows}


def overview() -> list[Edition]:
    """Return the edition in force of each resolution, ordered by year and slug."""
    rows = db.session.scalars(select(Resolution.id)).all()
    return sorted(latest_edition(rows).values(), key=lambda each: (each.year, each.slug))


def leads(chains: Iterable[ClauseChain]) -> dict[int, str]:
    """Return the delegations that lead an action on the page, by id, in the order of their names."""
    found = {
        shown.action.delegation.id: shown.action.delegation
        for chain in chains
        for shown in chain.actions
        if shown.action.delegation and shown.facts.delegation_id == shown.action.delegation_id
    }
    in_order = sorted(found.values(), key=lambda each: each.place)
    return {each.id: each.shown_name for each in in_order}
