"""Downloads of meetings: Word files, and PDF, whose printing may fail."""

from collections.abc import Callable

import structlog
from flask import Response
from flask_babel import gettext as _

from wgcop import printing
from wgcop.errors import Busy
from wgcop.web.downloads import name_download

log = structlog.get_logger(__name__)


def download(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    name_download(response, name)
    return response


def print_out(to_pdf: Callable[[], bytes], name: str) -> Response:
    """Return a PDF. Printing takes seconds, so the caller must end its transaction first. Raise
    Busy if it fails.
    """
    try:
        return download(to_pdf(), printing.MIME, name)
    except printing.PrintingFailed as error:
        log.warning("printing_failed", error=error)
        raise Busy(
            _("This could not be printed here. Download the Word file and print it from there.")
        ) from error
