"""Noting a deed, in the transaction in which it is done."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol, cast

import click
from flask import current_app, has_request_context
from flask_babel import lazy_gettext as _l
from sqlalchemy import Connection, Row, Table, delete, func, insert, select, update
from sqlalchemy.orm import Session

from wgcop import clock
from wgcop.audit import chain
from wgcop.audit.chain import Content
from wgcop.audit.models import AuditCheckpoint, AuditHead, AuditOrigin, AuditRow
from wgcop.database import LARGEST_ID, AtEnd, db, retention, with_commit
from wgcop.web import origin

PAGE, COMMAND, LOOP = "page", "command", "loop"
UNSEALED, END_LOST = "trail.unsealed", "trail.end-lost"
"""The deeds of the workspace itself, when the end of the trail is not as it was left."""
NAME_LENGTH = 300
A_MONTH = timedelta(days=30)


class Doer(Protocol):
    @property
    def id(self) -> int: ...


class ById(NamedTuple):
    """An actor of whom only the id is known."""

    id: int


class Thing(NamedTuple):
    """What a deed was done to.

    `name` is how it was cited then: the symbol of a paper, the title of a meeting. It must be
    something that the secretariat may read, and never the name of a person, which is looked up by
    the number.
    """

    kind: str
    id: object
    name: str = ""

    @classmethod
    def person(cls, person: Doer) -> "Thing":
        return cls("person", person.id)


NOTHING = Thing("", "")


def note(
    deed: str,
    *,
    by: Doer | None,
    of: Thing = NOTHING,
    detail: str = "",
    session: Session | None = None,
) -> None:
    """Add a row to the trail, which is written as the last step of the transaction.

    So the end of the trail is locked for the shortest time, and nothing else is waited for under
    its lock. A rollback forgets the row. `detail` is for names of roles, formats and counts: never
    typed text.
    """
    through, address = _way()
    noted = _Noted(
        Content(
            number=0,
            at=clock.now(),
            deed=deed,
            person_id=by.id if by else None,
            through=through,
            of_kind=of.kind,
            of_id=str(of.id),
            of_name=of.name[:NAME_LENGTH],
            detail=detail[:NAME_LENGTH],
        ),
        address,
    )
    with_commit(_append, noted, session=session, place=AtEnd.TRAIL)


def shorten(before: datetime) -> int:
    """Delete the rows that are older than `before`, and return their number. This is the only way
    to delete rows: the database refuses any other.

    A checkpoint keeps the checksum from which the chain continues, sealed like the end of the
    trail.
    """
    session: Session = db.session
    first_to_stay = select(func.min(AuditRow.number)).where(AuditRow.at >= before)
    last = session.scalar(
        select(func.max(AuditRow.number)).where(
            AuditRow.number < func.coalesce(first_to_stay.scalar_subquery(), LARGEST_ID)
        )
    )
    if last is None:
        return 0
    kept = session.execute(select(AuditRow.checksum).where(AuditRow.number == last)).scalar_one()
    seal = chain.seal(_key(), last, kept)
    session.execute(
        insert(AuditCheckpoint).values(number=last, at=clock.now(), checksum=kept, seal=seal)
    )
    session.execute(delete(AuditOrigin).where(AuditOrigin.number <= last))
    ended = session.execute(
        delete(AuditRow).where(AuditRow.number <= last).execution_options(synchronize_session=False)
    )
    note("trail.shortened", by=None, detail=chain.until(last))
    return int(ended.rowcount)  # type: ignore[attr-defined]


@retention.keeps(
    "trail",
    _l("Rows of the audit trail"),
    why=_l("To show who did what, even years later."),
    days=3650,
)
def end_old_rows(before: datetime) -> int:
    """Delete old rows, a month of them at a time, so that there are few checkpoints. Return how
    many were deleted.
    """
    oldest = db.session.scalar(select(func.min(AuditRow.at)))
    return shorten(before) if oldest and oldest < before - A_MONTH else 0


@retention.keeps(
    "networks",
    _l("Network addresses in the audit trail"),
    why=_l("To recognize sign-ins from elsewhere."),
    days=90,
)
def forget_networks(before: datetime) -> int:
    """Delete the network addresses recorded earlier than `before`, and return how many were
    deleted.
    """
    ended = db.session.execute(
        delete(AuditOrigin)
        .where(AuditOrigin.at < before)
        .execution_options(synchronize_session=False)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]


def disguised(name: str) -> str:
    """Disguise an address that belongs to nobody here: attempts with the same address can be
    matched, but the address cannot be recovered.
    """
    return chain.disguise(_key(), name)


class _Noted(NamedTuple):
    content: Content
    address: str


def _way() -> tuple[str, str]:
    if has_request_context():
        return PAGE, origin()
    return (COMMAND if click.get_current_context(silent=True) else LOOP), ""


_ROWS, _ORIGINS, _HEAD, _CHECKPOINTS = (
    cast(Table, model.__table__) for model in (AuditRow, AuditOrigin, AuditHead, AuditCheckpoint)
)
_READ_HEAD = select(
    *(_HEAD.c.number, _HEAD.c.checksum, _HEAD.c.seal),
    select(func.max(_ROWS.c.number)).scalar_subquery().label("highest"),
).with_for_update()
_ADD_ROWS, _ADD_ORIGINS = insert(_ROWS), insert(_ORIGINS)
_MOVE_HEAD = update(_HEAD)


def _append(_session: Session, noted: list[_Noted]) -> None:
    """Append the rows to the trail. It works on plain tables, since a session would take twice as
    long while everybody who notes a deed waits.
    """
    session: Session = _session or db.session
    connection = session.connection()
    head = connection.execute(_READ_HEAD).one_or_none()
    if head is not None and _is_as_it_was_left(head):
        number, last = head.number, head.checksum
    else:
        number, last = _what_is_left(connection, head.number if head else 0)
        noted = [_Noted(_found(head), ""), *noted]
    if head is None:
        connection.execute(insert(_HEAD), {"id": 1, "number": 0, "checksum": "", "seal": ""})
    rows, origins = [], []
    for row in noted:
        number += 1
        content = row.content._replace(number=number)
        last = chain.checksum(last, content)
        rows.append({**content._asdict(), "checksum": last})
        if row.address:
            origins.append({"number": number, "at": content.at, "address": row.address})
    connection.execute(_ADD_ROWS, rows)
    if origins:
        connection.execute(_ADD_ORIGINS, origins)
    seal = chain.seal(_key(), number, last)
    connection.execute(_MOVE_HEAD, {"number": number, "checksum": last, "seal": seal})


def _is_as_it_was_left(head: Row[*tuple[Any, ...]]) -> bool:
    is_sealed = chain.is_sealed(_key(), head.number, head.checksum, head.seal)
    return is_sealed and (head.highest or 0) <= head.number


def _what_is_left(connection: Connection, sealed: int) -> tuple[int, str]:
    """Return the number and checksum after which the chain continues. Used numbers are not used
    again, so that missing rows leave a gap.
    """
    rows, checkpoints = (
        connection.execute(
            select(table.c.number, table.c.checksum).order_by(table.c.number.desc()).limit(1)
        ).one_or_none()
        for table in (_ROWS, _CHECKPOINTS)
    )
    last = rows or checkpoints
    highest_origin = connection.scalar(select(func.max(_ORIGINS.c.number)))
    number = max(last.number if last else 0, highest_origin or 0, sealed)
    return number, last.checksum if last else chain.BEGINNING


def _found(head: Row[*tuple[Any, ...]] | None) -> Content:
    """Return a permanent row saying that the end of the trail was not sealed by this key as
    expected. Work continues nevertheless.
    """
    deed = END_LOST if head is None else UNSEALED
    return Content(0, clock.now(), deed, None, LOOP, "", "", "", "")


def _key() -> str:
    key: str = current_app.config["SECRET_KEY"]
    return key
