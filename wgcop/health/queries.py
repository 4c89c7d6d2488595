"""Queries for waiting work and for the processes that do it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select

from wgcop import clock
from wgcop.audit.models import AuditRow
from wgcop.database import db
from wgcop.health.models import Worker
from wgcop.mail import GOOD_FOR, Message
from wgcop.observing.watched import LONGEST_WITHOUT_BACKUP
from wgcop.search.outbox import StaleRecord


def workers() -> list[Worker]:
    """Return the workers that reported in the last day or so, latest first."""
    return list(db.session.scalars(select(Worker).order_by(Worker.beat_at.desc())))


def workers_alive() -> list[Worker]:
    return [worker for worker in workers() if worker.is_alive]


def is_kept_elsewhere() -> bool:
    """Return whether the trail has a recent backup: if several machines serve, one of them makes
    it.
    """
    kept_lately = select(AuditRow.number).where(
        AuditRow.deed == "workspace.kept", AuditRow.at > clock.now() - LONGEST_WITHOUT_BACKUP
    )
    return db.session.scalar(kept_lately.limit(1)) is not None


@dataclass(frozen=True)
class Waiting:
    """The number of waiting things, and how long the first of them has waited."""

    count: int
    longest: timedelta = timedelta()
    failing: int = 0


def index_waiting() -> Waiting:
    count, oldest = db.session.execute(select(func.count(), func.min(StaleRecord.at))).one()
    return Waiting(count, _since(oldest))


def mail_waiting() -> Waiting:
    """Return how many letters are due or will be tried again. `longest` counts from the time at
    which a letter was due.
    """
    failing = func.sum(case((Message.failures > 0, 1), else_=0))
    count, due, failing_count = db.session.execute(
        select(func.count(), func.min(Message.due_at), failing).where(
            Message.sent_at.is_(None),
            Message.text != "",
            Message.written_at > clock.now() - GOOD_FOR,
        )
    ).one()
    return Waiting(count, _since(due), int(failing_count or 0))


def _since(moment: datetime | None) -> timedelta:
    return max(clock.now() - moment, timedelta()) if moment else timedelta()
