"""The fields of an entry, in the order of its sheet: one list for forms, pages, sheets, history and
search.

A new field needs only a line here, a column of the model, and a migration.
"""

from operator import attrgetter

from flask_babel import LazyString, lazy_pgettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from wgcop.accounts.addresses import is_plausible
from wgcop.bodies.countries import country_called, country_name
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES, REGION_WORDS, Level, Region
from wgcop.fields.cells import UnreadableCell
from wgcop.fields.checks import no_web_address
from wgcop.fields.field import Field, Needed, moved
from wgcop.fields.kinds import (
    Codes,
    LineList,
    LinkList,
    LongText,
    OneOf,
    PartialDate,
    SeveralOf,
    TextLine,
    ThingsInSheet,
)
from wgcop.initiatives.kinds import (
    CONFIDENCE_NAMES,
    INITIATIVE_KIND_NAMES,
    MEASURE_NAMES,
    PROJECT_STATE_NAMES,
    TARGET_GROUP_NAMES,
    Confidence,
    InitiativeKind,
    Measure,
    ProjectState,
    TargetGroup,
)

WHAT, WHEN, WHERE, PROOF = "what", "when", "where", "proof"
PARTS = {
    WHAT: _l("What it is"),
    WHEN: _l("When"),
    WHERE: _l("Where and for whom"),
    PROOF: _l("Sources and contact"),
}
ANY_SCRIPT = {"dir": "auto"}
SHORT, MEDIUM = {"class_": "input--short"}, {"class_": "input--medium"}
INLINE = {"inline": True}

LETTERS = {
    Confidence.SOURCED: "S",
    Confidence.PARTLY_SOURCED: "P",
    Confidence.TO_BE_CONFIRMED: "M",
}
"""The letters for confidence in the list in which entries were first collected."""


def _no_address(text: str) -> LazyString | None:
    return None if is_plausible(text) else _l("This is not an e-mail address.")


def _country(word: str) -> str:
    found = country_called(word)
    if found is None:
        raise UnreadableCell(
            _(
                "“%(word)s” is not a country. Write its name in English or its two letters: Kenya, KE.",
                word=word[:80],
            )
        )
    return found.alpha2


def _no_clause(wid: str) -> str:
    return _(
        "There is no clause “%(wid)s”. Write a clause as the last part of its address, after "
        "/clauses/.",
        wid=wid[:120],
    )


