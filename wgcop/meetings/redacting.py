"""Where the words of meetings are stored, for those who have to redact some of them."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from wgcop.accounts.models import Person
from wgcop.agenda.actions.announcements import tell_agenda, tell_of_notes
from wgcop.agenda.models import AgendaItem, Decision, MeetingMove
from wgcop.agenda.proposed.models import ProposedItem
from wgcop.agenda.publication.models import PublishedAgenda
from wgcop.agenda.undoing.models import AgendaEdit
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
from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up
from wgcop.registration.models import Registration
from wgcop.writing.redacting import forget_steps


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
    AgendaItem,
    (
        KeptWords("item", _l("Title, presenter and note of the item"), AgendaItem),
        KeptWords("notes", _l("Notes of the item"), ItemNotes),
        KeptWords("notes-step", _l("Typing history of the notes"), NotesStep, goes=True),
        KeptWords("notes-version", _l("Versions of the notes"), NotesVersion),
        KeptWords(
            "conclusion",
            _l("Conclusions"),
            Decision,
            named=lambda decision: _("Conclusion, %(day)s", day=f"{decision.decided_at:%Y-%m-%d}"),
        ),
        KeptWords("wording-withdrawn", _l("Why agreed wording was withdrawn"), AgreedWording),
        KeptWords("action-point", _l("Action points"), ActionPoint),
        KeptWords("action-change", _l("Remarks on action points"), ActionChange),
        KeptWords(
            "statement",
            _l("Statements for the record"),
            DeliveredStatement,
            named=lambda statement: _(
                "Statement of %(delegation)s", delegation=statement.delegation.shown_name
            ),
        ),
        KeptWords(
            "proposed-item",
            _l("Items that were proposed, with reasons and answers"),
            ProposedItem,
            of=lambda item: ProposedItem.item_id == item.id,
        ),
    ),
    is_open=True,
    afterwards=_after_item,
)

MEETING = RedactionSubject(
    "meeting",
    _l("Meeting"),
    Meeting,
    (
        KeptWords("meeting", _l("Title, place and contact"), Meeting),
        KeptWords("moved", _l("Earlier times and places, and remarks on them"), MeetingMove),
        KeptWords("session", _l("Names of sessions"), MeetingSession),
        KeptWords(
            "registration",
            _l("Participants"),
            Registration,
            named=lambda registration: _("Participant: %(name)s", name=registration.name),
        ),
        KeptWords("announcement", _l("Announcements in the room"), RoomAnnouncement),
        KeptWords("agenda-change", _l("Changes to the agenda"), AgendaEdit, passages_only=True),
        KeptWords("published-agenda", _l("Published agendas"), PublishedAgenda, passages_only=True),
        KeptWords("composed-report", _l("The report as first composed"), MeetingReport),
        KeptWords(
            "proposed",
            _l("Items that were proposed and not taken up"),
            ProposedItem,
            of=lambda meeting: (
                (ProposedItem.meeting_id == meeting.id) & ProposedItem.item_id.is_(None)
            ),
        ),
    ),
    key_column="slug",
    url=lambda meeting: f"/meetings/{meeting.slug}",
    may_read=lambda _meeting, _audiences: True,
    is_open=True,
    afterwards=lambda meeting, by: tell_agenda(meeting, by=by),
)

SILENCE = RedactionSubject(
    "silence",
    _l("Silence procedure"),
    SilenceProcedure,
    (
        KeptWords("silence", _l("Circulated text"), SilenceProcedure),
        KeptWords(
            "silence-answer",
            _l("Objections and requests for time"),
            SilenceAnswer,
            named=lambda answer: _(
                "Answer of %(delegation)s", delegation=answer.delegation.shown_name
            ),
        ),
    ),
    is_open=True,
    afterwards=lambda procedure, by: tell_of_silence(procedure, "silence.redacted", by=by),
)

sign_up(ITEM, MEETING, SILENCE)
