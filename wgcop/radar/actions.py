"""Stores decisions on hits of the radar, and judgements of pairs."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from wgcop.accounts.models import Person
from wgcop.database import db
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
    """Store the answers with the current text, unless one says that it is a duplicate which must
    stay back: then raise Refused.

    If `answers` is None, because the radar did not answer, the check is postponed.
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
    """Postpone the checks of many records at once. Records that wait already are left as they are."""
    there = db.session.scalars(
        select(Unchecked.record_id).where(Unchecked.record_id.in_(record_ids))
    )
    db.session.add_all(
        Unchecked(record_id=record_id) for record_id in sorted({*record_ids}.difference(there))
    )


Readdressed = Mapping[str, list[int]]
"""The ids of the rows that had the old record id, by the name of the column."""

_PLACES: Mapping[str, tuple[Any, Any]] = {
    "decision": (RadarDecision, RadarDecision.record_id),
    "decided on": (RadarDecision, RadarDecision.other_id),
    "pair": (Pair, Pair.record_id),
    "paired with": (Pair, Pair.other_id),
}


def readdress(old: str, new: str, *, by: Person) -> Readdressed:
    """Let everything that was decided and judged about the old record count for the new one, since
    both are the same work. Return what `address_back` needs.

    Decisions between the two records stay as they are; if they wait as a pair, they are judged the
    same work.
    """
    waiting = db.session.scalars(
        select(Pair).where(
            Pair.judged_at.is_(None), Pair.record_id.in_((old, new)), Pair.other_id.in_((old, new))
        )
    ).all()
    for pair in waiting:
        judge(pair, Verdict.SAME, _("Merged in the registry."), by=by)
    moved = {"judged": [pair.id for pair in waiting]}
    db.session.flush()
    for place, (model, column) in _PLACES.items():
        other = model.other_id if column.key == "record_id" else model.record_id
        ids = db.session.scalars(select(model.id).where(column == old, other != new)).all()
        _write(place, ids, new)
        moved[place] = [*ids]
    return moved


def address_back(moved: Readdressed, old: str) -> None:
    """Undo `readdress`."""
    for place in _PLACES:
        _write(place, moved[place], old)
    for pair in db.session.scalars(
        select(Pair).where(Pair.id.in_(moved["judged"]), Pair.judged_at.is_not(None))
    ):
        take_back(pair)


def _write(place: str, ids: Sequence[int], record_id: str) -> None:
    model, column = _PLACES[place]
    db.session.execute(update(model).where(model.id.in_(ids)).values({column: record_id}))


def judge(pair: Pair, verdict: Verdict, reason: str, *, by: Person) -> None:
    """Judge a pair. One judgement is enough: the pair is not shown again unless a text changes."""
    pair.judge(verdict, reason, by=by)


def take_back(pair: Pair) -> None:
    """Withdraw the judgement of a pair, which then waits to be judged again."""
    pair.take_back()
