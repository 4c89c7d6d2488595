"""The records that changed since a moment, and the important ones among them.

The answer is the same for everybody; the search engine decides who may see a record.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, and_, or_, select

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


def changes_since(moment: datetime) -> RecordChanges:
    """Return the changes since a moment, in one SQL statement, and one more for each registered
    feature.
    """
    return _changes(db.session.execute(_dates(moment)).all(), _happened_since(moment))


def changes_of(record_ids: Collection[str], moment: datetime) -> RecordChanges:
    """Return the changes of these records since a moment."""
    rows = db.session.execute(_dates(moment).where(RecordDates.record_id.in_(record_ids))).all()
    happened = _happened_since(moment)
    return _changes(rows, {each: happened[each] for each in happened.keys() & set(record_ids)})


def changes_in_batches(
    moment: datetime, *, size: int, always: Collection[str] = ()
) -> Iterator[RecordChanges]:
    """Yield the changes since a moment, so many at a time, the latest ones first; those of the
    records in `always`, and the important ones that records do not show, with the first ones.
    """
    dates = _dates(moment)
    in_order = dates.order_by(RecordDates.state_since.desc(), RecordDates.record_id).limit(size)
    rows = db.session.execute(in_order).all()
    named = db.session.execute(dates.where(RecordDates.record_id.in_(always))).all()
    yield _changes([*rows, *named], _happened_since(moment))
    while len(rows) == size:
        last = rows[-1]
        at_the_same_time = and_(
            RecordDates.state_since == last.state_since, RecordDates.record_id > last.record_id
        )
        earlier = or_(RecordDates.state_since < last.state_since, at_the_same_time)
        rows = db.session.execute(in_order.where(earlier)).all()
        yield _changes(rows, {})


def _dates(moment: datetime) -> Select[str, datetime, datetime]:
    return select(RecordDates.record_id, RecordDates.since, RecordDates.state_since).where(
        RecordDates.state_since > moment
    )


def _happened_since(moment: datetime) -> dict[str, datetime]:
    return dict(event for tell in _happened for event in tell(moment))


def _changes(
    rows: Sequence[Row[str, datetime, datetime]], happened: Mapping[str, datetime]
) -> RecordChanges:
    mattering = {
        record_id: state_since
        for record_id, since, state_since in rows
        if record_id.partition(":")[0] in PAPERS or state_since > since
    }
    everything = {record_id: state_since for record_id, _, state_since in rows}
    return RecordChanges(all={**everything, **happened}, mattering={**mattering, **happened})
