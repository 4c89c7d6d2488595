"""Reads the cells of a row in the table of facts, and describes what each column may hold."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from flask_babel import gettext as _

from wgcop import dates
from wgcop.fields.field import Field
from wgcop.fields.kinds import (
    Code,
    FieldKind,
    Language,
    OneOf,
    PartialDate,
    SeveralOf,
    TextLine,
    WebAddress,
)
from wgcop.languages import OTHER, UNDETERMINED
from wgcop.priorwork.fields import BODY, CLAUSES, FIELDS, IN_TABLE
from wgcop.reading.reasons import NotTaken, Reason


@dataclass(frozen=True)
class StatedFacts:
    """The facts that a row states. The others are taken from the file or from its body."""

    values: Mapping[str, Any] = field(default_factory=dict)
    """The stated fields by name, none of them empty."""
    body: str = ""
    clauses: tuple[str, ...] = ()


def column_meanings() -> dict[str, str]:
    """Return the description of each column, for people who write the table."""
    return {
        "file": _("the path of the file within the folder; the only required column"),
        **{_column(each): str(each.meaning or ", ".join(each.kind.choices)) for each in IN_TABLE},
    }


def stated_facts(cells: Mapping[str, str]) -> StatedFacts:
    """Return the facts in a row's cells. Raise NotTaken for a cell that makes no sense."""
    stated = {name: value.strip() for name, value in cells.items() if value.strip()}
    values = {
        each.name: _read(each.kind, stated[column], column)
        for each in FIELDS
        if (column := _column(each)) in stated
    }
    return StatedFacts(
        {name: value for name, value in values.items() if value},
        body=stated.get(_column(BODY), ""),
        clauses=tuple(_several(stated.get(_column(CLAUSES), ""))),
    )


def canonical(cells: Mapping[str, str]) -> str:
    """Return a text that is equal for all rows with the same facts, regardless of the file's place.
    It is used to notice changes.
    """
    values = {n: v.strip() for n, v in cells.items() if v.strip() and n != "file"}
    return json.dumps(values, sort_keys=True, ensure_ascii=False)


def _column(of: Field) -> str:
    return of.column or of.name


@singledispatch
def _read(kind: FieldKind, value: str, column: str) -> Any:
    raise NotImplementedError(f"A table of facts has no {kind}.")


@_read.register
def _text(kind: TextLine, value: str, column: str) -> str:
    text = kind.tidy(value)
    if len(text) > kind.longest:
        raise NotTaken(
            Reason(
                "%(column)s: longer than %(longest)d characters.",
                column=column,
                longest=kind.longest,
            )
        )
    return text


@_read.register
def _link(kind: WebAddress, value: str, column: str) -> str:
    if kind.check and kind.check(value):
        raise NotTaken(Reason("link: “%(value)s” does not begin with https://.", value=value))
    return _text(kind, value, column)


@_read.register
def _date(kind: PartialDate, value: str, column: str) -> str:
    if not dates.is_partial_date(value):
        raise NotTaken(
            Reason("date: “%(value)s” is not a date like 2009, 2008-11 or 2007-05-17.", value=value)
        )
    return value


@_read.register
def _language(kind: Language, value: str, column: str) -> str:
    language = UNDETERMINED if value.lower() == OTHER else value.lower()
    if not re.fullmatch(r"[a-z]{2,3}", language):
        raise NotTaken(Reason("language: “%(value)s” is not a code like en or fr.", value=value))
    return language


@_read.register
def _code(kind: Code, value: str, column: str) -> str:
    return kind.code_of(value)


@_read.register
def _choice(kind: OneOf, value: str, column: str) -> Any:
    return _one(kind, value, column)


@_read.register
def _choices(kind: SeveralOf, value: str, column: str) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(_one(kind, each, column) for each in _several(value)))


def _several(value: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in re.split("[;|]", value) if part.strip()))


def _one(kind: OneOf | SeveralOf, value: str, column: str) -> Any:
    try:
        return kind.values(value.lower().replace(" ", "-").replace("_", "-"))
    except ValueError:
        raise NotTaken(
            Reason(
                "%(column)s: “%(value)s” is not one of %(known)s.",
                column=column,
                value=value,
                known=", ".join(kind.values),
            )
        ) from None
