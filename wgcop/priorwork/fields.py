"""The fields of a document of the corpus, in the order of the table of facts: one list for the forms,
the page, the table, redaction and search.

A new field needs only a line here, a column of the model, and a migration.
"""

from dataclasses import replace
from operator import attrgetter

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from wgcop.bodies.countries import country_called, country_name
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES, Level, Region
from wgcop.bodies.subjects import SUBJECT_NAMES, Subject
from wgcop.fields.checks import no_link
from wgcop.fields.field import Field, Needed, moved
from wgcop.fields.kinds import (
    Code,
    Count,
    Identifier,
    OneOf,
    OneThing,
    PartialDate,
    SeveralOf,
    TextLine,
    Things,
    WebAddress,
)
from wgcop.priorwork.kinds import (
    AUDIENCE_NAMES,
    DOCUMENT_KIND_NAMES,
    AnyLanguage,
    Audience,
    WorkKind,
)
from wgcop.reading.reasons import NotTaken, Reason

SHORT, MEDIUM = {"class_": "input--short"}, {"class_": "input--medium"}


def _country(cell: str) -> str:
    found = country_called(cell)
    if found is None:
        raise NotTaken(
            Reason(
                "country: “%(value)s” is not a Member State. Write its name in English or its "
                "two letters.",
                value=cell,
            )
        )
    return found.alpha2


TITLE = Field(
    "title",
    _l("Title"),
    TextLine(500),
    needed=Needed(_l("Enter the title.")),
    meaning=_l("if empty, the title is taken from the file"),
    is_row=False,
)
DATE = Field(
    "dated",
    _l("Date"),
    PartialDate(),
    help=_l("As much as is known: 2009, 2008-11 or 2007-05-17."),
    look=SHORT,
    column="date",
    meaning=_l("as much as is known: 2009, 2008-11 or 2007-05-17"),
)
LANGUAGE = Field(
    "language",
    _l("Language"),
    AnyLanguage(),
    look=MEDIUM,
    meaning=_l("its code: en, fr, es, ar, ru, zh or another; write other if it is not known"),
)
COUNTRY = Field(
    "country",
    _l("Country"),
    Code(country_name, _country),
    look=MEDIUM,
    meaning=_l("the Member State that it belongs to: its name in English or its two letters"),
)

FIELDS: tuple[Field, ...] = (
    Field(
        "symbol",
        lazy_pgettext("of a document", "Symbol"),
        Identifier(80),
        look=MEDIUM,
        meaning=_l("its number, by which the document is recognized even if the file is moved"),
    ),
    TITLE,
    DATE,
    LANGUAGE,
    Field("level", _l("Level"), OneOf(Level, LEVEL_NAMES), look=MEDIUM),
    Field(
        "region",
        _l("Region"),
        OneOf(Region, REGION_NAMES, none=_l("None, or all")),
        goes_with="level",
        look=MEDIUM,
    ),
    COUNTRY,
    Field("kind", _l("Kind"), OneOf(WorkKind, DOCUMENT_KIND_NAMES), look=MEDIUM),
    Field(
        "subjects",
        _l("Subjects"),
        SeveralOf(Subject, SUBJECT_NAMES),
        meaning=_l("one or more, separated by ; — %(values)s", values=", ".join(Subject)),
    ),
    Field(
        "link",
        _l("Link"),
        WebAddress(500, no_link),
        meaning=_l("the address of the document on the web"),
    ),
    Field(
        "audience",
        _l("Who may read it"),
        OneOf(Audience, AUDIENCE_NAMES, is_open=True),
        look={"inline": True, "optional": False},
        meaning=_l("public, or members (only people who are signed in)"),
        is_row=False,
    ),
)

BODY = Field(
    "body",
    _l("Body"),
    OneThing(attrgetter("code")),
    meaning=_l("the code of the body, if it is not the one chosen for all files"),
)
CLAUSES = Field(
    "clauses",
    _l("Clauses"),
    Things(attrgetter("wid")),
    meaning=_l("clauses that it is about: the last parts of their addresses, separated by ;"),
)
"""What a document points to. A table names them by their keys; the plan of an import checks these."""

STORED = (*FIELDS, BODY, CLAUSES)
IN_TABLE = moved(STORED, body="link")
CORRECTED = (TITLE, DATE, BODY, LANGUAGE)
"""The facts that an import most often gets wrong. Many documents are corrected on one page."""
IN_FORM = moved(
    STORED,
    symbol="title",
    body="symbol",
    kind="body",
    dated="kind",
    language="dated",
    clauses="subjects",
)
ON_PAGE = moved(
    (
        *(each for each in STORED if each is not COUNTRY),
        replace(COUNTRY, name="country_known"),
        Field("pages", _l("Pages"), Count()),
    ),
    body="symbol",
    kind="body",
    dated="kind",
    level="dated",
    region="level",
    country_known="region",
    language="country_known",
    subjects="language",
    clauses="subjects",
    pages="clauses",
)
IN_SEARCH = tuple(field for field in FIELDS if field.is_searched)
REDACTED = tuple(field.name for field in FIELDS if field.kind.has_words)
