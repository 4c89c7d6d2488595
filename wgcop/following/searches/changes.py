"""What changed in the index since a moment, and which of it matters: the same for everybody, so that an engine must be asked who may see it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from wgcop.db import db
from wgcop.following.searches.models import Tell
from wgcop.search.record_dates import RecordDates

PAPERS = frozenset({"document", "contribution", "resolution"})

Happened = Callable[[datetime], Iterable[tuple[str, datetime]]]
"""A moment → the ids of records to which something has happened since that matters, and when."""

_happened: list[Happened] = []


def matters(happened: Happened) -> Happened:
    """A feature tells of what no record says of itself."""
    _happened.append(happened)
    return happened


@dataclass(frozen=True)
class RecordChanges:
    """For each record when it changed last; `mattering` holds those for which that matters."""

    all: Mapping[str, datetime]
    mattering: Mapping[str, datetime]

    def after(self, moment: datetime, tell: Tell) -> frozenset[str]:
        told = self.all if tell == Tell.ALL else self.mattering
        return frozenset(record_id for record_id, at in told.items() if at > moment)


def changes_since(moment: datetime) -> RecordChanges:
    """One statement, and one for each feature that tells."""
    rows = db.session.execute(
        select(RecordDates.record_id, RecordDates.since, RecordDates.state_since).where(
            RecordDates.state_since > moment
        )
    ).all()
    happened = dict(event for tell in _happened for event in tell(moment))
    mattering = {
        record_id: state_since
        for record_id, since, state_since in rows
        if record_id.partition(":")[0] in PAPERS or state_since > since
    }
    everything = {record_id: state_since for record_id, _, state_since in rows}
    return RecordChanges(all=everything | happened, mattering=mattering | happened)
