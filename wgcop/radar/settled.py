"""What was said already of works that are nearly the same: at submission, or when they were judged."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from sqlalchemy import select

from wgcop.db import db
from wgcop.radar.matching.overlap import Shingles
from wgcop.radar.models import Decision, Pair, RadarDecision, Verdict
from wgcop.radar.queries import has_changed_much
from wgcop.radar.shingle_store import from_bytes

Two = tuple[str, str]


class Settled(NamedTuple):
    alike: set[Two]
    apart: set[Two]

    def say(self, two: Two, *, apart: bool) -> None:
        """The later word counts."""
        (self.alike if apart else self.apart).discard(two)
        (self.apart if apart else self.alike).add(two)


def settled(
    near: Collection[Two], text: Callable[[str], Shingles], digest: Callable[[str], str]
) -> Settled:
    """Of these pairs, each in the order of its names, those that stand as they were when somebody spoke of them."""
    found = Settled(set(), set())
    wanted = set(near)
    for two, record_id, decision_id, decision in _decisions():
        if two in wanted and not has_changed_much(text(record_id), _decided_on(decision_id)):
            found.say(two, apart=decision == Decision.UNRELATED)
    judged = db.session.scalars(
        select(Pair).where(Pair.judged_at.is_not(None)).order_by(Pair.judged_at)
    )
    for pair in judged:
        two = in_order(pair.record_id, pair.other_id)
        if two in wanted and pair.wordings == {(one, digest(one)) for one in two}:
            found.say(two, apart=pair.verdict == Verdict.DIFFERENT)
    return found


def in_order(one: str, other: str) -> Two:
    return (one, other) if one < other else (other, one)


def _decisions() -> list[tuple[Two, str, int, Decision]]:
    """Without the texts, which are large; the latest of each pair last."""
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
