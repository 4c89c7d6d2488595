"""Silence procedures: circulating a text, objecting to it, extending the deadline, and recording
adoption by silence.
"""

import contextlib
from datetime import datetime

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.models import Capacity, Delegation, Person
from wgcop.agenda.actions.announcements import members_topic
from wgcop.agenda.actions.locks import lock, lock_item
from wgcop.agenda.models import AgendaItem, Outcome
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.errors import Invalid, Refused
from wgcop.events.actions import record
from wgcop.i18n import moment, written_to
from wgcop.markup import has_visible
from wgcop.outcomes.actions.conclusions import record_outcome
from wgcop.outcomes.actions.wordings import agree_wording
from wgcop.outcomes.silence.letters import (
    write_adopted,
    write_broken,
    write_circulated,
    write_extended,
    write_withdrawn,
)
from wgcop.outcomes.silence.models import AnswerKind, SilenceAnswer, SilenceProcedure
from wgcop.outcomes.silence.queries import locked
from wgcop.outcomes.silence.rule import LONGEST, SHORTEST, SilenceState
from wgcop.resolutions.models import Clause
from wgcop.threads.chairing.standings import Standing


def circulate(
    meeting: Meeting,
    title: str,
    text: str,
    outcome: Outcome,
    *,
    ends_at: datetime,
    zone: str,
    place: str,
    item: AgendaItem | None = None,
    clause: Clause | None = None,
    document: Contribution | None = None,
    suppresses: bool = False,
    by: Person,
    capacity: Capacity | None,
) -> SilenceProcedure:
    """Circulate a text or a document under silence until `ends_at`, and write to everybody whose
    silence counts. With `suppresses` it is the suppression of the clause that is circulated.
    """
    _check_end(ends_at, after=clock.now())
    if not has_visible(title):
        raise Invalid(_("Enter a title for the text."))
    if suppresses and clause is None:
        raise Invalid(_("Choose the clause that would be suppressed."))
    if clause is not None and not suppresses and not has_visible(text):
        raise Invalid(_("Enter the words in which the clause would be agreed."))
    if document is None and not suppresses and not has_visible(text):
        raise Invalid(_("Enter the text, or choose a document."))
    if item:
        lock_item(item)
    procedure = SilenceProcedure(
        meeting=meeting,
        item=item,
        clause=clause,
        contribution=document,
        title=title,
        text=text,
        suppresses=suppresses,
        outcome=outcome,
        first_end=ends_at,
        ends_at=ends_at,
        zone=zone,
        place=place,
        circulated_by=by,
        capacity=capacity.title if capacity else "",
    )
    db.session.add(procedure)
    db.session.flush()
    tell_of_silence(procedure, "silence.begun", by=by)
    write_circulated(procedure)
    return procedure


def object_to(
    procedure: SilenceProcedure, reason: str, *, delegation: Delegation, by: Person
) -> SilenceAnswer:
    """Object to the text. One objection is enough to break the silence: the text is not adopted."""
    procedure = _running(procedure)
    if not has_visible(reason):
        raise Invalid(_("Enter a reason, so that a text can be found to which all agree."))
    answer = SilenceAnswer(
        kind=AnswerKind.OBJECTION, delegation=delegation, person=by, reason=reason.strip()
    )
    procedure.answers.append(answer)
    db.session.flush()
    procedure.settled_at = answer.at
    tell_of_silence(procedure, "silence.broken", by=by)
    write_broken(procedure, answer)
    return answer


def ask_for_time(
    procedure: SilenceProcedure,
    until: datetime,
    reason: str,
    *,
    delegation: Delegation,
    by: Person,
) -> SilenceAnswer:
    """Ask for more time. The deadline stays as it is until the request is granted."""
    procedure = _running(procedure)
    if not has_visible(reason):
        raise Invalid(_("Enter why you need more time."))
    _check_end(until, after=procedure.ends_at)
    answer = SilenceAnswer(
        kind=AnswerKind.EXTENSION,
        delegation=delegation,
        person=by,
        reason=reason.strip(),
        asked_until=until,
    )
    procedure.answers.append(answer)
    db.session.flush()
    tell_of_silence(procedure, "silence.time-asked", by=by)
    return answer


