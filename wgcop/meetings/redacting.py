"""Where the words of meetings are stored, for those who have to redact some of them."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from wgcop import paper
from wgcop.accounts.models import Person
from wgcop.agenda.actions.announcements import tell_agenda, tell_of_notes
from wgcop.agenda.fields import FIELDS
from wgcop.agenda.models import AgendaItem, Decision, MeetingChange
from wgcop.agenda.proposed.models import ProposedItem
from wgcop.agenda.publication.models import PublishedAgenda
from wgcop.agenda.undoing.models import AgendaChange
from wgcop.bodies.models import Meeting, MeetingSession
from wgcop.database import db
from wgcop.floor.models import RoomAnnouncement
from wgcop.outcomes.action_points import ActionChange, ActionPoint
from wgcop.outcomes.actions.silences import tell_of_silence
from wgcop.outcomes.silence.models import SilenceAnswer, SilenceProcedure
from wgcop.outcomes.statements import DeliveredStatement
from wgcop.outcomes.wordings import AgreedWording
from wgcop.records.models import MeetingReport
from wgcop.records.notes.desk import NOTES
from wgcop.records.notes.models import ItemNotes, NotesStep, NotesVersion
from wgcop.redaction.marking import Marker
from wgcop.redaction.subjects import KeptWords, RedactionSubject, mark_column, sign_up
from wgcop.registration.models import Registration
from wgcop.writing.redacting import forget_steps


def _of_item(column: Any) -> Any:
    return lambda item: column == item.id


def _of_meeting(column: Any) -> Any:
    return lambda meeting: column == meeting.id


def _by_number(model: Any) -> Any:
    return lambda key: db.session.get(model, int(key)) if key.isdecimal() else None


def _mark_text(row: Any, marker: Marker) -> None:
    mark_column(row, "text", marker)
    row.plain = paper.plain(row.text)


def _after_item(item: AgendaItem, by: Person) -> None:
    notes = db.session.get(ItemNotes, item.id)
    if notes is not None:
        forget_steps(db.session, NOTES, item.id, by=by.id)
        if notes.is_published:
            tell_of_notes(item, by=by)
    tell_agenda(item.meeting, by=by)


ITEM = RedactionSubject(
    "item",
    _l("Agenda item"),
    find=_by_number(AgendaItem),
    key=lambda item: item.id,
    title=lambda item: item.title,
    url=lambda item: item.url,
    may_read=lambda item, audiences: "members" in audiences,
    words=(
        KeptWords(
            "item",
            _l("Title, presenter and note of the item"),
            AgendaItem,
            tuple(each.name for each in FIELDS if each.kind.has_words),
            open=True,
            thing=lambda row: row,
            of=_of_item(AgendaItem.id),
        ),
        KeptWords(
            "notes",
            _l("Notes of the item"),
            ItemNotes,
            ("text", "plain"),
            open=True,
            thing=lambda row: row.item,
            of=_of_item(ItemNotes.item_id),
            take=_mark_text,
        ),
        KeptWords(
            "notes-step",
            _l("Typing history of the notes"),
            NotesStep,
            ("step",),
            open=True,
            of=_of_item(NotesStep.item_id),
            goes=True,
        ),
        KeptWords(
            "notes-version",
            _l("Versions of the notes"),
            NotesVersion,
            ("text", "plain"),
            open=True,
            of=_of_item(NotesVersion.item_id),
            take=_mark_text,
        ),
        KeptWords(
            "conclusion",
            _l("Conclusions"),
            Decision,
            ("text",),
            open=True,
            thing=lambda row: row.item,
            of=_of_item(Decision.item_id),
            named=lambda decision: _("Conclusion, %(day)s", day=f"{decision.decided_at:%Y-%m-%d}"),
        ),
        KeptWords(
            "wording-withdrawn",
            _l("Why agreed wording was withdrawn"),
            AgreedWording,
            ("why_withdrawn",),
            open=True,
            thing=lambda row: row.item,
            of=_of_item(AgreedWording.item_id),
        ),
        KeptWords(
            "action-point",
            _l("Action points"),
            ActionPoint,
            ("text",),
            open=True,
            thing=lambda row: row.item,
            of=_of_item(ActionPoint.item_id),
        ),
        KeptWords(
            "action-change",
            _l("Remarks on action points"),
            ActionChange,
            ("text", "remark"),
            open=True,
            of=lambda item: ActionChange.action_point_id.in_(
                select(ActionPoint.id).where(ActionPoint.item_id == item.id)
            ),
        ),
        KeptWords(
            "statement",
            _l("Statements for the record"),
            DeliveredStatement,
            ("text",),
            open=True,
            thing=lambda row: row.item,
            of=_of_item(DeliveredStatement.item_id),
            named=lambda statement: _(
                "Statement of %(delegation)s", delegation=statement.delegation.name
            ),
        ),
        KeptWords(
            "proposed-item",
            _l("Items that were proposed, with reasons and answers"),
            ProposedItem,
            ("title", "reason", "answer"),
            open=True,
            of=_of_item(ProposedItem.item_id),
        ),
    ),
    afterwards=_after_item,
)

MEETING = RedactionSubject(
    "meeting",
    _l("Meeting"),
    find=lambda slug: db.session.scalar(select(Meeting).where(Meeting.slug == slug)),
    key=lambda meeting: meeting.slug,
    title=lambda meeting: meeting.title,
    url=lambda meeting: f"/meetings/{meeting.slug}",
    may_read=lambda _meeting, _audiences: True,
    words=(
        KeptWords(
            "meeting",
            _l("Title, place and contact"),
            Meeting,
            ("title", "place", "join_url", "contact", "contact_address"),
            open=True,
            thing=lambda row: row,
            of=_of_meeting(Meeting.id),
        ),
        KeptWords(
            "moved",
            _l("Earlier times and places, and remarks on them"),
            MeetingChange,
            ("place", "sitting"),
            open=True,
            of=_of_meeting(MeetingChange.meeting_id),
        ),
        KeptWords(
            "session",
            _l("Names of sessions"),
            MeetingSession,
            ("name",),
            open=True,
            of=_of_meeting(MeetingSession.meeting_id),
        ),
        KeptWords(
            "registration",
            _l("Participants"),
            Registration,
            ("name", "organization", "email"),
            open=True,
            of=_of_meeting(Registration.meeting_id),
            named=lambda registration: _("Participant: %(name)s", name=registration.name),
        ),
        KeptWords(
            "announcement",
            _l("Announcements in the room"),
            RoomAnnouncement,
            ("text",),
            open=True,
            of=_of_meeting(RoomAnnouncement.meeting_id),
        ),
        KeptWords(
            "agenda-change",
            _l("Changes to the agenda"),
            AgendaChange,
            ("title", "before", "after"),
            open=True,
            of=_of_meeting(AgendaChange.meeting_id),
            passages_only=True,
        ),
        KeptWords(
            "published-agenda",
            _l("Published agendas"),
            PublishedAgenda,
            ("stored_lines", "stored_public_lines", "public_text"),
            open=True,
            of=_of_meeting(PublishedAgenda.meeting_id),
            passages_only=True,
        ),
        KeptWords(
            "composed-report",
            _l("The report as first composed"),
            MeetingReport,
            ("composed",),
            open=True,
            of=_of_meeting(MeetingReport.meeting_id),
        ),
        KeptWords(
            "proposed",
            _l("Items that were proposed and not taken up"),
            ProposedItem,
            ("title", "reason", "answer"),
            open=True,
            of=lambda meeting: (
                (ProposedItem.meeting_id == meeting.id) & ProposedItem.item_id.is_(None)
            ),
        ),
    ),
    afterwards=lambda meeting, by: tell_agenda(meeting, by=by),
)

SILENCE = RedactionSubject(
    "silence",
    _l("Silence procedure"),
    find=_by_number(SilenceProcedure),
    key=lambda procedure: procedure.id,
    title=lambda procedure: procedure.title,
    url=lambda procedure: procedure.url,
    may_read=lambda _procedure, audiences: "members" in audiences,
    words=(
        KeptWords(
            "silence",
            _l("Circulated text"),
            SilenceProcedure,
            ("title", "text"),
            open=True,
            thing=lambda row: row,
            of=lambda procedure: SilenceProcedure.id == procedure.id,
        ),
        KeptWords(
            "silence-answer",
            _l("Objections and requests for time"),
            SilenceAnswer,
            ("reason",),
            open=True,
            thing=lambda row: row.procedure,
            of=lambda procedure: SilenceAnswer.procedure_id == procedure.id,
            named=lambda answer: _("Answer of %(delegation)s", delegation=answer.delegation.name),
        ),
    ),
    afterwards=lambda procedure, by: tell_of_silence(procedure, "silence.redacted", by=by),
)

sign_up(ITEM, MEETING, SILENCE)
