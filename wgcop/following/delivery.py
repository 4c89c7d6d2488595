"""After a commit: tell a person's own open pages how far he has read, and nobody else's."""

from sqlalchemy import event
from sqlalchemy.orm import Session

from wgcop import live
from wgcop.following.actions import RAISED


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(RAISED, None)


@event.listens_for(Session, "after_commit")
def _deliver(session: Session) -> None:
    for person_id, topic, seq in session.info.pop(RAISED, ()):
        live.send("read", {"topic": topic, "seq": seq}, to=live.persons_room(person_id))
