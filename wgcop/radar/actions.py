"""Storing decisions on hits of the radar."""

from collections.abc import Sequence

from sqlalchemy import delete

from wgcop.accounts.models import Person
from wgcop.db import db
from wgcop.radar.answers import HitAnswer
from wgcop.radar.matching.overlap import shingles
from wgcop.radar.models import RadarDecision, Unchecked
from wgcop.radar.shingle_store import to_bytes


def decide(record_id: str, text: str, answers: Sequence[HitAnswer] | None, *, by: Person) -> None:
    """Store the answers with the present text. With None, because the radar did not answer, the check is postponed."""
    if answers is None:
        postpone(record_id)
        return
    data = to_bytes(shingles(text))
    for answer in answers:
        db.session.add(
            RadarDecision(
                record_id=record_id,
                other_id=answer.hit.work.id,
                finding=answer.hit.finding,
                score=answer.hit.score,
                decision=answer.decision,
                reason=answer.reason,
                by=by,
                data=data,
            )
        )
    db.session.execute(delete(Unchecked).where(Unchecked.record_id == record_id))


def postpone(record_id: str) -> None:
    if db.session.get(Unchecked, record_id) is None:
        db.session.add(Unchecked(record_id=record_id))
