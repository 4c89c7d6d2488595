"""Earlier decisions and judgements on pairs of near-identical works."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from sqlalchemy import select

from wgcop.database import db
from wgcop.radar.matching.overlap import Shingles
from wgcop.radar.models import Pair, RadarDecision, Relation, Verdict
from wgcop.radar.queries import has_changed_much
from wgcop.radar.shingle_store import from_bytes

PairOfIds = tuple[str, str]


class Judgements(NamedTuple):
    alike: set[PairOfIds]
    apart: set[PairOfIds]

    def add(self, two: PairOfIds, *, apart: bool) -> None:
        """Add a judgement on the pair, which replaces an earlier one."""
        (self.alike if apart else self.apart).discard(two)
        (self.apart if apart else self.alike).add(two)


def judgements_of(
    near: Collection[PairOfIds], text: Callable[[str], Shingles], digest: Callable[[str], str]
) -> Judgements:
    """Sort the judged pairs into alike and apart. Judgements on texts that have changed since do
    not count.

    The ids within each pair are in alphabetical order.
    """
    judgements = Judgements(set(), set())
    wanted = set(near)
    for two, record_id, decision_id, decision in _decisions():
        if two in wanted and not has_changed_much(text(record_id), _decided_on(decision_id)):
            judgements.add(two, apart=decision == Relation.UNRELATED)
    judged = db.session.scalars(
        select(Pair).where(Pair.judged_at.is_not(None)).order_by(Pair.judged_at)
    )
    for pair in judged:
        two = in_order(pair.record_id, pair.other_id)
        if two in wanted and pair.wordings == {(one, digest(one)) for one in two}:
            judgements.add(two, apart=pair.verdict == Verdict.DIFFERENT)
    return judgements


def in_order(one: str, other: str) -> PairOfIds:
    return (one, other) if one < other else (other, one)


def _decisions() -> list[tuple[PairOfIds, str, int, Relation]]:
    """Return all decisions without their shingles, which are large. The latest comes last."""
    rows = db.session.execute(
        select(
            RadarDecision.id,
            RadarDecision.record_id,
            RadarDecision.other_id,
            RadarDecision.decision,
        ).order_by(RadarDecision.id)
    )
    return [(in_order(one, other), one, key, decision) for key, one, other, decision in rows]


def _decided_on(decision_id: int) -> Shingles:
    return from_bytes(
        db.session.scalar(select(RadarDecision.data).where(RadarDecision.id == decision_id)) or b""
    )
