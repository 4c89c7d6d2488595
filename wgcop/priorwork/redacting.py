"""Declares where the texts and files of prior work are kept, for those who must redact some."""

from flask_babel import lazy_gettext as _l

from wgcop import files
from wgcop.priorwork.fields import REDACTED
from wgcop.priorwork.imports.models import ImportFile
from wgcop.priorwork.models import Document
from wgcop.redaction.marking import Marker
from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up


def _replace_file(document: Document, marker: Marker) -> None:
    """Replace file and text by the mark. The text was read from the file, so both go, even if only
    some words have to.
    """
    content = marker.mark.encode()
    document.file_sha, document.file_size = files.store(content), len(content)
    document.file_name, document.pages = "redacted.txt", None
    document.text, document.places = marker.mark, []


DOCUMENT = RedactionSubject(
    "document",
    _l("Prior work"),
    Document,
    (
        KeptWords("document-title", _l("Title and link"), Document, only=REDACTED),
        KeptWords(
            "document-file",
            _l("The file, and the text that was read from it"),
            Document,
            only=("file_name", "text", "places", "file_sha"),
            is_unread=lambda document: not document.text,
            take=_replace_file,
        ),
        KeptWords("import-file", _l("The line of the import that added it"), ImportFile),
    ),
    may_read=lambda document, audiences: document.audience in audiences,
    is_open=True,
)

sign_up(DOCUMENT)
