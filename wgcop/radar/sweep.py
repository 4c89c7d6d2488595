"""Once a night all shared work is compared with itself, for the secretariat to judge what is near-identical."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import lru_cache

import structlog
from sqlalchemy import delete, or_, select, update

from wgcop import clock
from wgcop.db import db, writing
from wgcop.radar.clusters import Sample, connected
from wgcop.radar.models import Cluster, ClusterMember
from wgcop.search import radar_store
from wgcop.search.engines import current_counts
from wgcop.search.radar import EARLIER, LEAST_WORDS, LENGTH, Shingles, containment
from wgcop.search.radar_store import RadarRecord, RadarState, from_bytes

log = structlog.get_logger(__name__)

HOUR = 2
"""Of the night in UTC, from which on the sweep is made."""
MOST_KEPT = 400
"""Texts that are held while likely pairs are compared in full."""

Progress = Callable[[int, int], object]


def sweep_when_due() -> None:
    """One process sweeps, and not before the night after the last time."""
    if claim(last_night(clock.now())):
        found = sweep()
        log.info("swept", clusters=found)


def last_night(now: datetime) -> datetime:
    tonight = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return tonight if now >= tonight else tonight - timedelta(days=1)


def claim(since: datetime) -> bool:
    with writing():
        claimed = db.session.execute(
            update(RadarState)
            .where(or_(RadarState.swept_at.is_(None), RadarState.swept_at < since))
            .values(swept_at=clock.now())
        )
        db.session.commit()
    return bool(claimed.rowcount)  # type: ignore[attr-defined]


def sweep(progress: Progress = lambda done, in_all: None) -> int:
    """Clusters across bodies that nobody has judged; how many there are now.

    The counter is made anew too, so that whatever had drifted is right again.
    """
    counts = current_counts()
    with counts.exclusive():
        radar_store.count_anew(db.session, counts)
    ids, pairs = likely_pairs(progress)
    clusters = connected(near_identical(ids, pairs, progress))
    found = [c for c in (cluster_of([ids[i] for i in members]) for members in clusters) if c]
    db.session.rollback()
    with writing():
        waiting = keep(found)
        db.session.commit()
    return waiting


def likely_pairs(progress: Progress) -> tuple[list[str], list[tuple[int, int]]]:
    sample, ids = Sample(), []
    in_all = radar_store.number_of_shared(db.session)
    for record_id, shingles in radar_store.shared(db.session):
        if len(shingles) > LEAST_WORDS - LENGTH:
            ids.append(record_id)
            sample.add(shingles)
        if len(ids) % 100 == 0:
            progress(len(ids), 2 * in_all)
    return ids, sample.likely_pairs()


def near_identical(
    ids: list[str], pairs: Iterable[tuple[int, int]], progress: Progress
) -> list[tuple[int, int]]:
    """Those of the pairs of which one would be called an earlier wording of the other."""
    weigh = current_counts().weigh

    @lru_cache(maxsize=MOST_KEPT)
    def text(number: int) -> Shingles:
        data = db.session.scalar(
            select(RadarRecord.data).where(RadarRecord.record_id == ids[number])
        )
        return from_bytes(data or b"")

    found: list[tuple[int, int]] = []
    pairs = sorted(pairs)
    for done, (one, other) in enumerate(pairs, start=1):
        smaller, larger = sorted((text(one), text(other)), key=len)
        if containment(smaller, weigh(smaller), larger) >= EARLIER:
            found.append((one, other))
        if done % 100 == 0 or done == len(pairs):
            progress(len(ids) + len(ids) * done // len(pairs), 2 * len(ids))
    return found


def cluster_of(ids: list[str]) -> Cluster | None:
    """None where it is all the work of one body."""
    rows = db.session.execute(
        select(RadarRecord.record_id, RadarRecord.body, RadarRecord.data)
        .where(RadarRecord.record_id.in_(ids), RadarRecord.is_shared)
        .order_by(RadarRecord.record_id)
    ).all()
    if len({body for _, body, _ in rows}) < 2:
        return None
    return Cluster(
        members=[
            ClusterMember(record_id=record_id, digest=digest(data)) for record_id, _, data in rows
        ]
    )


def digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def keep(found: list[Cluster]) -> int:
    """What was judged in these wordings does not come back; what waits unchanged stays as it is."""
    known = db.session.scalars(select(Cluster)).all()
    judged = [cluster.wordings for cluster in known if cluster.judged_at]
    waiting = {cluster.wordings: cluster for cluster in known if not cluster.judged_at}
    new = {c.wordings: c for c in found if not any(c.wordings <= each for each in judged)}
    gone = [cluster.id for wordings, cluster in waiting.items() if wordings not in new]
    db.session.execute(delete(ClusterMember).where(ClusterMember.cluster_id.in_(gone)))
    db.session.execute(delete(Cluster).where(Cluster.id.in_(gone)))
    db.session.add_all(cluster for wordings, cluster in new.items() if wordings not in waiting)
    return len(new)
