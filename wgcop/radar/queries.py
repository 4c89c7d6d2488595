"""Decisions and near-identical works as pages need them; a link appears to whoever may read both of its ends."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import undefer

from wgcop.db import db
from wgcop.radar.check import LONGEST, Check, PassageExcerpt, RadarHit, excerpts
from wgcop.radar.matching.overlap import Shingles, containment, shingles
from wgcop.radar.models import Pair, RadarDecision, Relation, Unchecked
from wgcop.radar.pair_questions import Groups
from wgcop.radar.shingle_store import current_counts
from wgcop.search import records
from wgcop.search.records import Record

MUCH_CHANGED = 0.8
"""A text of which less stood in the one that was decided on is asked about again."""
MOST_WAITING = 20
"""Pairs on one page, each with what both works say."""
MOST_JUDGED = 50


@dataclass(frozen=True)
class Cluster:
    """Works that hang together by the pairs that wait to be judged."""

    pairs: tuple[Pair, ...]

    @property
    def works(self) -> int:
        return len({name for pair in self.pairs for name in (pair.record_id, pair.other_id)})


@dataclass(frozen=True)
class Link:
    decision: RadarDecision
    record: Record
    """The other end."""


@dataclass(frozen=True)
class Links:
    """`outgoing` was decided for this record, `incoming` for others that name it."""

    outgoing: list[Link]
    incoming: dict[Relation, list[Link]]
    is_unchecked: bool

    def __bool__(self) -> bool:
        return bool(self.outgoing or self.incoming or self.is_unchecked)


def links_of(record_id: str, audiences: frozenset[str]) -> Links:
    decisions = _latest(
        db.session.scalars(
            select(RadarDecision)
            .where(or_(RadarDecision.record_id == record_id, RadarDecision.other_id == record_id))
            .order_by(RadarDecision.id)
        )
    )
    others = [d.other_id if d.record_id == record_id else d.record_id for d in decisions]
    seen = readable_records(others, audiences)
    outgoing: list[Link] = []
    incoming: dict[Relation, list[Link]] = {}
    for decision, other in zip(decisions, others, strict=True):
        if other not in seen:
            continue
        link = Link(decision, seen[other])
        if decision.record_id == record_id:
            outgoing.append(link)
        elif decision.decision != Relation.UNRELATED:
            incoming.setdefault(decision.decision, []).append(link)
    return Links(outgoing, incoming, db.session.get(Unchecked, record_id) is not None)


def readable_records(ids: Iterable[str], audiences: frozenset[str]) -> dict[str, Record]:
    """As they stand now, in a few statements for each kind."""
    rows = records.load(db.session, set(ids))
    return {
        record_id: record
        for record_id, row in rows.items()
        if (record := row.search_record()) and not record.audience.isdisjoint(audiences)
    }


def open_questions(record_id: str, text: str, check: Check) -> list[RadarHit]:
    """The hits that nobody has decided on yet, or on a text that has changed much since."""
    if not check.alerts:
        return []
    decisions = _latest(
        db.session.scalars(
            select(RadarDecision)
            .where(
                RadarDecision.record_id == record_id,
                RadarDecision.other_id.in_([hit.hit.id for hit in check.alerts]),
            )
            .options(undefer(RadarDecision.data))
            .order_by(RadarDecision.id)
        )
    )
    now = shingles(text)
    settled = {d.other_id for d in decisions if not has_changed_much(now, d.shingles)}
    return [hit for hit in check.alerts if hit.hit.id not in settled]


def has_changed_much(now: Shingles, before: Shingles) -> bool:
    return containment(now, current_counts().weigh(now), before) < MUCH_CHANGED


def open_clusters() -> list[Cluster]:
    """The newest clusters, each with its visible pairs."""
    return clusters_of(
        db.session.scalars(
            select(Pair)
            .where(Pair.judged_at.is_(None))
            .order_by(Pair.found_at.desc(), Pair.id)
            .limit(MOST_WAITING)
        ).all()
    )


def clusters_of(pairs: Sequence[Pair]) -> list[Cluster]:
    groups = Groups((pair.record_id, pair.other_id) for pair in pairs)
    members: dict[str, list[Pair]] = {}
    for pair in pairs:
        members.setdefault(groups[pair.record_id], []).append(pair)
    return [Cluster(tuple(pairs)) for pairs in members.values()]


def number_waiting() -> int:
    return db.session.scalar(select(func.count()).where(Pair.judged_at.is_(None))) or 0


def judged_pairs() -> Sequence[Pair]:
    return db.session.scalars(
        select(Pair)
        .where(Pair.judged_at.is_not(None))
        .order_by(Pair.judged_at.desc(), Pair.id)
        .limit(MOST_JUDGED)
    ).all()


def next_waiting(pair: Pair) -> Pair | None:
    """What stands below it on the page."""
    return db.session.scalars(
        select(Pair)
        .where(Pair.judged_at.is_(None), Pair.found_at == pair.found_at, Pair.id > pair.id)
        .order_by(Pair.id)
        .limit(1)
    ).first()


def shared_by(
    pairs: Iterable[Pair], seen: Mapping[str, Record]
) -> dict[int, tuple[PassageExcerpt, ...]]:
    """What stands in both works of each pair, of those that may be read."""
    return {
        pair.id: excerpts(seen[pair.record_id].text[:LONGEST], seen[pair.other_id].text[:LONGEST])
        for pair in pairs
        if pair.record_id in seen and pair.other_id in seen
    }


def _latest(decisions: Iterable[RadarDecision]) -> list[RadarDecision]:
    """Of each pair, given in the order in which they were made."""
    return list({(d.record_id, d.other_id): d for d in decisions}.values())
