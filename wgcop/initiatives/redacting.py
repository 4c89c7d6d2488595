"""The places where the text of an entry is stored, for those who have to redact it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.fields.field import moved
from wgcop.initiatives import actions
from wgcop.initiatives.fields import FIELDS
from wgcop.initiatives.merging.models import InitiativeMerge
from wgcop.initiatives.models import EntryVersion, Initiative, Overlap
from wgcop.initiatives.sheet.models import RegistryImport
from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up

WORDS = {
    **{
        each.name: each.title
        for each in moved(
            FIELDS, basis="contact_address", regional_office="basis", budget_line="regional_office"
        )
        if each.kind.has_words
    },
    "decision_note": _l("Note on the decision"),
}
"""The columns of an entry that hold text, and their labels."""


def _found(slug: str) -> Initiative | None:
    return db.session.scalar(select(Initiative).where(Initiative.slug == slug))


def _afterwards(initiative: Initiative, by: Person) -> None:
    actions.note(initiative, "initiative.redacted", by=by)


ENTRY = RedactionSubject(
    "entry",
    _l("Entry of the registry"),
    find=_found,
    key=lambda initiative: initiative.slug,
    title=lambda initiative: initiative.name,
    url=lambda initiative: initiative.url,
    may_read=lambda initiative, audiences: bool(initiative.audiences & audiences),
    words=(
        *(
            KeptWords(
                f"field-{field}",
                name,
                Initiative,
                (field,),
                open=True,
                thing=lambda row: row,
                of=lambda initiative: Initiative.id == initiative.id,
            )
            for field, name in WORDS.items()
        ),
        KeptWords(
            "entry-version",
            _l("Earlier versions of the entry"),
            EntryVersion,
            ("note", "facts"),
            open=True,
            thing=lambda row: row.initiative,
            of=lambda initiative: EntryVersion.initiative_id == initiative.id,
            named=lambda version: _("Version %(number)d", number=version.number),
        ),
        KeptWords(
            "merge",
            _l("Entries as they were before a merge"),
            InitiativeMerge,
            ("before", "carried"),
            open=True,
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
            ("words", "contact"),
            open=True,
            of=lambda initiative: or_(
                Overlap.initiative_id == initiative.id, Overlap.other_id == initiative.id
            ),
        ),
    ),
    afterwards=_afterwards,
)

SHEET = RedactionSubject(
    "sheet",
    _l("Table that was imported into the registry"),
    find=lambda key: db.session.get(RegistryImport, int(key)) if key.isdecimal() else None,
    key=lambda batch: batch.id,
    title=lambda batch: batch.file_name,
    url=lambda batch: batch.url,
    may_read=lambda _batch, audiences: "members" in audiences,
    words=(
        KeptWords(
            "sheet",
            _l("Name of the table, and its cells"),
            RegistryImport,
            ("file_name", "rows", "notes", "columns"),
            open=True,
            of=lambda batch: RegistryImport.id == batch.id,
            passages_only=True,
        ),
    ),
)

sign_up(ENTRY, SHEET)
