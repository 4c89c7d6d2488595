"""The radar's work in each process that serves pages, because the counts are files of its own
machine.
"""

from wgcop.database import db
from wgcop.radar.shingle_store import current_counts, heal, is_behind


def catch_up() -> None:
    """Rebuild the counts if the worker of another machine has changed the records in the meantime.
    On the worker's machine they are always up to date.
    """
    session, counts = db.session, current_counts()
    behind = is_behind(session, counts)
    session.rollback()
    if behind:
        with counts.exclusive():
            heal(session, counts)
            session.rollback()
