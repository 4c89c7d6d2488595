"""Where the reasons of positions are kept, for the secretariat to redact them."""

from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, not_, select

from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.positions.actions import tell_of_notice, tell_open_pages
from wgcop.positions.models import AnyPosition, ChairNotice, Position, RegionalPosition
from wgcop.positions.stances import Layer
from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up


def _of_its_clause(position: AnyPosition) -> Any:
    if isinstance(position, RegionalPosition):
        return and_(
            RegionalPosition.clause_id == position.clause_id,
            RegionalPosition.group_key == position.group_key,
        )
    return and_(
        Position.clause_id == position.clause_id,
        Position.delegation_id == position.delegation_id,
    )


def _it_and_its_copies(position: AnyPosition) -> Any:
    """Return a condition for all rows in which the holder gives this reason for the clause: a
    released position repeats the reason that was given within the delegation or regional group.
    """
    rows = type(position)
    if not position.reason:
        return rows.id == position.id
    return and_(_of_its_clause(position), rows.reason == position.reason)


def _with_its_readers(position: AnyPosition) -> Any:
    """Return a condition for the rows about the clause that the same people read, so that a
    released position does not tell how many others stay within its delegation or group.
    """
    is_released = type(position).layer == Layer.RELEASED
    same = is_released if position.layer == Layer.RELEASED else not_(is_released)
    return and_(_of_its_clause(position), same)


def _tell(position: AnyPosition, by: Person) -> None:
    rows: type[Any] = type(position)
    changed = db.session.scalars(select(rows).where(_it_and_its_copies(position)))
    for each in {row.audience: row for row in changed}.values():
        tell_open_pages(each, "position.redacted", by=by)


def _subject(
    name: str, title: LazyString, rows: type[AnyPosition], *, keys: tuple[str, str]
) -> RedactionSubject:
    """Return a redaction subject. `keys` are the keys of its two places, which must be unique."""
    reason, words = keys
    return RedactionSubject(
        name,
        title,
        rows,
        (
            KeptWords(reason, _l("The reason"), rows, ("reason",), of=_it_and_its_copies),
            # They are apart, since a position without its words would count as taken on others.
            KeptWords(
                words,
                _l("The wording that it is about"),
                rows,
                ("words",),
                of=_with_its_readers,
                passages_only=True,
            ),
        ),
        title=lambda position: _(
            "Position of %(delegation)s on %(citation)s",
            delegation=position.holder_name,
            citation=position.clause.wording.citation,
        ),
        may_read=lambda position, audiences: position.audience in audiences,
        afterwards=_tell,
    )


POSITION = _subject("position", _l("Position"), Position, keys=("reason", "words"))
OF_GROUP = _subject(
    "regional-position",
    _l("Position of a regional group"),
    RegionalPosition,
    keys=("group-reason", "group-words"),
)

NOTICE = RedactionSubject(
    "chair-notice",
    _l("Confidential note to the chair"),
    ChairNotice,
    (KeptWords("line", _l("The line"), ChairNotice),),
    title=lambda notice: _(
        "Confidential note of %(delegation)s to the chair on %(citation)s",
        delegation=notice.delegation.name,
        citation=notice.clause.wording.citation,
    ),
    url=lambda notice: f"/clauses/{notice.clause.wid}/positions",
    may_read=lambda notice, audiences: notice.delegation.audience in audiences,
    afterwards=lambda notice, by: tell_of_notice(notice),
)

sign_up(POSITION, OF_GROUP, NOTICE)
