"""The heartbeat of the process that runs the background work, and its monitoring by the others."""

from pathlib import Path

import structlog
from flask import current_app

from wgcop.database import db, writing
from wgcop.health.actions import note_beat
from wgcop.health.queries import is_kept_elsewhere, workers_alive
from wgcop.observing import watched

log = structlog.get_logger(__name__)

_missing = False


def beat() -> None:
    with writing():
        note_beat()
        db.session.commit()


def look_at_certificate() -> None:
    folder = Path(current_app.config["DATA_DIR"])
    if not is_kept_elsewhere():
        watched.begin(folder)
    watched.look_at_certificate(folder, current_app.config["PUBLIC_URL"])


def look_for_worker() -> None:
    """Log once when no process does the background work, and once when one does again."""
    global _missing
    is_missing = not workers_alive()
    db.session.rollback()
    if is_missing and not _missing:
        log.warning("no_worker", what_to_do="Start 'wgcop worker': index, mail and imports wait.")
    elif _missing and not is_missing:
        log.warning("worker_again")
    _missing = is_missing
