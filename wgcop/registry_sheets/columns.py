"""The columns of the registry's table: the fields of an entry, and some that only the table has."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from wgcop.accounts.models import Delegation
from wgcop.fields import cells
from wgcop.fields.cells import UnreadableCell
from wgcop.fields.columns import Column, column_of
from wgcop.initiatives.fields import FIELDS, LETTERS
from wgcop.initiatives.kinds import STATE_NAMES, EntryState
from wgcop.initiatives.models import Initiative
from wgcop.registry_sheets.places import print_place, read_place
from wgcop.resolutions.models import Clause

NUMBER = re.compile(r"INI-0*([1-9][0-9]{0,5})", re.IGNORECASE)


@dataclass(frozen=True)
class Known:
    """The things that cells may name: clauses by wid, delegations by code in lower case."""

    clauses: Mapping[str, Clause] = field(default_factory=dict)
    delegations: Mapping[str, Delegation] = field(default_factory=dict)


def identity(initiative: Initiative) -> str:
    """Return the id of an entry in the table: `INI-007`, or the last part of its address before it
    has a number.
    """
    return initiative.reference or initiative.slug


def _read_state(cell: str, _known: Known) -> Mapping[str, Any]:
    word = cells.one_line(cell)
    return {"state": cells.choice(EntryState, STATE_NAMES)(word) if word else EntryState.ACCEPTED}


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


def _read_place(cell: str, _known: Known) -> Mapping[str, Any]:
    place = read_place(cell)
    cells.refuse_long(place["area"], 120)
    return place


def _read_nothing(_cell: str, _known: Known) -> Mapping[str, Any]:
    return {}


_REMARKS = {each.goes_with: each for each in FIELDS if each.is_remark}
_OF_FIELDS = [column_of(each, _REMARKS.get(each.name)) for each in FIELDS if not each.is_remark]

COLUMNS: tuple[Column, ...] = (
    Column(
        "id",
        _l(
            "INI-007, or the end of the entry's address before it has a number; empty for a new entry"
        ),
        identity,
        _read_nothing,
        width=10,
    ),
    Column(
        "state",
        _l("The state of the entry in the registry"),
        lambda one: one.state.value if one.state else "",
        _read_state,
        tuple(EntryState),
    ),
    *_OF_FIELDS,
    Column(
        "owner",
        _l("Code of the delegation responsible for the entry; empty for the secretariat"),
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
        _l("Date since which nobody has confirmed the entry; computed, not read on import"),
        lambda one: one.confirm_by.isoformat() if one.confirm_by and one.is_unconfirmed else "",
        _read_nothing,
        width=12,
        is_date=True,
    ),
)

REGION = Column(
    "region",
    _l(
        "Where the initiative works, in one cell instead of the columns for regions, countries "
        "and area"
    ),
    print_place,
    _read_place,
)

IN_PLACE_OF = {"region": ("regions", "countries", "area")}
BY_NAME: Mapping[str, Column] = {column.name: column for column in (*COLUMNS, REGION)}

LIST: tuple[Column, ...] = (
    *(BY_NAME[name] for name in ("id", "name", "acronym", "level", "region")),
    *(BY_NAME[name] for name in ("lead", "start", "end", "scope", "source")),
    replace(
        BY_NAME["confidence"],
        write=lambda one: LETTERS[one.confidence],
        choices=tuple(LETTERS.values()),
    ),
)
"""The columns of the short list in which entries were first collected."""


def printed(initiative: Initiative, columns: Iterable[Column] = COLUMNS) -> dict[str, str]:
    return {column.name: column.write(initiative) for column in columns}
