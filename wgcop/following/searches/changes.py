"""The records that changed since a moment, and the important ones among them.

The answer is the same for everybody; the search engine decides who may see a record.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, union_all

from wgcop.database import db
from wgcop.following.searches.models import Tell
from wgcop.search.record_dates import RecordDates

PAPERS = frozenset({"document", "contribution", "resolution"})

Happened = Callable[[datetime], Iterable[tuple[str, datetime]]]
"""A function that returns, for a moment, the ids of records to which something important has
happened since, with the times.
"""

_happened: list[Happened] = []


def matters(happened: Happened) -> Happened:
    """Register a feature's function that reports important changes that are not visible in a
    record.
    """
    _happened.append(happened)
    return happened


@dataclass(frozen=True)
class RecordChanges:
    """The time of each record's last change. `mattering` contains only the records with an
    important change.
    """

    all: Mapping[str, datetime]
    mattering: Mapping[str, datetime]

    def after(self, moment: datetime, tell: Tell) -> frozenset[str]:
        records = self.all if tell == Tell.ALL else self.mattering
        return frozenset(record_id for record_id, at in records.items() if at > moment)


def changes_since(
    moment: datetime, *, most: int | None = None, always: Collection[str] = ()
) -> RecordChanges:
    """Return the changes since a moment, in one SQL statement, and one more for each registered
    feature; with `most`, only the latest ones, and those of the records that are `always` read.
    """
    dates = select(RecordDates.record_id, RecordDates.since, RecordDates.state_since).where(
        RecordDates.state_since > moment
    )
    if most is not None:
        latest = dates.order_by(RecordDates.state_since.desc(), RecordDates.record_id).limit(most)
        named = dates.where(RecordDates.record_id.in_(always))
        dates = select(union_all(select(latest.subquery()), named).subquery())
    rows = db.session.execute(dates).all()
    happened = dict(event for tell in _happened for event in tell(moment))
    mattering = {
        record_id: state_since
        for record_id, since, state_since in rows
        if record_id.partition(":")[0] in PAPERS or state_since > since
    }
    everything = {record_id: state_since for record_id, _, state_since in rows}
    return RecordChanges(all=everything | happened, mattering=mattering | happened)
