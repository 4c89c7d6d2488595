"""What each process that serves pages does for the radar, since the counts are files of its own machine."""

from wgcop.db import db
from wgcop.radar.shingle_store import current_counts, heal, is_behind


def catch_up() -> None:
    """Count anew what the worker of another machine has changed meanwhile. Where the worker runs, the counts are never behind."""
    session, counts = db.session, current_counts()
    behind = is_behind(session, counts)
    session.rollback()
    if behind:
        with counts.exclusive():
            heal(session, counts)
            session.rollback()
