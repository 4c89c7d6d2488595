"""Reads the cells of a row in the table of facts, and describes what each column may hold."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from wgcop import dates
from wgcop.bodies.countries import country_called
from wgcop.bodies.levels import Level, Region
from wgcop.bodies.subjects import Subject
from wgcop.languages import OTHER, UNDETERMINED
from wgcop.priorwork.kinds import Audience, WorkKind
from wgcop.reading.reasons import NotTaken, Reason


@dataclass(frozen=True, kw_only=True)
class StatedFacts:
    """The facts that a row states. Empty values are taken from the file or from its body."""

    symbol: str = ""
    title: str = ""
    dated: str = ""
    language: str = ""
    level: Level | None = None
    region: Region | None = None
    country: str = ""
    kind: WorkKind | None = None
    subjects: tuple[Subject, ...] = ()
    link: str = ""
    body: str = ""
    audience: Audience | None = None
    clauses: tuple[str, ...] = ()


def column_meanings() -> dict[str, str]:
    """Return the description of each column, for people who write the table."""
    several = _("one or more, separated by ; — %(values)s", values=", ".join(Subject))
    return {
        "file": _("the path of the file within the folder; the only required column"),
        "symbol": _("its number; with it the file can move and is still the same document"),
        "title": _("if empty, the title is taken from the file"),
        "date": _("as much as is known: 2009, 2008-11 or 2007-05-17"),
        "language": _(
            "its code: en, fr, es, ar, ru, zh or another; write other if it is not known"
        ),
        "level": ", ".join(Level),
        "region": ", ".join(Region),
        "country": _("the Member State that it belongs to: its name in English or its two letters"),
        "kind": ", ".join(WorkKind),
        "subjects": several,
        "link": _("the address of the document on the web"),
        "body": _("the code of the body, if it is not the one chosen for all files"),
        "audience": _("public, or members (only people who are signed in)"),
        "clauses": _("clauses that it is about: the last parts of their addresses, separated by ;"),
    }


def stated_facts(cells: Mapping[str, str]) -> StatedFacts:
    """Return the facts in a row's cells. Raise NotTaken for a cell that makes no sense."""
    cell = {name: value.strip() for name, value in cells.items()}.get
    return StatedFacts(
        symbol=_short(cell("symbol", ""), 80, "symbol"),
        title=_short(" ".join(cell("title", "").split()), 500, "title"),
        dated=_date(cell("date", "")),
        language=_language(cell("language", "")),
        level=_one("level", Level, cell("level", "")),
        region=_one("region", Region, cell("region", "")),
        country=_country(cell("country", "")),
        kind=_one("kind", WorkKind, cell("kind", "")),
        subjects=tuple(
            subject
            for value in _several(cell("subjects", ""))
            if (subject := _one("subjects", Subject, value))
        ),
        link=_link(cell("link", "")),
        body=cell("body", ""),
        audience=_one("audience", Audience, cell("audience", "")),
        clauses=tuple(_several(cell("clauses", ""))),
    )


def canonical(cells: Mapping[str, str]) -> str:
    """Return one text for all rows that state the same, regardless of the file's place. It is used
    to notice changes.
    """
    values = {n: v.strip() for n, v in cells.items() if v.strip() and n != "file"}
    return json.dumps(values, sort_keys=True, ensure_ascii=False)


def _several(value: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in re.split("[;|]", value) if part.strip()))


def _one(column: str, kind: Callable[[str], Any], value: str) -> Any:
    if not value:
        return None
    try:
        return kind(value.lower().replace(" ", "-").replace("_", "-"))
    except ValueError:
        raise NotTaken(
            Reason(
                "%(column)s: “%(value)s” is not one of %(known)s.",
                column=column,
                value=value,
                known=", ".join(kind),  # type: ignore[arg-type]
            )
        ) from None


def _country(value: str) -> str:
    found = country_called(value) if value else None
    if value and found is None:
        raise NotTaken(
            Reason(
                "country: “%(value)s” is not a Member State. Write its name in English or its "
                "two letters.",
                value=value,
            )
        )
    return found.alpha2 if found else ""


def _date(value: str) -> str:
    if value and not dates.is_partial_date(value):
        raise NotTaken(
            Reason(
                "date: “%(value)s” is not a date like 2009, 2008-11 or 2007-05-17.",
                value=value,
            )
        )
    return value


def _language(value: str) -> str:
    language = UNDETERMINED if value.lower() == OTHER else value.lower()
    if language and not re.fullmatch(r"[a-z]{2,3}", language):
        raise NotTaken(Reason("language: “%(value)s” is not a code like en or fr.", value=value))
    return language


def _link(value: str) -> str:
    if value and not re.match(r"https?://\S+$", value):
        raise NotTaken(Reason("link: “%(value)s” does not begin with https://.", value=value))
    return _short(value, 500, "link")


def _short(value: str, longest: int, column: str) -> str:
    if len(value) > longest:
        raise NotTaken(
            Reason(
                "%(column)s: longer than %(longest)d characters.",
                column=column,
                longest=longest,
            )
        )
    return value
