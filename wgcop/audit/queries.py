"""The queries for the rows that a reader of the trail asks for, newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from wgcop.audit.deeds import DEEDS, Area, deeds_in
from wgcop.audit.models import AuditCheckpoint, AuditHead, AuditOrigin, AuditRow
from wgcop.audit.naming import called, people_called
from wgcop.database import db

ON_A_PAGE = 100
IN_A_TABLE = 1000


@dataclass(frozen=True)
class Filter:
    """The filters of a reader of the trail. `deed` is one deed, or an area of them; `by` is a
    person's id, `person` a name that is looked up.
    """

    by: int | None = None
    person: str = ""
    deed: str = ""
    thing: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def conditions(self) -> Iterator[ColumnElement[bool]]:
        if self.by is not None:
            yield _about([self.by])
        if self.person:
            people = people_called(self.person)
            yield _about(people) if people else false()
        if self.deed in DEEDS:
            yield AuditRow.deed == self.deed
        elif self.deed in set(Area):
            yield AuditRow.deed.in_(deeds_in(Area(self.deed)))
        if self.thing:
            like = f"%{_escaped(self.thing.lower())}%"
            looked_up = (
                (AuditRow.of_kind == kind) & AuditRow.of_id.in_(keys)
                for kind, keys in called(self.thing).items()
            )
            yield or_(func.lower(AuditRow.of_name).like(like, escape="\\"), *looked_up)
        if self.since:
            yield AuditRow.at >= _midnight(self.since)
        if self.until and self.until < date.max:
            yield AuditRow.at < _midnight(self.until + timedelta(days=1))


class Found(NamedTuple):
    row: AuditRow
    address: str


@dataclass(frozen=True)
class TrailPage:
    """A page of the trail. `older` is the number before which the next page begins, or None on the
    last.
    """

    rows: Sequence[Found]
    older: int | None


def page_of_trail(chosen: Filter, *, before: int | None) -> TrailPage:
    rows = _found(_asked(chosen, before).limit(ON_A_PAGE + 1))
    is_last = len(rows) <= ON_A_PAGE
    shown = rows[:ON_A_PAGE]
    return TrailPage(shown, None if is_last else shown[-1].row.number)


def all_of_trail(chosen: Filter) -> Iterator[list[Found]]:
    before = None
    while rows := _found(_asked(chosen, before).limit(IN_A_TABLE)):
        yield rows
        before = rows[-1].row.number
        db.session.expunge_all()


class End(NamedTuple):
    """The last row, for a person who writes it down, and the number up to which rows have ended.
    The number is 0 if the trail is empty.
    """

    number: int
    checksum: str
    ended: int


def end_of_trail() -> End:
    ended = select(func.coalesce(func.max(AuditCheckpoint.number), 0)).scalar_subquery()
    row = db.session.execute(select(AuditHead.number, AuditHead.checksum, ended)).one_or_none()
    return End(*row) if row else End(0, "", 0)


def _asked(chosen: Filter, before: int | None) -> Select[AuditRow, str]:
    query = (
        select(AuditRow, func.coalesce(AuditOrigin.address, ""))
        .outerjoin(AuditOrigin, AuditOrigin.number == AuditRow.number)
        .where(*chosen.conditions)
        .order_by(AuditRow.number.desc())
    )
    return query if before is None else query.where(AuditRow.number < before)


def _found(query: Select[AuditRow, str]) -> list[Found]:
    return [Found(row, address) for row, address in db.session.execute(query)]


def _about(people: Sequence[int] | set[int]) -> ColumnElement[bool]:
    """Return the condition that these people did a deed, or that it was done to them."""
    keys = sorted(people)
    of_them = (AuditRow.of_kind == "person") & AuditRow.of_id.in_([str(key) for key in keys])
    return AuditRow.person_id.in_(keys) | of_them


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