FIELDS: tuple[Field, ...] = (
    Field(
        "name",
        _l("Name"),
        TextLine(300),
        part=WHAT,
        needed=Needed(_l("Enter the initiative's name.")),
        look=ANY_SCRIPT,
        meaning=_l("At most 300 characters"),
        width=40,
        is_row=False,
    ),
    Field(
        "acronym",
        _l("Acronym"),
        TextLine(40),
        part=WHAT,
        look=SHORT,
        meaning=_l("At most 40 characters"),
        width=12,
        is_row=False,
    ),
    Field(
        "kind",
        _l("Kind"),
        OneOf(InitiativeKind, INITIATIVE_KIND_NAMES, none=_l("Choose…")),
        part=WHAT,
        needed=Needed(_l("Choose a kind.")),
        look=MEDIUM,
        meaning=_l("The kind of initiative"),
    ),
    Field(
        "level",
        _l("Level"),
        OneOf(Level, LEVEL_NAMES, none=_l("Choose…")),
        part=WHAT,
        needed=Needed(_l("Choose a level.")),
        look=MEDIUM,
        meaning=_l("National, regional or international"),
    ),
    Field(
        "regions",
        _l("Regions"),
        SeveralOf(
            Region,
            REGION_NAMES,
            also={word.casefold(): region for region, word in REGION_WORDS.items()},
        ),
        part=WHERE,
        needed=Needed(
            _l("Choose the region of a regional project."),
            where=("kind", InitiativeKind.REGIONAL_PROJECT),
            instead=("countries",),
            in_sheet=_l("Name the region of a regional project."),
        ),
        help=_l("Whole regions of ITU-D. Choose none for a worldwide initiative."),
        look=INLINE,
        shown_as=_l("Region"),
        if_none=_l("Worldwide"),
        meaning=_l("The ITU-D regions, separated by semicolons"),
    ),
    Field(
        "countries",
        _l("Countries"),
        Codes(country_name, _country),
        part=WHERE,
        needed=Needed(
            _l("Name the country of a national initiative."),
            where=("level", Level.NATIONAL),
            instead=("area",),
        ),
        help=_l("The regions they lie in are counted too."),
        meaning=_l("Two letters of ISO 3166-1 or a name: KE; Rwanda"),
        is_searched=True,
    ),
    Field(
        "area",
        _l("Area"),
        TextLine(120),
        part=WHERE,
        help=_l("An area that is neither a country nor a region: European Union, Pacific islands."),
        look=MEDIUM,
        meaning=_l("An area that is neither a region nor a country: European Union"),
        width=16,
    ),
    Field(
        "lead",
        _l("Lead"),
        TextLine(300),
        part=WHAT,
        help=_l("The organization that leads it, with its full name or its acronym."),
        look=ANY_SCRIPT,
        meaning=_l("The organization that leads it"),
    ),
    Field(
        "partners",
        _l("Partners"),
        LineList(300),
        part=WHAT,
        needed=Needed(
            _l("Name the partners, one to a line."),
            where=("kind", InitiativeKind.PARTNERSHIP),
            in_sheet=_l("Name the partners."),
        ),
        help=_l("Organizations, one to a line."),
        look=ANY_SCRIPT | {"rows": 3},
        meaning=_l("Organizations, one to a line"),
    ),
    Field(
        "basis",
        _l("Basis of the partnership"),
        TextLine(300),
        part=WHAT,
        only_for=InitiativeKind.PARTNERSHIP,
        help=_l("The agreement behind it: “Memorandum of understanding, 2008”."),
        look=ANY_SCRIPT,
        shown_as=_l("Basis"),
        meaning=_l("The agreement behind a partnership"),
        is_searched=True,
    ),
    Field(
        "regional_office",
        _l("Regional office"),
        TextLine(120),
        part=WHAT,
        only_for=InitiativeKind.REGIONAL_PROJECT,
        help=_l("The office of the Union that works on it: “Addis Ababa”."),
        look=MEDIUM,
        meaning=_l("The office of the Union that works on it"),
        is_searched=True,
    ),
    Field(
        "budget_line",
        _l("Budget line"),
        TextLine(200),
        part=WHAT,
        only_for=InitiativeKind.REGIONAL_PROJECT,
        help=_l("Only if it is public."),
        look=MEDIUM,
        meaning=_l("The budget line of a regional project, if it is public"),
        is_searched=True,
    ),
    Field(
        "project_state",
        _l("State of the project"),
        OneOf(ProjectState, PROJECT_STATE_NAMES, none=_l("Not known")),
        part=WHAT,
        only_for=InitiativeKind.REGIONAL_PROJECT,
        look=SHORT,
        shown_as=_l("State"),
        meaning=_l("The state of a regional project"),
        is_searched=True,
    ),
    Field(
        "started",
        _l("Started"),
        PartialDate(),
        part=WHEN,
        help=_l("As much as is known: 2009, 2008-11 or 2007-05-17."),
        column="start",
        meaning=_l("As much as is known, remarks in brackets: 2004 (from memory)"),
    ),
    Field(
        "started_note",
        _l("Remark on the start"),
        TextLine(60),
        part=WHEN,
        goes_with="started",
        is_remark=True,
        help=_l("If the date is not certain: “about”, “from memory”."),
        shown_as=_l("Remark on its start"),
    ),
    Field(
        "ended",
        lazy_pgettext("the day of it", "Ended"),
        PartialDate(),
        part=WHEN,
        help=_l("Leave it empty if the initiative continues or if the end is not known."),
        column="end",
        meaning=_l("Written like the start"),
    ),
    Field(
        "ended_note",
        _l("Remark on the end"),
        TextLine(60),
        part=WHEN,
        goes_with="ended",
        is_remark=True,
        shown_as=_l("Remark on its end"),
    ),
    Field(
        "target_groups",
        _l("Target groups"),
        SeveralOf(TargetGroup, TARGET_GROUP_NAMES),
        part=WHERE,
        look=INLINE,
        meaning=_l("Separate several with semicolons"),
        is_searched=True,
    ),
    Field(
        "measures",
        _l("Measures"),
        SeveralOf(Measure, MEASURE_NAMES),
        part=WHERE,
        look=INLINE,
        meaning=_l("Separate several with semicolons"),
        is_searched=True,
    ),
    Field(
        "clauses",
        _l("Clauses served"),
        ThingsInSheet(attrgetter("wid"), attrgetter("clauses"), _no_clause),
        part=WHERE,
        help=_l("What the initiative does is part of what these clauses ask for."),
        meaning=_l("The clauses that it serves, each as in its address, separated by semicolons"),
    ),
    Field(
        "scope",
        _l("Scope"),
        LongText(5000),
        part=WHAT,
        needed=Needed(_l("Describe in a sentence or two what the initiative does.")),
        help=_l("What it does, in our own words."),
        look=ANY_SCRIPT | {"rows": 5},
        meaning=_l("What it does, in our own words"),
        width=60,
        is_row=False,
    ),
    Field(
        "links",
        _l("Links"),
        LinkList(500, no_web_address),
        part=PROOF,
        help=_l("Addresses of pages on the web, one to a line: https://…"),
        look={"rows": 3, "dir": "ltr", "spellcheck": "false"},
        meaning=_l("Addresses of web pages, one to a line"),
    ),
    Field(
        "source",
        lazy_pgettext("of facts", "Source"),
        LongText(2000),
        part=PROOF,
        needed=Needed(
            _l("Name the source, or mark the entry as “to be confirmed” until there is one."),
            where=("confidence", Confidence.SOURCED),
            in_sheet=_l(
                "Name the source, or mark the entry as “to-be-confirmed” until there is one."
            ),
        ),
        help=_l("Where these facts can be checked: a document number, an address, a title."),
        look=ANY_SCRIPT | {"rows": 2},
        meaning=_l("Where the facts can be checked"),
        width=40,
    ),
    Field(
        "confidence",
        _l("Confidence in the facts"),
        OneOf(
            Confidence,
            CONFIDENCE_NAMES,
            is_open=True,
            also={letter.casefold(): confidence for confidence, letter in LETTERS.items()},
        ),
        part=PROOF,
        default=Confidence.SOURCED,
        look=INLINE | {"optional": False},
        meaning=_l("Confidence in the facts; also S, P or M"),
        is_row=False,
    ),
    Field(
        "contact_role",
        _l("Contact"),
        TextLine(200),
        part=PROOF,
        help=_l(
            "Whom to ask, by role and never by name: “Focal point for child online protection”."
        ),
        look=ANY_SCRIPT,
        meaning=_l("Whom to ask, by role and never by name"),
        is_searched=True,
    ),
    Field(
        "contact_address",
        _l("Address of the contact"),
        TextLine(254, _no_address),
        part=PROOF,
        goes_with="contact_role",
        help=_l("An e-mail address of the office, not of a person. Everybody sees it."),
        look=MEDIUM | {"type": "email"},
        meaning=_l("E-mail of the office"),
        width=16,
    ),
)

IN_FORM = tuple(
    sorted(
        moved(FIELDS, scope="lead", regions="countries"),
        key=lambda each: [*PARTS].index(each.part),
    )
)
ON_PAGE = moved(IN_FORM, source="contact_address")
IN_SEARCH = moved(
    (field for field in FIELDS if field.is_searched),
    target_groups="countries",
    measures="target_groups",
    project_state="measures",
)
IN_HISTORY = moved(FIELDS, scope="level", source="contact_address", confidence="source")
