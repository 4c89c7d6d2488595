"""Where the reasons of positions are kept, for the secretariat to redact them."""

from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, not_, select
from sqlalchemy.orm import aliased

from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.positions.actions import tell_of_notice, tell_open_pages
from wgcop.positions.models import (
    ChairNotice,
    HeldPosition,
    OnClause,
    Position,
    RegionalPosition,
)
from wgcop.positions.stances import Layer
from wgcop.positions.subjects import subject_of
from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up


def _it_and_its_copies(position: HeldPosition) -> Any:
    """Return a condition for all rows in which the holder gives this reason for the thing: a
    released position repeats the reason that was given within the delegation or regional group.
    """
    rows: type[Any] = type(position)
    if not position.reason:
        return rows.id == position.id
    return and_(_of_holder(position), rows.reason == position.reason)


def _with_its_readers(position: HeldPosition) -> Any:
    """Return a condition for the rows about the thing that the same people read, so that a
    released position does not tell how many others stay within its delegation or group.
    """
    is_released = type(position).layer == Layer.RELEASED
    same = is_released if position.layer == Layer.RELEASED else not_(is_released)
    return _of_holder(position, same)


def _of_holder(position: HeldPosition, *which: Any) -> Any:
    """Return a condition for those rows of the holder that `which` names, on the thing and on all
    clauses to which or from which these were carried over, in any edition. Rows that were recorded
    there since belong to them too: a position that is confirmed repeats its reason.
    """
    rows: type[Any] = type(position)
    if not isinstance(position, OnClause):
        return and_(rows.is_same(position), *which)
    holder = [getattr(rows, name) == getattr(position, name) for name in rows.belongs_to[1:]]
    origin: Any = aliased(rows)
    pairs = db.session.execute(
        select(origin.clause_id, rows.clause_id)
        .select_from(rows)
        .join(origin, origin.id == rows.carried_from_id)
        .where(*holder, *which)
        .distinct()
    ).all()
    found = {position.clause_id}
    while more := {key for pair in pairs if found & {*pair} for key in pair} - found:
        found |= more
    return and_(rows.clause_id.in_(found), *holder, *which)


def _tell(position: HeldPosition, by: Person) -> None:
    rows: type[Any] = type(position)
    changed = db.session.scalars(select(rows).where(_it_and_its_copies(position)))
    for each in {(row.audience, row.thing): row for row in changed}.values():
        tell_open_pages(each, "position.redacted", by=by)


def about_positions(
    name: str, title: LazyString, rows: type[Any], *, keys: tuple[str, str]
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
            citation=subject_of(position.thing).title,
        ),
        may_read=lambda position, audiences: position.audience in audiences,
        # A position may be carried over to another clause at this moment.
        hold=lambda position: db.session.refresh(position, with_for_update={"of": rows}),
        afterwards=_tell,
    )


POSITION = about_positions("position", _l("Position"), Position, keys=("reason", "words"))
OF_GROUP = about_positions(
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
        delegation=notice.delegation.shown_name,
        citation=notice.clause.wording.citation,
    ),
    url=lambda notice: f"/clauses/{notice.clause.wid}/positions",
    may_read=lambda notice, audiences: notice.delegation.audience in audiences,
    afterwards=lambda notice, by: tell_of_notice(notice),
)

sign_up(POSITION, OF_GROUP, NOTICE)
