"""Sweeps the corpus: every night all shared works are compared with one another, and the
secretariat judges near-identical ones.
"""

import hashlib
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import lru_cache

import structlog
from sqlalchemy import delete, func, or_, select, update

from wgcop import clock
from wgcop.database import db, writing
from wgcop.radar import shingle_store
from wgcop.radar.judgements import PairOfIds, in_order, judgements_of
from wgcop.radar.matching.overlap import EARLIER, LEAST_WORDS, LENGTH, Shingles, containment
from wgcop.radar.matching.sampling import Sample
from wgcop.radar.models import Pair
from wgcop.radar.pair_questions import pairs_to_ask
from wgcop.radar.shingle_store import RadarRecord, RadarState, current_counts, from_bytes, to_bytes

log = structlog.get_logger(__name__)

HOUR = 2
"""The hour at which the sweep starts, in UTC."""
MOST_IN_MEMORY = 400
"""The number of texts in the cache while likely pairs are compared in full."""

Progress = Callable[[int, int], object]


def sweep_when_due() -> None:
    """Sweep unless that was done since last night. One process claims the sweep."""
    if claim(last_night(clock.now())):
        log.info("swept", pairs=sweep())


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
    """Store the near-identical pairs across bodies that nobody has judged, and return how many are
    open.

    The counter is rebuilt first, so that small errors do not add up.
    """
    counts = current_counts()
    with counts.exclusive():
        shingle_store.count_anew(db.session, counts)
    text = texts()
    near = near_identical(likely_pairs(progress), text, progress)
    judgements = judgements_of(near, text, lambda record_id: digest(text(record_id)))
    pairs = [
        Pair(
            record_id=one,
            digest=digest(text(one)),
            other_id=other,
            other_digest=digest(text(other)),
        )
        for one, other in pairs_to_ask(near, alike=judgements.alike, apart=judgements.apart)
    ]
    db.session.rollback()
    with writing():
        waiting = store(pairs)
        db.session.commit()
    return waiting


def texts() -> Callable[[str], Shingles]:
    """Return a function from the id of a record to its shingles, with a cache."""

    @lru_cache(maxsize=MOST_IN_MEMORY)
    def text(record_id: str) -> Shingles:
        data = db.session.scalar(select(RadarRecord.data).where(RadarRecord.record_id == record_id))
        return from_bytes(data or b"")

    return text


def likely_pairs(progress: Progress) -> list[PairOfIds]:
    """Return pairs of different bodies that may be near-identical. Repetition within one body does
    not count.
    """
    sample, ids = Sample(), []
    in_all = shingle_store.number_of_shared(db.session)
    for record_id, shingles in shingle_store.shared(db.session):
        if len(shingles) > LEAST_WORDS - LENGTH:
            ids.append(record_id)
            sample.add(shingles)
        if len(ids) % 100 == 0:
            progress(len(ids), 2 * in_all)
    bodies = shingle_store.bodies(db.session)
    return sorted(
        in_order(ids[one], ids[other])
        for one, other in sample.likely_pairs()
        if bodies[ids[one]] != bodies[ids[other]]
    )


def near_identical(
    pairs: Collection[PairOfIds], text: Callable[[str], Shingles], progress: Progress
) -> list[PairOfIds]:
    """Return the pairs in which one work would count as an earlier wording of the other."""
    weigh = current_counts().weigh
    identical: list[PairOfIds] = []
    for done, (one, other) in enumerate(pairs, start=1):
        smaller, larger = sorted((text(one), text(other)), key=len)
        if containment(smaller, weigh(smaller), larger) >= EARLIER:
            identical.append((one, other))
        if done % 100 == 0 or done == len(pairs):
            progress(len(pairs) + done, 2 * len(pairs))
    return identical


def digest(shingles: Shingles) -> str:
    return hashlib.blake2b(to_bytes(shingles), digest_size=16).hexdigest()


def store(pairs: Collection[Pair]) -> int:
    """Add new pairs and delete open ones that no longer agree. Unchanged and judged pairs stay.
    Return how many are open.
    """
    stored = {pair.wordings: pair for pair in db.session.scalars(select(Pair))}
    new = {pair.wordings: pair for pair in pairs}
    no_longer = [p.id for wordings, p in stored.items() if not p.is_judged and wordings not in new]
    db.session.execute(delete(Pair).where(Pair.id.in_(no_longer)))
    now = clock.now()
    for wordings, pair in new.items():
        if wordings not in stored:
            pair.found_at = now
            db.session.add(pair)
    db.session.flush()
    return db.session.scalar(select(func.count()).where(Pair.judged_at.is_(None))) or 0
