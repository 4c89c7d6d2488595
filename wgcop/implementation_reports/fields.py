"""The fields of a report's cover, in the order of its form: one list for the form, the printed cover
and adopted copies.

A new field needs only a line here, a column of the model, and a migration. One of the `BOX` is
printed; its label in the languages of reports: `wgcop/languages/cover_phrases.tsv`.
"""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from wgcop.fields.field import Field, Needed
from wgcop.fields.kinds import Identifier, Language, LongText, OneOf, TextLine, TypedDay
from wgcop.implementation_reports.entries import (
    ENTRIES_NAMED,
    ENTRIES_PLACES,
    EntriesNamed,
    EntriesPlace,
)

BOX = "box"
PARTS = {"period": _l("Period")}
ANY_SCRIPT = {"dir": "auto"}

FIELDS: tuple[Field, ...] = (
    Field(
        "title",
        _l("Title"),
        TextLine(300),
        needed=Needed(_l("Enter a title for the report.")),
        look=ANY_SCRIPT,
    ),
    Field(
        "period_from",
        lazy_pgettext("of a period", "From"),
        TypedDay(),
        part="period",
        needed=Needed(_l("Enter the first day of the period.")),
    ),
    Field(
        "period_to",
        lazy_pgettext("of a period", "To"),
        TypedDay(),
        goes_with="period_from",
        needed=Needed(_l("Enter the last day of the period.")),
    ),
    Field(
        "conference",
        _l("Conference or meeting that it goes to"),
        TextLine(200),
        help=_l("As its papers name it. Leave it empty for the report on a year."),
        look=ANY_SCRIPT,
    ),
    Field("place", _l("Place"), TextLine(200), look=ANY_SCRIPT),
    Field("starts_on", _l("First day of the conference"), TypedDay()),
    Field("ends_on", _l("Last day of the conference"), TypedDay(), goes_with="starts_on"),
    Field(
        "document_number",
        _l("Document number"),
        Identifier(60),
        help=_l("As the secretariat of the conference gave it, such as WTDC-14/12-E."),
        look={"class_": "input--medium"},
    ),
    Field("language", _l("Language of the report"), Language(), default="en"),
    Field("source", _l("Source"), TextLine(300), look=ANY_SCRIPT),
    Field(
        "priority_area",
        _l("Priority area"),
        LongText(1000),
        part=BOX,
        look=ANY_SCRIPT | {"rows": 2},
    ),
    Field(
        "abstract",
        _l("Summary in the cover box"),
        LongText(5000),
        part=BOX,
        look=ANY_SCRIPT | {"rows": 5},
    ),
    Field(
        "expected_results",
        _l("Expected results"),
        LongText(2000),
        part=BOX,
        look=ANY_SCRIPT | {"rows": 3},
    ),
    Field(
        "action_required",
        _l("Action required"),
        LongText(2000),
        part=BOX,
        look=ANY_SCRIPT | {"rows": 2},
    ),
    Field(
        "entries_named",
        _l("Entries of the registry that it lists"),
        OneOf(EntriesNamed, ENTRIES_NAMED),
        default=EntriesNamed.CHANGED,
        help=_l(
            "Figures and pictures always count all entries. Without a previous report, new and changed entries are counted from the first day of the period."
        ),
    ),
    Field(
        "entries_place",
        _l("Where they are listed"),
        OneOf(EntriesPlace, ENTRIES_PLACES),
        default=EntriesPlace.BOTH,
    ),
    Field("cited", _l("References"), LongText(2000), part=BOX, look=ANY_SCRIPT | {"rows": 2}),
    Field(
        "contact",
        _l("Contact"),
        LongText(500),
        help=_l("By role, never by name: who answers questions, and at which address."),
        look=ANY_SCRIPT | {"rows": 2},
    ),
)

IN_BOX = tuple(field for field in FIELDS if field.part == BOX)
IN_BOX_AS = {each.name: each.name for each in IN_BOX} | {
    "abstract": "summary",
    "cited": "references",
}
"""The names of these fields in adopted copies and in the table of labels."""
USUAL = frozenset(
    ["language", "source", "priority_area", "expected_results", "action_required", "contact"]
    + ["entries_place"]
)
"""The fields that a new report takes over from the last one."""
