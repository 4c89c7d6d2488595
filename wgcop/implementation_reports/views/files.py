"""A report as a file: Word, PDF, HTML, and the text whose checksum an adopted copy carries."""

import structlog
from flask import Response, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop import printing
from wgcop.errors import Busy
from wgcop.implementation_reports import policy
from wgcop.implementation_reports.models import ImplementationReport
from wgcop.implementation_reports.printed import PrintedReport
from wgcop.implementation_reports.views.access import (
    copy_of,
    draft_of,
    readable,
    report_called,
    shown_copy,
    without_database,
)
from wgcop.implementation_reports.views.blueprint import bp
from wgcop.processes.shelf import taken_or_made
from wgcop.web import current_audiences, public, require
from wgcop.web.downloads import name_download
from wgcop.word import MIME

log = structlog.get_logger(__name__)

KINDS = {"docx": MIME, "pdf": printing.MIME, "html": "text/html"}


@bp.get("/<slug>.<any(docx, pdf, html):kind>")
@public
def report_file(slug: str, kind: str) -> ResponseReturnValue:
    """Send the copy that was adopted last, or, for members, the draft if there is no copy yet."""
    report = readable(slug)
    if not report.copies:
        return file_of(draft_of(report), kind, named(report, "draft"))
    return file_of(shown_copy(copy_of(report)), kind, named(report))


@bp.get("/<slug>/draft.<any(docx, pdf, html):kind>")
def draft_file(slug: str, kind: str) -> ResponseReturnValue:
    require(policy.can_read_draft(current_audiences()))
    report = report_called(slug)
    if not report.is_open:
        return redirect(f"{report.url}.{kind}", 303)
    return file_of(draft_of(report), kind, named(report, "draft"))


@bp.get("/<slug>/copies/<int:number>.<any(docx, pdf, html):kind>")
@public
def copy_file(slug: str, number: int, kind: str) -> ResponseReturnValue:
    report = readable(slug)
    copy = copy_of(report, number)
    return file_of(shown_copy(copy), kind, named(report, copy.name))


@bp.get("/<slug>/copies/<int:number>.json")
@public
def frozen_copy(slug: str, number: int) -> ResponseReturnValue:
    """Send the frozen text byte by byte: `sha256sum` of this file gives the checksum of the copy."""
    report = readable(slug)
    copy = copy_of(report, number)
    return download(copy.content.encode(), "application/json", f"{named(report, copy.name)}.json")


def named(report: ImplementationReport, addition: str = "") -> str:
    return "-".join(filter(None, [report.slug, addition]))


def file_of(printed: PrintedReport, kind: str, name: str) -> Response:
    without_database()
    try:
        return download(made_once(printed, kind), KINDS[kind], f"{name}.{kind}")
    except printing.PrintingFailed as error:
        log.warning("printing_failed", error=error)
        raise Busy(
            _(
                "This report could not be printed here. Download the Word file and print it from there."
            )
        ) from error


def made_once(printed: PrintedReport, kind: str) -> bytes:
    """Return the file. That of an adopted copy is kept; a draft changes, so it is written each
    time.
    """
    place = printed.place(kind)
    if place is None:
        return printed.written_as(kind)
    return taken_or_made(place, lambda: printed.written_as(kind))


def download(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    name_download(response, name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
