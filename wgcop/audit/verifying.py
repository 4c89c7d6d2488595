"""The proof that the trail is whole: every row as it was written, none missing, none added, and its
end where it was sealed.
"""

from collections.abc import Iterator

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from wgcop.audit import chain
from wgcop.audit.actions import END_LOST, UNSEALED
from wgcop.audit.models import AuditCheckpoint, AuditHead, AuditRow

AT_ONCE = 1000


def verify(session: Session, *, seen: tuple[int, str] | None = None) -> Iterator[str]:
    """Yield the faults, as sentences for administrators. `seen` is the number and checksum of an
    end that somebody wrote down.
    """
    key: str = current_app.config["SECRET_KEY"]
    head = session.execute(
        select(AuditHead.number, AuditHead.checksum, AuditHead.seal)
    ).one_or_none()
    if head is None:
        yield (
            "The end of the trail was removed, perhaps together with rows. New rows follow the last row that is left, "
            "and the first of them says so."
        )
        return
    start = session.execute(
        select(AuditCheckpoint.number, AuditCheckpoint.checksum, AuditCheckpoint.seal)
        .order_by(AuditCheckpoint.number.desc())
        .limit(1)
    ).one_or_none()
    number, last = (start.number, start.checksum) if start else (0, chain.BEGINNING)
    is_proved = start is None or chain.is_sealed(key, number, last, start.seal)
    before = select(AuditRow.number).where(AuditRow.number <= number)
    for added in session.scalars(before.order_by(AuditRow.number).limit(1)):
        yield f"Row {added} was added: the trail begins after row {number}."
    found_seen = seen is None or seen[0] <= number
    if seen and seen[0] == number and seen[1] != last:
        yield _differs(number)
    for content, stored in _rows(session, after=number, until=head.number):
        if content.number != number + 1:
            yield _missing(number + 1, content.number - 1)
        if chain.checksum(last, content) != stored:
            yield f"Row {content.number} is not as it was written."
        number, last = content.number, stored
        if seen and seen[0] == number:
            found_seen = True
            if seen[1] != last:
                yield _differs(number)
        # A checkpoint that was sealed with an earlier key is proved by the row that records it.
        if start and (content.deed, content.detail) == (
            "trail.shortened",
            chain.until(start.number),
        ):
            is_proved = True
    if start and not is_proved:
        yield f"The checkpoint at row {start.number} was not sealed with this SECRET_KEY."
    if not found_seen and seen:
        yield f"The trail ends with row {number}, but row {seen[0]} was written down."
    if number < head.number:
        yield _missing(number + 1, head.number)
    elif last != head.checksum:
        yield f"Row {number} is not the one after which the trail was sealed."
    beyond = select(AuditRow.number).where(
        AuditRow.number > select(AuditHead.number).scalar_subquery()
    )
    for added in session.scalars(beyond.order_by(AuditRow.number).limit(1)):
        yield f"Row {added} was added after the end of the trail."
    if not chain.is_sealed(key, head.number, head.checksum, head.seal):
        yield (
            f"The end of the trail at row {head.number} was not sealed with this SECRET_KEY: "
            "the key or the trail was changed."
        )


def doubts(session: Session, *, after: int = 0) -> Iterator[str]:
    """Yield the rows in which the trail itself records that its end was not as it had been left.
    The rows before them may be cut or forged.
    """
    rows = select(AuditRow.number, AuditRow.deed).where(
        AuditRow.deed.in_([END_LOST, UNSEALED]), AuditRow.number > after
    )
    for number, deed in session.execute(rows.order_by(AuditRow.number)):
        if deed == END_LOST:
            yield f"Row {number} says that the end of the trail had been removed: rows before it may be missing."
        else:
            yield f"Row {number} says that the end of the trail had not been sealed with this SECRET_KEY."


def _differs(number: int) -> str:
    return f"Row {number} had another checksum when it was written down."


def _missing(first: int, last: int) -> str:
    return f"Row {first} is missing." if first == last else f"Rows {first} to {last} are missing."


def _rows(session: Session, *, after: int, until: int) -> Iterator[tuple[chain.Content, str]]:
    columns = [getattr(AuditRow, name) for name in chain.Content._fields]
    while True:
        rows = session.execute(
            select(*columns, AuditRow.checksum)
            .where(AuditRow.number > after, AuditRow.number <= until)
            .order_by(AuditRow.number)
            .limit(AT_ONCE)
        ).all()
        for *values, stored in rows:
            yield chain.Content(*values), stored
        if len(rows) < AT_ONCE:
            return
        after = rows[-1][0]
