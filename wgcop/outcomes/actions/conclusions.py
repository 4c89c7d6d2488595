"""Recording decisions of the meeting, and taking up deferred matters at a later one."""

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.agenda.actions.announcements import tell, tell_agenda
from wgcop.agenda.actions.documents import attach_document, keep_wordings
from wgcop.agenda.actions.items import add_item
from wgcop.agenda.actions.locks import lock, lock_item, read_again
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.models import AgendaItem, Decision, Outcome
from wgcop.agenda.things import thing_of_item
from wgcop.audit.actions import note
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.errors import Outdated, Refused


def record_outcome(
    item: AgendaItem,
    outcome: Outcome,
    text: str,
    *,
    replaces: Decision | None = None,
    stays_open: bool = False,
    by: Person,
) -> Decision:
    """Record one more conclusion, or a correction of `replaces`, which stays on record. This closes
    the item, unless it `stays_open`. If there already is one in the same words, it is returned and
    nothing is recorded.
    """
    # The lock ensures that a form that is sent twice at once records one conclusion.
    lock_item(item)
    text = text.strip()
    same = [
        conclusion
        for conclusion in item.conclusions
        if (conclusion.outcome, conclusion.text) == (outcome, text)
    ]
    if same:
        return same[0]
    if replaces is not None and replaces not in item.conclusions:
        raise Outdated(
            _("Somebody else changed or withdrew this conclusion while you were writing.")
        )
    decision = Decision(
        outcome=outcome, text=text, recorded_by=by, replaces_id=replaces.id if replaces else None
    )
    item.decisions.append(decision)
    if not stays_open:
        item.closed = True
        keep_wordings(item)
    db.session.flush()
    tell(item.meeting, "agenda.decided", "agenda", by=by)
    note("agenda.decided", by=by, of=thing_of_item(item), detail=outcome.value)
    return decision


def withdraw_outcome(item: AgendaItem, *, decision: Decision | None = None, by: Person) -> None:
    """Withdraw a conclusion that was recorded in error: `decision`, or else the last one. An item
    without any other conclusion is open again.
    """
    lock_item(item)
    withdrawn = decision or item.decision
    if withdrawn is None or withdrawn not in item.conclusions:
        raise Refused(_("This item has no such outcome."))
    withdrawn.withdrawn_at = clock.now()
    if not item.conclusions:
        item.closed = False
    tell_agenda(item.meeting, by=by)
    note("agenda.decision-withdrawn", by=by, of=thing_of_item(item), detail=withdrawn.outcome.value)


def continue_item(
    deferred: AgendaItem, meeting: Meeting, *, under: AgendaItem | None = None, by: Person
) -> AgendaItem:
    """Take up a deferred item at a later meeting: under one of its items, or as a new item with the
    same words and clauses.

    Its documents are carried over in their latest wording: the revisions that were pinned when it
    was closed belong to the earlier meeting.
    """
    # Both meetings, so that no other meeting takes up the item at the same moment.
    lock(deferred.meeting, meeting)
    for item in filter(None, (deferred, under)):
        read_again(item)
    if not deferred.is_deferred:
        raise Refused(_("“%(title)s” is no longer deferred.", title=deferred.title))
    if deferred.continued_as_id is not None:
        raise Refused(_("“%(title)s” is already on a later agenda.", title=deferred.title))
    documents = [
        link.contribution
        for link in deferred.document_links
        if link.contribution.audience & by.audiences
    ]
    if under is None:
        facts = ItemFacts.of(deferred).but(fixed_on=None, fixed_at=None)
        under = add_item(meeting, facts, clauses=deferred.clauses, documents=documents, by=by)
    else:
        for document in documents:
            attach_document(under, document, by=by)
        tell_agenda(meeting, by=by)
    deferred.continued_as = under
    return under
