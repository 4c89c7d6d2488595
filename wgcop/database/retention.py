"""The retention periods of records that are not kept permanently, and the deletion of older ones."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from flask import Flask, current_app
from flask_babel import LazyString
from sqlalchemy import delete

from wgcop import clock
from wgcop.database import db, writing
from wgcop.errors import Invalid

log = structlog.get_logger(__name__)

End = Callable[[datetime], int]
LONGEST = 36_500  # days: a century. Subtracting much more from today would give no date.


@dataclass(frozen=True)
class Kind:
    """A kind of record. `days` is how long it is kept unless the setting RETENTION changes that; 0
    means for good.
    """

    key: str
    name: LazyString
    why: LazyString
    days: int
    end: End


_kinds: dict[str, Kind] = {}


def keeps(key: str, name: LazyString, *, why: LazyString, days: int) -> Callable[[End], End]:
    """Register a function that deletes the records of a kind that are older than a moment, and
    returns how many these were.
    """

    def register(end: End) -> End:
        _kinds[key] = Kind(key, name, why, days, end)
        return end

    return register


def keeps_rows(
    column: Any, key: str, name: LazyString, *, why: LazyString, days: int, also: Any = None
) -> None:
    """Register a retention period: the rows of a table are deleted this many days after the time in
    `column`, if `also` holds for them.
    """

    def end(before: datetime) -> int:
        over = delete(column.class_).where(column < before)
        if also is not None:
            over = over.where(also)
        ended = db.session.execute(over.execution_options(synchronize_session=False))
        return int(ended.rowcount)  # type: ignore[attr-defined]

    keeps(key, name, why=why, days=days)(end)


def init_app(app: Flask) -> None:
    app.extensions["retention"] = chosen(app.config["RETENTION"])


def chosen(setting: str) -> dict[str, int]:
    """Return the days for each kind, as the setting (`letters=30 trail=0`) changes them."""
    days = {key: kind.days for key, kind in _kinds.items()}
    for word in setting.replace(",", " ").split():
        key, _equals, number = word.partition("=")
        if key not in days:
            raise Invalid(f"RETENTION: “{key}” is none of {', '.join(sorted(days))}.")
        if not number.isdecimal() or int(number) > LONGEST:
            raise Invalid(
                f"RETENTION: give the days for {key} as in {key}={days[key]}; {key}=0 is for good."
            )
        days[key] = int(number)
    return days


@dataclass(frozen=True)
class KeptKind:
    """A kind, with the days for which it is kept here."""

    kind: Kind
    days: int


def kept() -> list[KeptKind]:
    days: dict[str, int] = current_app.extensions["retention"]
    return [KeptKind(kind, days[key]) for key, kind in _kinds.items()]


def end_what_is_over() -> int:
    """Delete the records whose retention period is over, and return how many there were. Each kind
    has a transaction of its own, so that none waits for another.
    """
    return sum(_ended())


def _ended() -> Iterator[int]:
    for each in kept():
        if not each.days:
            continue
        with writing():
            number = each.kind.end(clock.now() - timedelta(days=each.days))
            db.session.commit()
        if number:
            log.info("retention", kind=each.kind.key, ended=number)
        yield number
