"""Decides which contributions a reader may see: the condition that every query for them contains."""

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from wgcop.accounts.models import Office
from wgcop.bodies.models import Group, Meeting
from wgcop.contributions.drafters import Drafter
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Source
from wgcop.events.chapters import delegations_among


def is_visible_to(audiences: frozenset[str]) -> ColumnElement[bool]:
    """Return a SQL condition: whether a reader with these audiences may see a contribution. Members
    see documents. A draft is for its drafters and for those whose consent is requested.

    A submitted paper is also for the officers of the group and for the delegations in whose name it
    came. A reader who is asked for consent to a draft that will take its place reads only that
    draft, which `asks_consent_of` finds.
    """
    delegations = delegations_among(audiences)
    ways = [
        Contribution.drafters.any(Drafter.person_id.in_(_keys(audiences, "person"))),
        and_(Contribution.submitted_at.is_(None), asks_consent_of(audiences)),
        and_(
            Contribution.submitted_at.is_not(None),
            or_(
                Group.code.in_(_values(audiences, "officers")),
                Contribution.revisions.any(
                    and_(
                        Revision.is_issued,
                        Revision.sources.any(Source.delegation_id.in_(delegations)),
                    )
                ),
            ),
        ),
    ]
    if "members" in audiences:
        ways.append(Contribution.number.is_not(None))
    return or_(*ways)


def asks_consent_of(audiences: frozenset[str]) -> ColumnElement[bool]:
    """Return a SQL condition: whether one of these readers is asked to consent to a draft."""
    return Contribution.revisions.any(
        and_(
            Revision.submitted_at.is_(None),
            Revision.sources.any(and_(Source.asked_wording != "", _decided_by(audiences))),
        )
    )


def visible_to(
    audiences: frozenset[str], *conditions: ColumnElement[bool], with_requests: bool = False
) -> Select[Contribution]:
    """Select the visible contributions, joined with their meetings for sorting. `with_requests`
    also includes papers of which the reader can read only the draft.
    """
    is_visible = is_visible_to(audiences)
    if with_requests:
        is_visible = or_(is_visible, asks_consent_of(audiences))
    return (
        select(Contribution)
        .join(Contribution.meeting)
        .join(Meeting.group)
        .where(is_visible, *conditions)
        .options(joinedload(Contribution.meeting).joinedload(Meeting.group))
    )


def _decided_by(audiences: frozenset[str]) -> ColumnElement[bool]:
    return or_(
        Source.delegation_id.in_(_keys(audiences, "heads")),
        Source.office.has(Office.person_id.in_(_keys(audiences, "person"))),
    )


def _keys(audiences: frozenset[str], kind: str) -> list[int]:
    return [int(value) for value in _values(audiences, kind)]


def _values(audiences: frozenset[str], kind: str) -> list[str]:
    return [a.partition(":")[2] for a in audiences if a.partition(":")[0] == kind]
