"""The time management plan of a meeting and the list of its documents: as pages, Word files and
PDF.
"""

from flask import render_template
from flask.typing import ResponseReturnValue

from wgcop.agenda import policy, queries
from wgcop.agenda.agendas import agenda_of
from wgcop.agenda.answering import topic_of_agenda
from wgcop.agenda.blueprint import bp
from wgcop.agenda.document_list import document_list
from wgcop.agenda.plan import Plan, plan_of
from wgcop.agenda.sheets import MeetingSheet, documents_sheet, plan_sheet
from wgcop.agenda.views.files import download, print_out
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.web import current_audiences, found_or_404, is_fragment, public, require
from wgcop.word import MIME


@bp.get("/<slug>/plan")
@public
def plan(slug: str) -> ResponseReturnValue:
    meeting = with_agenda(slug)
    topic = topic_of_agenda(meeting)
    return render_template(
        "meetings/_plan.html" if is_fragment() else "meetings/plan.html",
        plan=plan_of(agenda_of(meeting, current_audiences())),
        topic=topic,
    )


@bp.get("/<slug>/plan.docx")
@public
def plan_in_word(slug: str) -> ResponseReturnValue:
    return in_word(plan_sheet(readable_plan(slug)), f"{slug}-plan")


@bp.get("/<slug>/plan.pdf")
@public
def plan_in_print(slug: str) -> ResponseReturnValue:
    return in_print(plan_sheet(readable_plan(slug)), f"{slug}-plan")


@bp.get("/<slug>/documents")
def documents(slug: str) -> ResponseReturnValue:
    meeting = with_documents(slug)
    topic = topic_of_agenda(meeting)
    return render_template(
        "meetings/_documents.html" if is_fragment() else "meetings/documents.html",
        meeting=meeting,
        papers=document_list(meeting, current_audiences()),
        topic=topic,
    )


@bp.get("/<slug>/documents.docx")
def documents_in_word(slug: str) -> ResponseReturnValue:
    meeting = with_documents(slug)
    papers = document_list(meeting, current_audiences())
    return in_word(documents_sheet(meeting, papers), f"{slug}-documents")


@bp.get("/<slug>/documents.pdf")
def documents_in_print(slug: str) -> ResponseReturnValue:
    meeting = with_documents(slug)
    papers = document_list(meeting, current_audiences())
    return in_print(documents_sheet(meeting, papers), f"{slug}-documents")


def readable_plan(slug: str) -> Plan:
    return plan_of(agenda_of(with_agenda(slug), current_audiences()))


def with_agenda(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_read_agenda(current_audiences(), meeting))
    return meeting


def with_documents(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_list_documents(current_audiences()))
    return meeting


def in_word(sheet: MeetingSheet, name: str) -> ResponseReturnValue:
    return download(sheet.in_word(), MIME, f"{name}.docx")


def in_print(sheet: MeetingSheet, name: str) -> ResponseReturnValue:
    page = sheet.in_print()
    # Gives the connection back: printing takes seconds and needs nothing of the database.
    db.session.rollback()
    return print_out(page.to_pdf, f"{name}.pdf")
