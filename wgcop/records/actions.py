"""Composing the report of a meeting: once as a draft, and again without losing later edits."""

from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop import clock, paper
from wgcop.accounts.models import Office, Person
from wgcop.agenda.actions.locks import lock
from wgcop.bodies.models import Meeting, Moment
from wgcop.contributions.cover import Cover
from wgcop.contributions.draft_desk import DRAFTS, stored_text
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.database import db
from wgcop.drafting import actions as contributions
from wgcop.errors import Outdated, Refused
from wgcop.i18n import written_to
from wgcop.numbering.kinds import DocumentKind
from wgcop.paper.steps import join, node_of, tree_of
from wgcop.records.composing import compose
from wgcop.records.gathering import report_of, reported
from wgcop.records.models import MeetingReport
from wgcop.writing.reasons import Declined, message
from wgcop.writing.saving import TextContested, save_tree


def compose_report(meeting: Meeting, *, by: Person) -> Contribution:
    """Compose the report as a draft of the officer `by`. Everybody else who may compose it becomes
    a drafter too. Raise Refused if the meeting has not begun or has a report already.
    """
    # The lock ensures that two people who compose at once do not start two drafts.
    lock(meeting)
    if meeting.moment == Moment.COMING:
        raise Refused(_("A report can be composed once the meeting has begun."))
    report = report_of(meeting)
    if report is not None and report.contribution.state != PaperState.WITHDRAWN:
        raise Refused(_("The report of this meeting has already been composed."))
    composed = compose(reported(meeting))
    cover = Cover(
        title=composed.title,
        purpose=Purpose.ACTION,
        action_required=composed.action_required,
        abstract=composed.abstract,
        contact="\n".join(filter(None, [meeting.contact, meeting.contact_address])),
        language=str(get_locale() or "en"),
    )
    contribution = contributions.start_draft(
        meeting,
        _office(meeting, by).capacity,
        cover,
        composed.text,
        kind=DocumentKind.REPORT,
        by=by,
    )
    for person in _others_who_compose(meeting, by):
        contributions.name_drafter(contribution, person, by=by)
    if report is None:
        report = MeetingReport(meeting=meeting)
        db.session.add(report)
    report.contribution = contribution
    _note_composed(report, composed.text, by)
    return contribution


@dataclass(frozen=True)
class Recomposed:
    """The result of composing again. `proposed` contains the events since the last composing, and
    all text that people wrote in the report.
    """

    current: paper.Node
    proposed: paper.Node
    composed: paper.Node
    version: int
    kept: int
    """The number of paragraphs that would be composed differently but keep a person's changes."""

    @property
    def changes_anything(self) -> bool:
        return paper.plain(self.current) != paper.plain(self.proposed)


def recompose(report: MeetingReport) -> Recomposed:
    """Return the result of composing the current draft again, in its own language, without changing
    it. Raise Refused if the report was submitted.
    """
    draft = report.contribution.draft
    if draft is None or not report.contribution.is_being_written:
        if report.contribution.is_withdrawn:
            raise Refused(_("The report was withdrawn. Compose a new one."))
        raise Refused(_("The report was submitted. Prepare a revision of it to compose it again."))
    version, current = stored_text(db.session, draft.id)
    with written_to(draft.language):
        composed = compose(reported(report.meeting)).text
    new = paper.continued(composed, report.composed)
    joined = join(node_of(report.composed), node_of(current), node_of(new))
    return Recomposed(current, tree_of(joined.text), new, version, len(joined.contested))


def compose_again(report: MeetingReport, *, version: int, by: Person) -> None:
    """Store the result that was shown for this version of the draft. Raise Outdated if somebody has
    written in it since.
    """
    recomposed = recompose(report)
    if recomposed.version != version:
        raise Outdated(
            _("Somebody has written in the report in the meantime. Look at the comparison again.")
        )
    try:
        save_tree(
            db.session,
            report.contribution_id,
            recomposed.proposed,
            desk=DRAFTS,
            version=version,
            by=by.id,
        )
    except TextContested as contested:
        raise Outdated(
            _("Somebody has written in the report in the meantime. Look at the comparison again.")
        ) from contested
    except Declined as declined:
        raise Refused(message(declined.reason)) from declined
    _note_composed(report, recomposed.composed, by)


def _office(meeting: Meeting, person: Person) -> Office:
    """Return the office in which the person composes the report: the one that edits agendas or, for
    a deputy who has taken the chair, the one of the person whom they replace.
    """
    edits = (o for o in person.offices if o.group_id == meeting.group_id and o.edits_agendas)
    office = next(edits, None) or person.office_to_preside(meeting.group)
    assert office is not None, "Only editors of the agenda and deputies in the chair compose it."
    return office


def _note_composed(report: MeetingReport, text: paper.Node, by: Person) -> None:
    report.composed, report.composed_at, report.composed_by = text, clock.now(), by


def _others_who_compose(meeting: Meeting, by: Person) -> list[Person]:
    offices = db.session.scalars(
        select(Office)
        .where(Office.group_id == meeting.group_id)
        .options(joinedload(Office.person), joinedload(Office.group))
        .order_by(Office.id)
    )
    people = dict.fromkeys(office.person for office in offices if office.edits_agendas)
    return [person for person in people if person.active and person.id != by.id]
