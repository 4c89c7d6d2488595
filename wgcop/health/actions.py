"""The heartbeat of the process that runs the background work."""

import os
import secrets
import socket
from dataclasses import asdict
from datetime import timedelta
from functools import cache

from sqlalchemy import delete

from wgcop import clock
from wgcop.database import db
from wgcop.health.models import Worker
from wgcop.observing.version import version
from wgcop.processes import supervisor

REMEMBERED = timedelta(days=1)
"""How long the row of a silent worker is kept: its last heartbeat tells when the work stopped."""


def note_beat() -> Worker:
    name = _name_of(os.getpid())
    worker = db.session.get(Worker, name)
    if worker is None:
        db.session.execute(delete(Worker).where(Worker.beat_at < clock.now() - REMEMBERED))
        worker = Worker(
            name=name, host=socket.gethostname()[:200], pid=os.getpid(), version=version()[:40]
        )
        db.session.add(worker)
    worker.beat_at = clock.now()
    worker.duties = [asdict(state) for state in supervisor.states()]
    return worker


@cache
def _name_of(process: int) -> str:
    """Return a unique name for this process. Process ids are reused, and may be the same in several
    containers.
    """
    return f"{process}-{secrets.token_hex(8)}"
