"""Reads decisions and near-identical works for pages. A reader sees a link only if they may read
both of its ends.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import undefer

from wgcop.database import db
from wgcop.radar.check import LONGEST, Check, PassageExcerpt, RadarHit, excerpts
from wgcop.radar.matching.overlap import Shingles, containment, shingles
from wgcop.radar.models import Pair, RadarDecision, Relation, Unchecked
from wgcop.radar.pair_questions import Groups
from wgcop.radar.shingle_store import current_counts
from wgcop.search import records
from wgcop.search.records import Record

MUCH_CHANGED = 0.8
"""The share of the current text that must have been in the text of a decision for the decision
still to count.
"""
MOST_WAITING = 20
"""The number of pairs on one page, each with its shared passages."""
MOST_JUDGED = 50


@dataclass(frozen=True)
class Cluster:
    """A group of works that are connected by open pairs."""

    pairs: tuple[Pair, ...]

    @property
    def works(self) -> int:
        return len({name for pair in self.pairs for name in (pair.record_id, pair.other_id)})


@dataclass(frozen=True)
class Link:
    decision: RadarDecision
    record: Record
    """The record at the other end."""


@dataclass(frozen=True)
class Links:
    """The links of a record. `outgoing` are decisions on this record, `incoming` decisions on other
    records that name it.
    """

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
    readable = readable_records(others, audiences)
    outgoing: list[Link] = []
    incoming: dict[Relation, list[Link]] = {}
    for decision, other in zip(decisions, others, strict=True):
        if other not in readable:
            continue
        link = Link(decision, readable[other])
        if decision.record_id == record_id:
            outgoing.append(link)
        elif decision.decision != Relation.UNRELATED:
            incoming.setdefault(decision.decision, []).append(link)
    return Links(outgoing, incoming, db.session.get(Unchecked, record_id) is not None)


def declared_by(record_id: str, audiences: frozenset[str]) -> tuple[str, ...]:
    """Return the ids of the readable records that this one is said to build on, complement, replace
    or repeat.
    """
    return tuple(
        link.decision.other_id
        for link in links_of(record_id, audiences).outgoing
        if link.decision.decision != Relation.UNRELATED
    )


def hit_counts(record_ids: Collection[str], audiences: frozenset[str]) -> dict[str, int | None]:
    """Return, for each record, how many earlier works it was decided to resemble, of those that may
    be read; None if it is not checked yet.
    """
    rows = db.session.execute(
        select(RadarDecision.record_id, RadarDecision.other_id).where(
            RadarDecision.record_id.in_(record_ids)
        )
    )
    pairs = {(one, other) for one, other in rows}
    readable = readable_records({other for _one, other in pairs}, audiences) if pairs else {}
    unchecked = set(
        db.session.scalars(select(Unchecked.record_id).where(Unchecked.record_id.in_(record_ids)))
    )
    counts: dict[str, int | None] = dict.fromkeys(record_ids, 0)
    for record_id, other in pairs:
        if other in readable:
            counts[record_id] = (counts[record_id] or 0) + 1
    return counts | dict.fromkeys(unchecked)


def readable_records(ids: Iterable[str], audiences: frozenset[str]) -> dict[str, Record]:
    """Return the current records that these audiences may read, in a few SQL statements for each
    kind.
    """
    rows = records.load(db.session, set(ids))
    return {
        record_id: record
        for record_id, row in rows.items()
        if (record := row.search_record()) and not record.audience.isdisjoint(audiences)
    }


def open_questions(record_id: str, text: str, check: Check) -> list[RadarHit]:
    """Return the hits without a decision, and those decided on for a text that has changed much
    since.
    """
    if not check.alerts:
        return []
    decisions = _latest(
        db.session.scalars(
            select(RadarDecision)
            .where(
                RadarDecision.record_id == record_id,
                RadarDecision.other_id.in_([hit.work.id for hit in check.alerts]),
            )
            .options(undefer(RadarDecision.data))
            .order_by(RadarDecision.id)
        )
    )
    now = shingles(text)
    settled = {d.other_id for d in decisions if not has_changed_much(now, d.shingles)}
    return [hit for hit in check.alerts if hit.work.id not in settled]


def has_changed_much(now: Shingles, before: Shingles) -> bool:
    return containment(now, current_counts().weigh(now), before) < MUCH_CHANGED


def open_clusters() -> list[Cluster]:
    """Return the newest open pairs, in clusters."""
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
    """Return the open pair below this one on the page, or None."""
    return db.session.scalars(
        select(Pair)
        .where(Pair.judged_at.is_(None), Pair.found_at == pair.found_at, Pair.id > pair.id)
        .order_by(Pair.id)
        .limit(1)
    ).first()


def shared_by(
    pairs: Iterable[Pair], seen: Mapping[str, Record]
) -> dict[int, tuple[PassageExcerpt, ...]]:
    """Return the passages that both works of each pair share, by the pair's id, if both may be
    read.
    """
    return {
        pair.id: excerpts(seen[pair.record_id].text[:LONGEST], seen[pair.other_id].text[:LONGEST])
        for pair in pairs
        if pair.record_id in seen and pair.other_id in seen
    }


def _latest(decisions: Iterable[RadarDecision]) -> list[RadarDecision]:
    """Return the latest decision on each pair. The decisions come in the order of time."""
    return list({(d.record_id, d.other_id): d for d in decisions}.values())
