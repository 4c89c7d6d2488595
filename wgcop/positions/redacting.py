"""Where the reasons of positions are kept, for the secretariat to redact them."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import and_

from wgcop.accounts.models import Person
from wgcop.positions.actions import record_change
from wgcop.positions.models import ChairNotice, Position
from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up


def _it_and_its_copies(position: Position) -> Any:
    """Return a condition for all rows of the delegation that give this reason for the clause: what
    is released says the same as what stood within the delegation.
    """
    return and_(
        Position.clause_id == position.clause_id,
        Position.delegation_id == position.delegation_id,
        Position.reason == position.reason,
    )


def _tell(position: Position, by: Person) -> None:
    record_change(position, "position.redacted", by=by)


POSITION = RedactionSubject(
    "position",
    _l("Position"),
    Position,
    (KeptWords("reason", _l("The reason"), Position, of=_it_and_its_copies),),
    title=lambda position: _(
        "Position of %(delegation)s on %(citation)s",
        delegation=position.delegation.name,
        citation=position.clause.wording.citation,
    ),
    url=lambda position: f"/clauses/{position.clause.wid}/positions",
    may_read=lambda position, audiences: position.audience in audiences,
    afterwards=_tell,
)

NOTICE = RedactionSubject(
    "chair-notice",
    _l("Word in confidence to the chair"),
    ChairNotice,
    (KeptWords("line", _l("The line"), ChairNotice),),
    title=lambda notice: _(
        "Word of %(delegation)s to the chair on %(citation)s",
        delegation=notice.delegation.name,
        citation=notice.clause.wording.citation,
    ),
    url=lambda notice: f"/clauses/{notice.clause.wid}/positions",
    may_read=lambda notice, audiences: notice.delegation.audience in audiences,
)

sign_up(POSITION, NOTICE)
