"""Storing decisions on hits of the radar, and judgements of pairs."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select

from wgcop.accounts.models import Person
from wgcop.db import db
from wgcop.errors import Refused
from wgcop.radar.answers import DUPLICATE_REFUSED, HitAnswer, IfDuplicate
from wgcop.radar.matching.overlap import shingles
from wgcop.radar.models import Pair, RadarDecision, Unchecked, Verdict
from wgcop.radar.shingle_store import to_bytes


def decide(
    record_id: str,
    text: str,
    answers: Sequence[HitAnswer] | None,
    *,
    if_duplicate: IfDuplicate,
    by: Person,
) -> None:
    """Store the answers with the present text, unless they say that it is a duplicate which has to stay back.

    With None, because the radar did not answer, the check is postponed.
    """
    if answers is None:
        postpone(record_id)
        return
    if any(if_duplicate.refuses(answer.decision) for answer in answers):
        raise Refused(str(DUPLICATE_REFUSED))
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


def postpone_all(record_ids: Collection[str]) -> None:
    """As many at once: each is checked later."""
    there = db.session.scalars(
        select(Unchecked.record_id).where(Unchecked.record_id.in_(record_ids))
    )
    db.session.add_all(
        Unchecked(record_id=record_id) for record_id in sorted({*record_ids}.difference(there))
    )


def judge(pair: Pair, verdict: Verdict, reason: str, *, by: Person) -> None:
    """One judgement is enough: the pair is not shown again unless a text changes."""
    pair.judge(verdict, reason, by=by)


def take_back(pair: Pair) -> None:
    """The pair waits for its judgement again."""
    pair.take_back()
