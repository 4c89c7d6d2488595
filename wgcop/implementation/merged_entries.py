"""Evidence and replies that name an entry of the registry go along when it is merged into another."""

from typing import Any

from sqlalchemy import select, update

from wgcop.accounts.models import Person
from wgcop.db import db
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.replies import ReplyWording
from wgcop.initiatives.merging.carriers import Carrier, on_merge
from wgcop.initiatives.models import Initiative

NAMING: dict[str, Any] = {"evidence": Evidence, "replies": ReplyWording}


def carry(merged: Initiative, staying: Initiative, by: Person) -> dict[str, list[int]]:
    """Where both are evidence of the same, one says it twice: each may have its own remark and its own course."""
    carried = {}
    for name, model in NAMING.items():
        ids = db.session.scalars(select(model.id).where(model.initiative_id == merged.id)).all()
        _name(model, ids, staying)
        carried[name] = [*ids]
    return carried


def put_back(merged: Initiative, _staying: Initiative, carried: dict[str, list[int]]) -> None:
    for name, ids in carried.items():
        _name(NAMING[name], ids, merged)


def _name(model: Any, ids: Any, entry: Initiative) -> None:
    db.session.execute(update(model).where(model.id.in_(ids)).values(initiative_id=entry.id))


on_merge(Carrier("implementation", carry, put_back))
