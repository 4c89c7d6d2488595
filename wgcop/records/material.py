"""All material of a meeting as one ZIP: papers, report and published agenda, with lists."""

from collections.abc import Iterator, Sequence

from flask import render_template
from flask_babel import gettext as _

from wgcop import clock, markup, paper
from wgcop.agenda.agendas import agenda_of
from wgcop.agenda.document_list import document_list
from wgcop.agenda.plan import plan_of
from wgcop.agenda.sheets import documents_sheet, plan_sheet
from wgcop.bodies.models import Meeting
from wgcop.calendars.feeds import calendar_of
from wgcop.documents.bundles.contents import FileBeside, bundled, stream
from wgcop.documents.bundles.naming import archive_name
from wgcop.documents.bundles.sending import apart_from_requests
from wgcop.floor.course import course_in_words
from wgcop.i18n import day
from wgcop.outcomes.queries import ItemOutcome, action_points_of, outcomes_of, statements_of
from wgcop.outcomes.statements import DeliveredStatement
from wgcop.reading.tables import as_csv
from wgcop.records.notes.showing import published_notes
from wgcop.registration.queries import participants_of

AGENDA = ("number", "title", "start", "minutes", "documents", "conclusions")
PARTICIPANTS = ("delegation", "name", "registered", "attended")
ACTIONS = ("item", "action", "for", "until", "state")


def material_of(
    meeting: Meeting, audiences: frozenset[str], *, site: str
) -> tuple[str, Iterator[bytes]]:
    """Return the name and the pieces of the ZIP. It contains nothing that this reader could not
    open in the workspace.
    """
    papers = bundled(meeting, audiences)
    beside = files_beside(meeting, audiences, site=site)
    now = clock.now()
    index = render_template(
        "contributions/bundle_index.html",
        meeting=meeting,
        item="",
        papers=papers,
        beside=beside,
        made_at=now,
        site=site,
    )
    pieces = stream(
        papers,
        audiences,
        index=index,
        beside=beside,
        at=now,
        site=site,
        working=apart_from_requests(),
    )
    name = archive_name(meeting.group.code, str(meeting.number), _("all material"))
    return name, pieces


def files_beside(meeting: Meeting, audiences: frozenset[str], *, site: str) -> list[FileBeside]:
    """Return the lists that go with the papers. They leave out the addresses of participants, which
    only the secretariat may see, on a separate page.
    """
    calendar = calendar_of([meeting], audiences, root=site, name=meeting.title)
    statements = [statement for statement in statements_of(meeting) if statement.stands]
    plan = plan_sheet(plan_of(agenda_of(meeting, audiences)))
    documents = documents_sheet(meeting, document_list(meeting, audiences))
    files = [
        FileBeside("agenda.csv", _("Agenda as it is now"), _agenda(meeting, audiences)),
        FileBeside("plan.docx", plan.title, plan.in_word()),
        FileBeside("documents.docx", documents.title, documents.in_word()),
        FileBeside("participants.csv", _("Participants"), _participants(meeting)),
        FileBeside("actions.csv", _("Action points"), _actions(meeting, audiences)),
        FileBeside("calendar.ics", _("Calendar"), calendar),
    ]
    if record := _record(meeting, audiences):
        files.append(FileBeside("record.txt", _("Conclusions, agreed wordings and notes"), record))
    if statements:
        files.append(
            FileBeside("statements.txt", _("Statements for the record"), _words_of(statements))
        )
    return files


def _agenda(meeting: Meeting, audiences: frozenset[str]) -> bytes:
    return _table(
        AGENDA,
        [
            (
                row.number,
                row.item.title,
                row.slot.start.astimezone(meeting.time_zone).strftime("%Y-%m-%d %H:%M"),
                str(row.slot.minutes or ""),
                "; ".join(str(paper.symbol) for paper in row.papers),
                "; ".join(conclusion.name for conclusion in row.item.conclusions),
            )
            for row in agenda_of(meeting, audiences)
        ],
    )


def _record(meeting: Meeting, audiences: frozenset[str]) -> bytes:
    """Return conclusions, agreed wordings and the published notes, item by item."""
    rows = list(agenda_of(meeting, audiences))
    outcomes = outcomes_of(meeting)
    notes = published_notes([row.item.id for row in rows])
    parts = ["\n".join(course)] if (course := course_in_words(meeting)) else []
    for row in rows:
        told = [
            f"{conclusion.name}. {markup.plain(conclusion.text)}".strip()
            for conclusion in row.item.conclusions
        ]
        wordings = outcomes.get(row.item.id, ItemOutcome()).wordings
        for agreed in (wording for wording in wordings if not wording.is_withdrawn):
            citation = (agreed.standing.wording or agreed.standing.clause.wording).citation
            told.append(f"{citation}: {markup.plain(agreed.standing.said)}")
        if row.item.id in notes:
            told.append(paper.plain(notes[row.item.id].text))
        if told:
            parts.append("\n\n".join([f"{row.number} {row.item.title}", *told]))
    return "\n\n\n".join(parts).encode()


def _participants(meeting: Meeting) -> bytes:
    return _table(
        PARTICIPANTS,
        [
            (group.title, registration.who, registration.planned, registration.attended or "")
            for group in participants_of(meeting).groups
            for registration in group.registrations
        ],
    )


def _actions(meeting: Meeting, audiences: frozenset[str]) -> bytes:
    numbers = {row.item.id: row.number for row in agenda_of(meeting, audiences)}
    return _table(
        ACTIONS,
        [
            (
                numbers.get(point.item_id, ""),
                point.text,
                point.owner.name,
                point.due_on.isoformat() if point.due_on else "",
                point.state.value,
            )
            for point in action_points_of(meeting)
        ],
    )


def _words_of(statements: Sequence[DeliveredStatement]) -> bytes:
    """Return the statements word for word, each below its delegation, its subject and its date."""
    parts = []
    for statement in statements:
        about = statement.clause.wording.citation if statement.clause else statement.item.title
        head = f"{statement.delegation.shown_name}, {statement.kind_name} ({about}), {day(statement.delivered_at.date())}"
        parts.append(f"{head}\n\n{statement.text}\n")
    return "\n\n".join(parts).encode()


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    return as_csv(columns, rows).encode()
