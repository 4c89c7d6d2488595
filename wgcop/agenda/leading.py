"""Says who leads a meeting that takes up a clause, for features that know no agenda."""

from collections.abc import Collection

from sqlalchemy import select

from wgcop.accounts.models import GroupRole, Person
from wgcop.agenda.models import AgendaClause, AgendaItem
from wgcop.agenda.policy import can_edit_agenda, can_preside, edits_by_chair
from wgcop.agenda.queries import meetings_on_now
from wgcop.bodies.models import Meeting, Moment
from wgcop.brackets.leading import says_who_leads
from wgcop.database import db
from wgcop.resolutions.models import Clause
from wgcop.threads.chairing.queries import current_meeting


@says_who_leads
def clauses_led_in_meetings(person: Person, clause_ids: Collection[int]) -> set[int]:
    """Return those of the clauses that are on the agenda of a meeting that is not over, and whose
    agenda the person edits or in whose group they are a rapporteur. A deputy in the chair of the
    present meeting leads all.
    """
    if not person.offices or not clause_ids:
        return set()
    now = current_meeting()
    if now and edits_by_chair(person, now) and can_edit_agenda(person, now):
        return set(clause_ids)
    listed = db.session.execute(
        select(AgendaItem.meeting_id, AgendaClause.clause_id)
        .join(AgendaItem.clause_links)
        .where(AgendaClause.clause_id.in_(clause_ids))
    ).all()
    ids = {meeting_id for meeting_id, _clause in listed}
    led = {
        meeting.id
        for meeting in db.session.scalars(select(Meeting).where(Meeting.id.in_(ids)))
        if meeting.moment != Moment.PAST
        and (can_edit_agenda(person, meeting) or _is_rapporteur(person, meeting))
    }
    return {clause_id for meeting_id, clause_id in listed if meeting_id in led}


def presides_over_clause(person: Person, clause: Clause) -> bool:
    """Return whether the person presides over a meeting that is held at this moment and has the
    clause on its agenda.
    """
    led = [meeting.id for meeting, _seq in meetings_on_now() if can_preside(person, meeting)]
    if not led:
        return False
    listed = AgendaItem.clause_links.any(AgendaClause.clause_id == clause.id)
    return bool(
        db.session.scalar(
            select(AgendaItem.id).where(AgendaItem.meeting_id.in_(led), listed).limit(1)
        )
    )


def _is_rapporteur(person: Person, meeting: Meeting) -> bool:
    return any(
        office.group_id == meeting.group_id and office.role == GroupRole.RAPPORTEUR
        for office in person.offices
    )
