"""The places where imported tables of the registry are stored, for those who have to redact them."""

from flask_babel import lazy_gettext as _l

from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up
from wgcop.registry_sheets.models import RegistryImport

SHEET = RedactionSubject(
    "sheet",
    _l("Table that was imported into the registry"),
    RegistryImport,
    (
        KeptWords(
            "sheet", _l("Name of the table, and its cells"), RegistryImport, passages_only=True
        ),
    ),
    title=lambda batch: batch.file_name,
    is_open=True,
)

sign_up(SHEET)
