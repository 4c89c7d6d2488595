"""Deciding on what the radar found."""

from sqlalchemy import delete

from wgcop.accounts.models import Person
from wgcop.db import db
from wgcop.radar.forms import DecisionForms
from wgcop.radar.matching.overlap import shingles
from wgcop.radar.models import RadarDecision, Unchecked
from wgcop.radar.shingle_store import to_bytes


def decide(record_id: str, text: str, forms: DecisionForms | None, *, by: Person) -> None:
    """On every hit that was asked about, for the text as it is now; later where the radar did not answer."""
    if forms is None:
        put_off(record_id)
        return
    data = to_bytes(shingles(text))
    for form in forms.asked:
        db.session.add(
            RadarDecision(
                record_id=record_id,
                other_id=form.found.hit.id,
                finding=form.found.finding,
                score=form.found.score,
                decision=form.chosen,
                reason=form.reason.data,
                by=by,
                data=data,
            )
        )
    db.session.execute(delete(Unchecked).where(Unchecked.record_id == record_id))


def put_off(record_id: str) -> None:
    if db.session.get(Unchecked, record_id) is None:
        db.session.add(Unchecked(record_id=record_id))
