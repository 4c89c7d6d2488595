"""Find entries with the same name and lead among those that the reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from wgcop.database import db
from wgcop.events.chapters import delegations_among
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.models import Initiative
from wgcop.initiatives.same_names import same_lead, same_name
from wgcop.radar.namesakes import finds_namesakes

MOST = 5


@dataclass(frozen=True)
class Namesake:
    id: int
    url: str
    title: str
    is_proposed: bool
    language: str = ""


def namesakes(
    name: str, acronym: str, lead: str, *, audiences: frozenset[str], besides: int | None = None
) -> tuple[Namesake, ...]:
    """Return entries with nearly the same name and the same lead, however short their texts are.
    The rows are read from the database, so that nothing depends on the state of the search index.
    """
    if not name.strip():
        return ()
    return tuple(_same(name, acronym, lead, _may_be_read(audiences), besides))[:MOST]


@finds_namesakes
def beside_draft(
    name: str, acronym: str, lead: str, audiences: frozenset[str], besides: str
) -> tuple[Namesake, ...]:
    number = besides.partition(":")[2]
    existing = int(number) if number.isdigit() and len(number) < 10 else None
    return namesakes(name, acronym, lead, audiences=audiences, besides=existing)


def same_as(initiative: Initiative) -> tuple[Namesake, ...]:
    """Return the accepted entries with the same name and lead."""
    accepted = Initiative.state == EntryState.ACCEPTED
    return tuple(
        _same(initiative.name, initiative.acronym, initiative.lead, accepted, initiative.id)
    )


def _same(
    name: str, acronym: str, lead: str, among: ColumnElement[bool], besides: int | None
) -> Iterable[Namesake]:
    rows = db.session.execute(
        select(
            Initiative.id,
            Initiative.slug,
            Initiative.name,
            Initiative.acronym,
            Initiative.lead,
            Initiative.state,
        )
        .where(among)
        .order_by(Initiative.id)
    )
    for key, slug, other, other_acronym, other_lead, state in rows:
        if (
            key != besides
            and same_lead(lead, other_lead)
            and same_name(name, acronym, other, other_acronym)
        ):
            title = f"{other} ({other_acronym})" if other_acronym else other
            is_proposed = state == EntryState.PROPOSED
            yield Namesake(key, f"/initiatives/{slug}", title, is_proposed)


def _may_be_read(audiences: frozenset[str]) -> ColumnElement[bool]:
    """Return the condition for accepted and proposed entries that these audiences may read, as in
    `Initiative.audiences`.
    """
    if "secretariat" in audiences:
        return Initiative.state.in_((EntryState.ACCEPTED, EntryState.PROPOSED))
    own = (Initiative.state == EntryState.PROPOSED) & or_(
        Initiative.proposed_by_id.in_(_people_among(audiences)),
        Initiative.delegation_id.in_(delegations_among(audiences)),
    )
    return or_(Initiative.state == EntryState.ACCEPTED, own)


def _people_among(audiences: frozenset[str]) -> list[int]:
    return [int(each.partition(":")[2]) for each in audiences if each.startswith("person:")]
