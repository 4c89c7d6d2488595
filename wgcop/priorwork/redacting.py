"""Declares where the texts and files of prior work are kept, for those who must redact some."""

from flask_babel import lazy_gettext as _l

from wgcop import files
from wgcop.database import db
from wgcop.priorwork.imports.models import ImportFile
from wgcop.priorwork.models import Document
from wgcop.redaction.marking import Marker
from wgcop.redaction.subjects import KeptWords, RedactionSubject, mark_column, sign_up


def _replace_file(document: Document, marker: Marker) -> None:
    """Replace file and text by the mark. The text was read from the file, so both go, even if only
    some words have to.
    """
    content = marker.mark.encode()
    document.file_sha, document.file_size = files.store(content), len(content)
    document.file_name, document.pages = "redacted.txt", None
    document.text, document.places = marker.mark, []


def _mark_cells(file: ImportFile, marker: Marker) -> None:
    for name in ("name", "cells"):
        mark_column(file, name, marker)
    file.sha = ""


DOCUMENT = RedactionSubject(
    "document",
    _l("Prior work"),
    find=lambda key: db.session.get(Document, int(key)) if key.isdecimal() else None,
    key=lambda document: document.id,
    title=lambda document: document.title,
    url=lambda document: document.url,
    may_read=lambda document, audiences: document.audience in audiences,
    words=(
        KeptWords(
            "document-title",
            _l("Title and link"),
            Document,
            ("title", "link"),
            open=True,
            of=lambda document: Document.id == document.id,
        ),
        KeptWords(
            "document-file",
            _l("The file, and the text that was read from it"),
            Document,
            ("file_name", "text", "places"),
            open=True,
            of=lambda document: Document.id == document.id,
            files=("file_sha",),
            is_unread=lambda document: not document.text,
            take=_replace_file,
        ),
        KeptWords(
            "import-file",
            _l("The line of the import that added it"),
            ImportFile,
            ("name", "cells"),
            open=True,
            of=lambda document: ImportFile.document_id == document.id,
            files=("sha",),
            take=_mark_cells,
        ),
    ),
)

sign_up(DOCUMENT)
