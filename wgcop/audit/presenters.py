"""Rows of the trail as sentences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from wgcop.audit.actions import COMMAND, LOOP
from wgcop.audit.deeds import DEEDS, KIND_NAMES, PLACES
from wgcop.audit.naming import names_of
from wgcop.audit.queries import Found

COLUMNS = (
    *(
        "Row",
        "Moment (UTC)",
        "Person",
        "Name",
        "Deed",
        "In words",
        "Thing",
        "Id",
        "Cited as",
    ),
    *("Detail", "Through", "Network", "Checksum"),
)
"""The columns of the table, which are the same in every language, since programs read it."""


@dataclass(frozen=True)
class TrailLine:
    number: int
    at: datetime
    person_id: int | None
    who: str
    deed: str
    kind: str
    name: str
    place: str
    detail: str
    address: str


def shown(found: Iterable[Found]) -> list[TrailLine]:
    rows = list(found)
    names = _names(rows)
    return [_shown(one, names) for one in rows]


def lines(found: Iterable[Found]) -> Iterator[tuple[str, ...]]:
    rows = list(found)
    names = _names(rows)
    for one in rows:
        row, words = one.row, _shown(one, names)
        yield (
            str(row.number),
            f"{row.at:%Y-%m-%d %H:%M:%S}",
            str(row.person_id or ""),
            words.who,
            row.deed,
            words.deed,
            row.of_kind,
            row.of_id,
            words.name,
            row.detail,
            row.through,
            one.address,
            row.checksum,
        )


def _names(rows: Iterable[Found]) -> dict[tuple[str, str], str]:
    return names_of(
        pair
        for one in rows
        for pair in (("person", str(one.row.person_id)), (one.row.of_kind, one.row.of_id))
        if pair[1] and pair[1] != "None"
    )


def _shown(one: Found, names: dict[tuple[str, str], str]) -> TrailLine:
    row = one.row
    return TrailLine(
        number=row.number,
        at=row.at,
        person_id=row.person_id,
        who=_who(one, names),
        deed=str(DEEDS[row.deed].name) if row.deed in DEEDS else row.deed,
        kind=str(KIND_NAMES.get(row.of_kind, row.of_kind)),
        name=row.of_name or names.get((row.of_kind, row.of_id), "") or _numbered(row.of_id),
        place=PLACES.get(row.of_kind, "").format(row.of_id),
        detail=row.detail,
        address=one.address,
    )


def _who(one: Found, names: dict[tuple[str, str], str]) -> str:
    row = one.row
    if row.person_id is not None:
        name = names.get(("person", str(row.person_id)))
        return name or _("Person %(number)s", number=row.person_id)
    if row.through == COMMAND:
        return _("The command line")
    return _("The workspace itself") if row.through == LOOP else _("Somebody not signed in")


def _numbered(key: str) -> str:
    return _("no. %(number)s", number=key) if key.isdecimal() else key