def grant_time(answer: SilenceAnswer, *, by: Person) -> None:
    """Grant the request: the silence now lasts until the requested time."""
    procedure = _running(answer.procedure)
    if answer.decided_at is not None:
        raise Refused(_("This request has already been answered."))
    answer.granted_until, answer.decided_at, answer.decided_by = (
        answer.asked_until,
        clock.now(),
        by,
    )
    procedure.ends_at = procedure.silence.end
    tell_of_silence(procedure, "silence.extended", by=by)
    write_extended(procedure)


def decline_time(answer: SilenceAnswer, *, by: Person) -> None:
    procedure = _running(answer.procedure)
    if answer.decided_at is not None:
        raise Refused(_("This request has already been answered."))
    answer.decided_at, answer.decided_by = clock.now(), by
    tell_of_silence(procedure, "silence.time-declined", by=by)


def withdraw_text(procedure: SilenceProcedure, *, by: Person) -> None:
    """Withdraw the text, on behalf of those who circulated it. They can circulate another one."""
    procedure = _running(procedure)
    procedure.withdrawn_at = procedure.settled_at = clock.now()
    tell_of_silence(procedure, "silence.withdrawn", by=by)
    write_withdrawn(procedure)


def record_silence(procedure: SilenceProcedure) -> bool:
    """Record the adoption by silence, and return whether there was anything to record. Later calls
    have no further effect.
    """
    # The meeting first, then the procedure: recording the outcome locks the meeting too.
    lock(procedure.meeting)
    procedure = locked(procedure)
    if procedure.settled_at is not None or procedure.state != SilenceState.ADOPTED:
        return False
    procedure.settled_at = procedure.ends_at
    agrees = procedure.suppresses or has_visible(procedure.text)
    if procedure.item and procedure.clause and agrees:
        # If the group above has agreed words meanwhile, or the clause is suppressed with the one above it,
        # that stands; the adoption is recorded all the same.
        with contextlib.suppress(Refused):
            agree_wording(
                procedure.item,
                procedure.clause,
                Standing.AGREED,
                procedure.text,
                suppresses=procedure.suppresses,
                by=procedure.circulated_by,
                capacity=Capacity("", procedure.capacity, None, None),
            )
    if procedure.item:
        procedure.decision = record_outcome(
            procedure.item,
            procedure.outcome,
            _words_of_decision(procedure),
            by=procedure.circulated_by,
        )
    tell_of_silence(procedure, "silence.adopted", by=None)
    write_adopted(procedure)
    return True


def _words_of_decision(procedure: SilenceProcedure) -> str:
    """Return the text of the decision in English, the language of the record, regardless of the
    language of the person who circulated it.
    """
    with written_to("en"):
        suppressed = _("The clause is suppressed") if procedure.suppresses else ""
        text = _(
            "Adopted by silence procedure; no objection was received by %(moment)s.",
            moment=moment(procedure.ends_at, procedure.zone, procedure.place),
        )
    return "\n\n".join(filter(None, (procedure.title, suppressed, procedure.text, text)))


def _running(procedure: SilenceProcedure) -> SilenceProcedure:
    procedure = locked(procedure)
    match procedure.state:
        case SilenceState.ADOPTED:
            raise Refused(_("The time has run out, and the text is adopted."))
        case SilenceState.BROKEN:
            raise Refused(_("The silence has already been broken: the text is not adopted."))
        case SilenceState.WITHDRAWN:
            raise Refused(_("The text was withdrawn."))
    return procedure


def _check_end(end: datetime, *, after: datetime) -> None:
    if end < after + SHORTEST:
        raise Invalid(_("Allow at least one hour, so that people can read it."))
    if end > after + LONGEST:
        raise Invalid(_("Choose a time within 90 days."))


def tell_of_silence(procedure: SilenceProcedure, kind: str, *, by: Person | None) -> None:
    """Record a change to a silence procedure. `by` is None when silence adopts the text, because no
    person does it.
    """
    record(
        members_topic(procedure.meeting),
        kind,
        by=by,
        target_kind="silence",
        target_id=procedure.id,
    )
