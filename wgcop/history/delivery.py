"""After a commit: tell the rooms what was recorded in it."""

from typing import Any

import structlog
from flask import current_app, has_app_context
from flask_babel import force_locale
from sqlalchemy import event, select, tuple_
from sqlalchemy.orm import Session, joinedload

from wgcop import live
from wgcop.db import db
from wgcop.history.catch_up import messages
from wgcop.history.models import Entry

log = structlog.get_logger(__name__)
_RECORDED = "recorded_entries"


@event.listens_for(Session, "after_flush")
def _collect(session: Session, _: Any) -> None:
    recorded = [e for e in session.new if isinstance(e, Entry)]
    if recorded:
        keys = session.info.setdefault(_RECORDED, [])
        keys.extend((entry.topic_id or entry.topic.id, entry.seq) for entry in recorded)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_RECORDED, None)


@event.listens_for(Session, "after_commit")
def _deliver(session: Session) -> None:
    keys = session.info.pop(_RECORDED, None)
    if keys and has_app_context():
        try:
            deliver(keys)
        except Exception:  # the words are stored; pages that miss this ask for it by number
            log.exception("delivery_failed", entries=len(keys))


def deliver(keys: list[tuple[int, int]]) -> None:
    """Render each entry once per language that is being read in its room, and send it.

    Runs in a context and a session of its own: the one that committed is not usable yet, and
    what is sent must not depend on who wrote it.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    with app.app_context(), app.test_request_context():
        entries = db.session.scalars(
            select(Entry)
            .options(joinedload(Entry.topic))
            .where(tuple_(Entry.topic_id, Entry.seq).in_(keys))
            .order_by(Entry.topic_id, Entry.seq)
        ).all()
        for entry in entries:
            for language in live.languages_heard(entry.topic.name):
                with force_locale(language):
                    for message in messages(entry.topic.name, [entry]):
                        live.send("entry", message, to=live.room(entry.topic.name, language))
            if entry.topic.parent:
                room = live.changes_room(entry.topic.parent, entry.topic.audience)
                live.send("changed", {"topic": entry.topic.name}, to=room)
