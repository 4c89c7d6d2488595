"""Carries evidence and replies over when two entries of the registry become one: they move to the
entry that stays.
"""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.replies import ReplyWording
from wgcop.initiatives.merging.carriers import Carrier, on_merge
from wgcop.initiatives.models import Initiative


def _carry(merged: Initiative, staying: Initiative, by: Person) -> dict[str, list[int]]:
    """Move evidence and replies to the entry that stays. Where both entries were evidence for the
    same clause or action, that of the merged entry is removed. Return the ids that are needed to
    put everything back.
    """
    theirs = db.session.scalars(
        select(Evidence).where(Evidence.initiative_id == merged.id).order_by(Evidence.id)
    ).all()
    given = {
        (each.clause_id, each.action_id)
        for each in db.session.scalars(select(Evidence).where(Evidence.initiative_id == staying.id))
        if each.counts
    }
    doubled = []
    for evidence in theirs:
        if evidence.counts and (evidence.clause_id, evidence.action_id) in given:
            doubled.append(evidence.id)
            evidence.removed_at, evidence.removed_by = clock.now(), by
            evidence.removal_reason = _("Merged with an entry that is already given as evidence.")
        evidence.initiative = staying
    replies = [
        *db.session.scalars(select(ReplyWording.id).where(ReplyWording.initiative_id == merged.id))
    ]
    _point(replies, staying)
    return {"evidence": [each.id for each in theirs], "doubled": doubled, "replies": replies}


def _put_back(merged: Initiative, _staying: Initiative, carried: dict[str, Any]) -> None:
    for evidence in db.session.scalars(
        select(Evidence).where(Evidence.id.in_(carried["evidence"]))
    ):
        evidence.initiative = merged
        if evidence.id in carried["doubled"]:
            evidence.removed_at = evidence.removed_by = None
            evidence.removal_reason = ""
    _point(carried["replies"], merged)


def _point(replies: list[int], entry: Initiative) -> None:
    db.session.execute(
        update(ReplyWording).where(ReplyWording.id.in_(replies)).values(initiative_id=entry.id)
    )


on_merge(Carrier("implementation", _carry, _put_back))
