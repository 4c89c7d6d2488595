"""Putting a statement or a reservation on record, and withdrawing it. Nobody can change one."""

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.agenda.actions.announcements import tell_outcome
from wgcop.agenda.actions.locks import lock, lock_item
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Moment
from wgcop.database import db
from wgcop.errors import Invalid, Refused
from wgcop.markup import has_visible
from wgcop.outcomes.statements import DeliveredStatement, StatementKind
from wgcop.resolutions.models import Clause


def deliver_statement(
    item: AgendaItem,
    kind: StatementKind,
    text: str,
    *,
    delegation: Delegation,
    clause: Clause | None = None,
    language: str = "en",
    corrects: DeliveredStatement | None = None,
    by: Person,
) -> DeliveredStatement:
    """Put a statement on record verbatim. If it is on record already in the same words, that
    statement is returned and nothing is added.
    """
    if not has_visible(text):
        raise Invalid(_("Enter the words that go on record."))
    meeting = item.meeting
    if meeting.moment == Moment.COMING:
        raise Refused(_("Statements go on record from the first day of the meeting."))
    # The lock ensures that a form that is sent twice at once puts one statement on record.
    lock_item(item)
    text = text.replace("\r\n", "\n").strip("\n")
    same = db.session.query(DeliveredStatement).filter_by(
        item_id=item.id, kind=kind, delegation_id=delegation.id, text=text, withdrawn_at=None
    )
    if known := same.first():
        return known
    if corrects is not None:
        db.session.refresh(corrects)
        if not corrects.stands:
            raise Refused(_("This statement has been corrected or withdrawn in the meantime."))
    statement = DeliveredStatement(
        item=item,
        clause=clause,
        kind=kind,
        delegation=delegation,
        text=text,
        language=language,
        corrects=corrects,
        delivered_by=by,
        on_behalf=not by.belongs_to(delegation),
    )
    db.session.add(statement)
    db.session.flush()
    tell_outcome(item, "statement.delivered", "statements", by=by)
    return statement


def withdraw_statement(statement: DeliveredStatement, *, by: Person) -> None:
    """Withdraw a statement. Its text is no longer shown, but the fact that it was made is."""
    lock(statement.item.meeting)
    db.session.refresh(statement)
    if statement.is_withdrawn:
        raise Refused(_("This statement has already been withdrawn."))
    statement.withdrawn_at, statement.withdrawn_by = clock.now(), by
    tell_outcome(statement.item, "statement.withdrawn", "statements", by=by)
