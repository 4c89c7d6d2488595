"""The rolling text as a file: Word with tracked changes, PDF, or Akoma Ntoso."""

import structlog
from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop import printing
from wgcop.accounts.models import Delegation
from wgcop.database import db
from wgcop.errors import Busy
from wgcop.resolutions.models import Edition
from wgcop.rolling_files.akoma_ntoso import MIME as AKOMA_NTOSO
from wgcop.rolling_files.akoma_ntoso import as_akoma_ntoso
from wgcop.rolling_files.docx import as_docx
from wgcop.rolling_files.filed import FiledText
from wgcop.rolling_files.gathering import gathered
from wgcop.rolling_files.pdf import printable
from wgcop.rolling_files.queries import last_change
from wgcop.rolling_files.views.blueprint import bp
from wgcop.rolling_files.views.reading import readable_edition
from wgcop.rolling_files.volumes import LONG_TO_PRINT
from wgcop.web import get_or_404
from wgcop.web.downloads import name_download
from wgcop.word import MIME as WORD

log = structlog.get_logger(__name__)


@bp.get("/resolutions/<slug>/rolling-text.docx")
def rolling_in_word(slug: str) -> ResponseReturnValue:
    edition, text, name = _asked_for(slug)
    return _download(as_docx(edition, text, at=last_change(edition, text)), WORD, f"{name}.docx")


@bp.get("/resolutions/<slug>/rolling-text.akn.xml")
def rolling_in_akoma_ntoso(slug: str) -> ResponseReturnValue:
    edition, text, name = _asked_for(slug)
    return _download(
        as_akoma_ntoso(edition, text, at=last_change(edition, text)), AKOMA_NTOSO, f"{name}.akn.xml"
    )


@bp.get("/resolutions/<slug>/rolling-text.pdf")
def rolling_in_print(slug: str) -> ResponseReturnValue:
    """Send the text as PDF. The transaction ends before printing, which takes seconds. A long one that
    was not printed before is ordered instead of waited for.
    """
    edition, text, name = _asked_for(slug)
    page = printable(edition, text, at=last_change(edition, text))
    db.session.rollback()
    if len(text.listed) > LONG_TO_PRINT:
        printed = page.printed_before
        if printed is None:
            return redirect(url_for("takeaway.choose", of=_name_in_takeaway(slug)), 303)
        return _download(printed, printing.MIME, f"{name}.pdf")
    try:
        return _download(page.to_pdf(), printing.MIME, f"{name}.pdf")
    except printing.PrintingFailed as error:
        log.warning("printing_failed", error=error)
        raise Busy(
            _(
                "This text could not be printed here. Download the Word file and print it from there."
            )
        ) from error


def _asked_for(slug: str) -> tuple[Edition, FiledText, str]:
    """Return the edition, its rolling text of all sources or of the one in the address, and the name
    of the file without its ending.
    """
    edition = readable_edition(slug)
    asked = request.args.get("source")
    if not asked:
        return edition, gathered(edition), f"{edition.slug}-rolling-text"
    delegation = get_or_404(Delegation, int(asked) if asked.isdecimal() else 0)
    text = gathered(edition, source=delegation)
    return edition, text, f"{edition.slug}-rolling-text-{delegation.code}"


def _name_in_takeaway(slug: str) -> str:
    asked = request.args.get("source")
    return f"rolling:{slug}?source={asked}" if asked else f"rolling:{slug}"


def _download(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    name_download(response, name)
    return response
