"""The link from the history to the trail: it notes each entry that is a deed, in the transaction
that recorded it.
"""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from wgcop.audit.actions import ById, Thing, note
from wgcop.audit.deeds import IN_HISTORY, NAMED_BY_DELEGATIONS, is_shared
from wgcop.events.models import Entry


@event.listens_for(Session, "after_flush")
def _note(session: Session, _: Any) -> None:
    """Note the deeds among new entries. An event that is recorded twice, for those who look at a
    thing and those who follow it, is one deed.
    """
    deeds = {
        (entry.kind, kind, entry.target_id): entry
        for entry in session.new
        if isinstance(entry, Entry)
        and (kind := IN_HISTORY.get((entry.kind, entry.target_kind)))
        and is_shared(entry.topic.audience)
    }
    for (deed, kind, key), entry in deeds.items():
        if kind == "thread":
            key = entry.topic.name  # its number counts threads of drafts too
        by = ById(entry.actor_id) if entry.actor_id else None
        name = "" if kind in NAMED_BY_DELEGATIONS else entry.topic.title
        note(deed, by=by, of=Thing(kind, key, name), session=session)
