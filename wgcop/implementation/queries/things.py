"""Reads one action, one piece of evidence, and the things whose validity somebody has to confirm."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from wgcop.database import db
from wgcop.implementation import policy
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.models import ActionStatement, ImplementationAction
from wgcop.implementation.queries.loading import with_action, with_things
from wgcop.implementation.validity import ValidityCheck
from wgcop.meaning import MeaningFinding, differences
from wgcop.resolutions.models import Clause, Edition, Section, Wording


def action_with_log(action_id: int) -> ImplementationAction | None:
    return db.session.scalar(
        select(ImplementationAction)
        .where(ImplementationAction.id == action_id)
        .options(
            *with_action(),
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
    """Return an action without its log, as a list shows it."""
    return db.session.scalar(
        select(ImplementationAction)
        .where(ImplementationAction.id == action_id)
        .options(*with_action())
    )


def evidence_of(action: ImplementationAction) -> Sequence[Evidence]:
    """Return all evidence of an action, removed evidence included."""
    return (
        db.session.scalars(
            select(Evidence)
            .where(Evidence.action_id == action.id)
            .options(*with_things(), joinedload(Evidence.removed_by))
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
                *with_things(),
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
    """Return the actions, then the evidence, to be compared with this edition, as far as this
    reader may see them.
    """
    actions = db.session.scalars(
        select(ImplementationAction)
        .where(
            ImplementationAction.asked_edition_id == edition.id,
            ImplementationAction.no_longer_at.is_(None),
        )
        .options(*with_action())
        .order_by(ImplementationAction.created_at, ImplementationAction.id)
    )
    evidence = db.session.scalars(
        select(Evidence)
        .where(
            Evidence.asked_edition_id == edition.id,
            Evidence.no_longer_at.is_(None),
            Evidence.removed_at.is_(None),
        )
        .options(*with_things())
        .order_by(Evidence.added_at, Evidence.id)
    ).unique()
    return [
        *(action for action in actions if policy.can_read_as_it_stands(audiences, action)),
        *(piece for piece in evidence if policy.can_see_evidence(audiences, piece)),
    ]


@dataclass(frozen=True)
class TwoWordings:
    """The wording to which an action or a piece of evidence refers, and the wording in the newer
    edition. Either is None if that edition does not have the clause.
    """

    before: Wording | None
    now: Wording | None

    @property
    def findings(self) -> list[MeaningFinding]:
        """What changed in meaning, with the headings, which hold the verb and those addressed."""
        if not (self.before and self.now):
            return []
        language = self.now.section.edition.language
        if self.before.section.edition.language != language:
            return []
        return differences(_under_heading(self.before), _under_heading(self.now), language)


def _under_heading(wording: Wording) -> str:
    return f"{wording.section.heading}\n{wording.text}"


def wordings_to_compare(
    things: Sequence[ImplementationAction | Evidence],
) -> dict[str, TwoWordings]:
    """Return both wordings by the DOM id of each thing that waits for an answer, in one SQL
    statement.
    """
    asking = [thing for thing in things if thing.asks]
    if not asking:
        return {}
    editions = {key for thing in asking for key in (thing.edition_id, thing.asked_edition_id)}
    rows = db.session.scalars(
        select(Wording)
        .join(Wording.section)
        .where(
            Section.edition_id.in_(editions),
            Wording.clause_id.in_(
                {key for thing in asking for key in (thing.clause_id, thing.clause_asked_about)}
            ),
        )
        .options(
            contains_eager(Wording.section)
            .joinedload(Section.edition)
            .joinedload(Edition.resolution)
        )
    )
    by_place = {(row.section.edition_id, row.clause_id): row for row in rows}
    return {
        thing.dom_id: TwoWordings(
            by_place.get((thing.edition_id, thing.clause_id)),
            by_place.get((thing.asked_edition_id or 0, thing.clause_asked_about)),
        )
        for thing in asking
    }
