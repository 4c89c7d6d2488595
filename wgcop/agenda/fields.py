"""The fields of an agenda item, in the order in which the form reports errors: one list for forms,
pages, publications, undoing, redaction and search.

A new field needs only a line here, a column of the model, and a migration.
"""

from dataclasses import replace

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from wgcop.agenda.kinds import (
    ITEM_KIND_NAMES,
    NOTE_READER_NAMES,
    ItemKind,
    ListedDocuments,
    NoteReaders,
)
from wgcop.fields.field import ChangeSentences, Field, Needed, NeededTo, moved
from wgcop.fields.kinds import Day, Duration, LineList, LongText, OneOf, TextLine, TimeOfDay

WHAT = "what"
"""The first part of the form. The choice of the item above stands between it and the rest."""

DURATION = Field(
    "planned_minutes",
    _l("Duration in minutes"),
    Duration(1440),
    sent_as="minutes",
    needed=Needed(_l("Its duration is open."), to=NeededTo.HELP, mend=_l("Set the duration")),
    help=_l("If empty, it lasts as long as the items below it."),
    look={"class_": "input--short", "inputmode": "numeric"},
    is_row=False,
    if_none=_l("open"),
    is_published=False,
    told=ChangeSentences(_l("%(item)s: %(now)s, previously %(before)s.")),
)

FIELDS: tuple[Field, ...] = (
    Field(
        "title",
        _l("Title"),
        TextLine(300),
        part=WHAT,
        needed=Needed(_l("Enter a title for the item.")),
        is_row=False,
        told=ChangeSentences(_l("%(item)s: previously “%(before)s”.")),
    ),
    DURATION,
    Field("fixed_on", _l("Day"), Day(), is_row=False, is_published=False),
    Field(
        "fixed_at",
        _l("Fixed start"),
        TimeOfDay(),
        goes_with="fixed_on",
        is_remark=True,
        help=_l("For example after lunch. The times of the next items are counted from it."),
        is_row=False,
        is_published=False,
    ),
    Field(
        "kind",
        _l("Kind"),
        OneOf(ItemKind, ITEM_KIND_NAMES, none=lazy_pgettext("no kind", "None")),
        part=WHAT,
        needed=Needed(
            _l("It has no document and no clause."),
            instead=("documents", "clauses"),
            to=NeededTo.HELP,
            mend=_l("Add documents, or choose the kind of the item"),
        ),
        told=ChangeSentences(_l("%(item)s: kind changed.")),
    ),
    Field(
        "presenter",
        _l("Presented by"),
        TextLine(200),
        part=WHAT,
        needed=Needed(
            _l("Nobody presents it."),
            where=("kind", ItemKind.APPROVAL, ItemKind.REPORT),
            to=NeededTo.HELP,
            mend=_l("Name who does"),
        ),
        help=_l("A source, a delegation or an office: “Kenya”, “Rapporteur, Question 3/2”."),
        look={"list": "presenters", "autocomplete": "off"},
        icon="people",
        told=ChangeSentences(
            _l("%(item)s: presented by %(now)s."),
            _l("%(item)s: no longer presented by %(before)s."),
        ),
        is_searched=True,
    ),
    Field(
        "note",
        _l("Note"),
        LongText(5000),
        is_row=False,
        told=ChangeSentences(_l("%(item)s: note changed.")),
    ),
    Field(
        "note_for",
        _l("Who reads the note"),
        OneOf(NoteReaders, NOTE_READER_NAMES),
        default=NoteReaders.EVERYBODY,
        is_row=False,
        is_published=False,
    ),
)

CLAUSES = Field(
    "clauses",
    _l("Clauses"),
    LineList(300),
    needed=Needed(
        _l("It has no clause."),
        where=("kind", ItemKind.CLAUSES),
        to=NeededTo.HELP,
        mend=_l("Add a clause"),
    ),
    told=ChangeSentences(_l("%(item)s: clauses changed.")),
)
DOCUMENTS = Field(
    "documents",
    _l("Documents"),
    ListedDocuments(),
    needed=Needed(
        _l("It has no document."),
        where=("kind", ItemKind.APPROVAL, ItemKind.DOCUMENTS, ItemKind.REPORT),
        to=NeededTo.HELP,
        mend=_l("Add a document"),
    ),
    told=ChangeSentences(
        _l("%(item)s: now with %(now)s."), _l("%(item)s: no longer with %(before)s."), in_parts=True
    ),
)
"""Links of an item, which are no columns and not part of its facts."""

IN_FORM = moved(FIELDS, kind="title", presenter="kind")
IN_SEARCH = tuple(field for field in FIELDS if field.is_searched)
NEEDED = moved(
    (*FIELDS, CLAUSES, DOCUMENTS), documents="kind", clauses="documents", planned_minutes="clauses"
)
PUBLISHED = moved(
    (
        *(field for field in FIELDS if field.is_published),
        CLAUSES,
        DOCUMENTS,
        replace(DURATION, name="minutes", default=0),
    ),
    documents="title",
    presenter="documents",
    note="clauses",
)
"""The fields of a line of a published agenda, in which the duration is the calculated one."""
