"""The places where the text of an entry is stored, for those who have to redact it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_

from wgcop.database import WORDS
from wgcop.initiatives import actions
from wgcop.initiatives.fields import FIELDS
from wgcop.initiatives.merging.models import InitiativeMerge
from wgcop.initiatives.models import EntryVersion, Initiative, Overlap
from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up

_LABELS = {field.name: field.title for field in FIELDS} | {
    "decision_note": _l("Note on the decision")
}

ENTRY = RedactionSubject(
    "entry",
    _l("Entry of the registry"),
    Initiative,
    (
        *(
            KeptWords(f"field-{column.key}", _LABELS[column.key], Initiative, only=(column.key,))
            for column in Initiative.__table__.columns
            if column.info == WORDS
        ),
        KeptWords(
            "entry-version",
            _l("Earlier versions of the entry"),
            EntryVersion,
            named=lambda version: _("Version %(number)d", number=version.number),
        ),
        KeptWords(
            "merge",
            _l("Entries as they were before a merge"),
            InitiativeMerge,
            of=lambda initiative: or_(
                InitiativeMerge.merged_id == initiative.id,
                InitiativeMerge.staying_id == initiative.id,
            ),
            passages_only=True,
        ),
        KeptWords(
            "overlap",
            _l("Answers about similar entries"),
            Overlap,
            of=lambda initiative: or_(
                Overlap.initiative_id == initiative.id, Overlap.other_id == initiative.id
            ),
        ),
    ),
    key_column="slug",
    title=lambda initiative: initiative.name,
    may_read=lambda initiative, audiences: bool(initiative.audiences & audiences),
    is_open=True,
    afterwards=lambda initiative, by: actions.note(initiative, "initiative.redacted", by=by),
)

sign_up(ENTRY)
