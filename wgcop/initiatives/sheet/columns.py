"""The columns of the registry's table: what each says, how an entry fills it, and what is read from it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from wgcop.accounts.addresses import is_plausible
from wgcop.accounts.models import Delegation
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES, Level, Region
from wgcop.initiatives.kinds import (
    CONFIDENCE_NAMES,
    INITIATIVE_KIND_NAMES,
    MEASURE_NAMES,
    PROJECT_STATE_NAMES,
    STATE_NAMES,
    TARGET_GROUP_NAMES,
    Confidence,
    EntryState,
    InitiativeKind,
    Measure,
    ProjectState,
    TargetGroup,
)
from wgcop.initiatives.models import Initiative
from wgcop.initiatives.sheet import cells
from wgcop.initiatives.sheet.cells import UnreadableCell
from wgcop.initiatives.sheet.places import REGION_WORDS, print_place, read_place
from wgcop.resolutions.models import Clause
from wgcop.web.fields import is_web_address

NUMBER = re.compile(r"INI-0*([1-9][0-9]{0,5})", re.IGNORECASE)

_LETTERS = {
    "s": Confidence.SOURCED,
    "p": Confidence.PARTLY_SOURCED,
    "m": Confidence.TO_BE_CONFIRMED,
}
_LETTER_OF = {confidence: letter.upper() for letter, confidence in _LETTERS.items()}


@dataclass(frozen=True)
class Known:
    """What cells may point to: clauses by wid, delegations by code in small letters."""

    clauses: Mapping[str, Clause] = field(default_factory=dict)
    delegations: Mapping[str, Delegation] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """`read` gives fields of the entry with their values, and raises UnreadableCell.

    `choices` are the only words it takes, one to a cell. An entry must have what is `needed`.
    What `is_date` may become a date in a spreadsheet.
    """

    name: str
    meaning: LazyString
    write: Callable[[Initiative], str]
    read: Callable[[str, Known], Mapping[str, Any]]
    choices: tuple[str, ...] = ()
    needed: bool = False
    width: int = 16
    is_date: bool = False


def identity(initiative: Initiative) -> str:
    """`INI-007`; before an entry has a number, the last part of its address."""
    return initiative.reference or initiative.slug


def _text(
    name: str,
    meaning: LazyString,
    *,
    has_lines: bool = False,
    needed: bool = False,
    width: int = 24,
) -> Column:
    tidy = cells.several_lines if has_lines else cells.one_line
    longest = (
        5000 if name == "scope" else getattr(Initiative.__table__.c[name].type, "length", 2000)
    )

    def read(cell: str, _known: Known) -> Mapping[str, Any]:
        text = tidy(cell)
        if needed and not text:
            raise UnreadableCell(_("This cell must not be empty."))
        _refuse_long(text, longest or 2000)
        return {name: text}

    return Column(name, meaning, lambda one: getattr(one, name), read, needed=needed, width=width)


def _refuse_long(text: str, longest: int) -> None:
    if len(text) > longest:
        raise UnreadableCell(
            _(
                "It has %(count)d characters. Use at most %(longest)d.",
                count=len(text),
                longest=longest,
            )
        )


def _one_of(
    name: str,
    meaning: LazyString,
    kind: Any,
    names: Mapping[Any, Any],
    *,
    empty: Any = cells,
    also: Mapping[str, Any] | None = None,
) -> Column:
    """`empty` is what an empty cell stands for; without it the cell must say something."""
    read_word = cells.choice(kind, names, also=also)

    def read(cell: str, _known: Known) -> Mapping[str, Any]:
        word = cells.one_line(cell)
        if not word and empty is cells:
            raise UnreadableCell(_("This cell must not be empty."))
        return {name: read_word(word) if word else empty}

    def write(initiative: Initiative) -> str:
        value = getattr(initiative, name)
        return value.value if value else ""

    return Column(name, meaning, write, read, tuple(kind), needed=empty is cells)


def _several(
    name: str, meaning: LazyString, read_word: Callable[[str], Any], *, order: Any = None
) -> Column:
    def read(cell: str, _known: Known) -> Mapping[str, Any]:
        values = {read_word(word) for word in cells.words_of(cell)}
        return {name: tuple(each for each in order or sorted(values) if each in values)}

    return Column(name, meaning, lambda one: cells.joined(getattr(one, name)), read, width=24)


def _lines(name: str, meaning: LazyString, check: Callable[[str], None]) -> Column:
    def read(cell: str, _known: Known) -> Mapping[str, Any]:
        found = cells.lines(cell)
        if len(found) > 40:
            raise UnreadableCell(_("Write at most %(count)d lines.", count=40))
        for line in found:
            check(line)
        return {name: found}

    def write(initiative: Initiative) -> str:
        return "\n".join(getattr(initiative, name))

    return Column(name, meaning, write, read, width=30)


def _date(name: str, meaning: LazyString, day: str) -> Column:
    note = f"{day}_note"

    def read(cell: str, _known: Known) -> Mapping[str, Any]:
        written, words = cells.date_with_note(cell)
        _refuse_long(words, 60)
        return {day: written, note: words}

    return Column(
        name,
        meaning,
        lambda one: cells.print_date(getattr(one, day), getattr(one, note)),
        read,
        is_date=True,
    )


def _check_link(line: str) -> None:
    _refuse_long(line, 500)
    if not is_web_address(line):
        raise UnreadableCell(
            _(
                "“%(address)s” is not the address of a web page. Write it in full: https://…",
                address=line[:80],
            )
        )


def _read_id(cell: str, _known: Known) -> Mapping[str, Any]:
    return {}


def _read_clauses(cell: str, known: Known) -> Mapping[str, Any]:
    wids = cells.words_of(cell)
    if unknown := [wid for wid in wids if wid not in known.clauses]:
        raise UnreadableCell(
            _(
                "There is no clause “%(wid)s”. A clause is written like the end of its address: "
                "behind /clauses/.",
                wid=unknown[0][:120],
            )
        )
    return {"clauses": tuple(known.clauses[wid] for wid in wids)}


def _read_owner(cell: str, known: Known) -> Mapping[str, Any]:
    code = cells.one_line(cell)
    if code and code.casefold() not in known.delegations:
        raise UnreadableCell(_("There is no delegation with the code “%(code)s”.", code=code[:40]))
    return {"delegation": known.delegations[code.casefold()] if code else None}


def _read_confirm_by(cell: str, _known: Known) -> Mapping[str, Any]:
    day, note = cells.date_with_note(cell)
    if note or (day and len(day) != len("2007-05-17")):
        raise UnreadableCell(_("Write a whole date, such as 2027-05-17."))
    return {"confirm_by": date.fromisoformat(day) if day else None}


def _read_address(cell: str, _known: Known) -> Mapping[str, Any]:
    address = cells.one_line(cell)
    if address and not is_plausible(address):
        raise UnreadableCell(_("This is not an e-mail address."))
    return {"contact_address": address}


def _read_place(cell: str, _known: Known) -> Mapping[str, Any]:
    place = read_place(cell)
    _refuse_long(place["area"], 120)
    return place


ID = Column(
    "id",
    _l("INI-007, or the end of the entry's address before it has a number; empty for a new entry"),
    identity,
    _read_id,
    width=10,
)
STATE = _one_of(
    "state", _l("Of the entry in the registry"), EntryState, STATE_NAMES, empty=EntryState.ACCEPTED
)
NAME = _text("name", _l("At most 300 characters"), needed=True, width=40)
ACRONYM = _text("acronym", _l("At most 40 characters"), width=12)
KIND = _one_of("kind", _l("Of initiative"), InitiativeKind, INITIATIVE_KIND_NAMES)
LEVEL = _one_of("level", _l("National, regional or international"), Level, LEVEL_NAMES)
LEAD = _text("lead", _l("The organization that leads it"))
START = _date(
    "start", _l("As much as is known, remarks in brackets: 2004 (from memory)"), "started"
)
END = _date("end", _l("As the start"), "ended")
SCOPE = _text("scope", _l("What it does, in our own words"), has_lines=True, needed=True, width=60)
SOURCE = _text("source", _l("Where the facts can be checked"), has_lines=True, width=40)
CONFIDENCE = _one_of(
    "confidence",
    _l("How sure the facts are; also S, P or M"),
    Confidence,
    CONFIDENCE_NAMES,
    also=_LETTERS,
)

COLUMNS: tuple[Column, ...] = (
    ID,
    STATE,
    NAME,
    ACRONYM,
    KIND,
    LEVEL,
    _several(
        "regions",
        _l("Of ITU-D; several with semicolons between them"),
        cells.choice(
            Region,
            REGION_NAMES,
            also={word.casefold(): region for region, word in REGION_WORDS.items()},
        ),
        order=Region,
    ),
    _several("countries", _l("Two letters of ISO 3166-1 or a name: KE; Rwanda"), cells.country),
    _text("area", _l("What is neither a region nor a country: European Union"), width=16),
    LEAD,
    _lines("partners", _l("Organizations, one to a line"), lambda line: _refuse_long(line, 300)),
    _text("basis", _l("What a partnership rests on")),
    _text("regional_office", _l("The office of the Union that works on it")),
    _text("budget_line", _l("Of a regional project, if it is public")),
    _one_of(
        "project_state", _l("Of a regional project"), ProjectState, PROJECT_STATE_NAMES, empty=None
    ),
    START,
    END,
    _several(
        "target_groups",
        _l("Several with semicolons between them"),
        cells.choice(TargetGroup, TARGET_GROUP_NAMES),
        order=TargetGroup,
    ),
    _several(
        "measures",
        _l("Several with semicolons between them"),
        cells.choice(Measure, MEASURE_NAMES),
        order=Measure,
    ),
    Column(
        "clauses",
        _l("Those that it serves, each as in its address, with semicolons between them"),
        lambda one: cells.joined(sorted(clause.wid for clause in one.clauses)),
        _read_clauses,
        width=30,
    ),
    SCOPE,
    _lines("links", _l("Addresses of web pages, one to a line"), _check_link),
    SOURCE,
    CONFIDENCE,
    _text("contact_role", _l("Whom to ask, by role and never by name")),
    Column(
        "contact_address",
        _l("E-mail of the office"),
        lambda one: one.contact_address,
        _read_address,
    ),
    Column(
        "owner",
        _l("Code of the delegation that answers for the entry; empty for the secretariat"),
        lambda one: one.delegation.code if one.delegation else "",
        _read_owner,
        width=10,
    ),
    Column(
        "confirm_by",
        _l("When the entry has to be confirmed again"),
        lambda one: one.confirm_by.isoformat() if one.confirm_by else "",
        _read_confirm_by,
        width=12,
        is_date=True,
    ),
    Column(
        "not_confirmed_since",
        _l("Since when nobody has confirmed the entry; follows from the others and is not read"),
        lambda one: one.confirm_by.isoformat() if one.confirm_by and one.is_unconfirmed else "",
        lambda _cell, _known: {},
        width=12,
        is_date=True,
    ),
)

REGION = Column(
    "region",
    _l("Where it works in one cell, in place of regions, countries and area"),
    print_place,
    _read_place,
)

LIST: tuple[Column, ...] = (
    ID,
    NAME,
    ACRONYM,
    LEVEL,
    REGION,
    LEAD,
    START,
    END,
    SCOPE,
    SOURCE,
    Column(
        "confidence",
        CONFIDENCE.meaning,
        lambda one: _LETTER_OF[one.confidence],
        CONFIDENCE.read,
        ("S", "P", "M"),
    ),
)
"""The short list in which entries are first collected."""

IN_PLACE_OF = {"region": ("regions", "countries", "area")}
BY_NAME: Mapping[str, Column] = {column.name: column for column in (*COLUMNS, REGION)}


def printed(initiative: Initiative, columns: Iterable[Column] = COLUMNS) -> dict[str, str]:
    return {column.name: column.write(initiative) for column in columns}
