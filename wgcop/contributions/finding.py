"""Finds a document by its symbol, in any way of writing it and with any name of its group."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from wgcop.bodies.models import Group, Meeting
from wgcop.contributions.models import Contribution
from wgcop.contributions.queries import is_visible_to
from wgcop.database import db
from wgcop.numbering.reading import (
    FileName,
    SymbolReading,
    names_a_document,
    read_file_name,
    readings,
)
from wgcop.numbering.symbol import SymbolPart, key_of

LONGEST_MARK = 4
"""The number of letters in the longest mark of a kind of document, such as TD, INF and ADM."""


@dataclass(frozen=True)
class SymbolMention:
    """A mention of a document, with the number of a revision and the language of a version if these
    were named too.
    """

    document: int
    revision: int | None
    language: str | None = None


def document_called(written: str, audiences: frozenset[str]) -> SymbolMention | None:
    """Find a document by its full symbol or by the name of its file. Return None if there is no
    such document that `audiences` may see.
    """
    meant = [reading for reading in readings(written) if reading.key[0].isalpha()]
    file = read_file_name(written)
    if not meant and not file:
        return None
    names = names_of_groups()
    for reading in meant:
        if mention := _called(reading, names, audiences):
            return mention
    return _in_file(file, names, audiences) if file else None


def document_of_meeting(
    written: str, meeting: Meeting, audiences: frozenset[str]
) -> SymbolMention | None:
    """Find a document by a symbol that leaves out its meeting, such as `Document 7` and `TD/4`."""
    for reading in readings(written):
        if reading.is_bare and not names_a_document(written):
            continue
        conditions = [
            Contribution.meeting_id == meeting.id,
            Contribution.symbol_parts == stored(reading.parts),
            Contribution.number == int(reading.key)
            if reading.is_bare and len(reading.key) < 10
            else Contribution.symbol_key.endswith(f" {reading.full_key}", autoescape=True),
        ]
        if document := _first(audiences, *conditions):
            return SymbolMention(document, reading.revision, reading.language)
    return None


def names_within_a_meeting(written: str) -> bool:
    """Return whether the words are a symbol without a meeting, such as `Document 7`, `TD/4` and
    `INF 2 Rev.1`: a number after a single word.
    """
    return names_a_document(written) or any(
        len(words) == 2 and words[0].isalpha() and len(words[0]) <= LONGEST_MARK
        for words in (reading.key.split() for reading in readings(written))
    )


def _called(
    reading: SymbolReading, names: Sequence[Sequence[str]], audiences: frozenset[str]
) -> SymbolMention | None:
    keys = list(dict.fromkeys(each.full_key for each in renamed(reading, names)))
    rows = db.session.execute(
        select(Contribution.symbol_key, Contribution.id)
        .join(Contribution.meeting)
        .join(Meeting.group)
        .where(is_visible_to(audiences), Contribution.symbol_key.in_(keys))
    )
    by_key = {key: document for key, document in rows}
    document = next((by_key[key] for key in keys if key in by_key), None)
    return SymbolMention(document, reading.revision, reading.language) if document else None


def renamed(reading: SymbolReading, names: Iterable[Sequence[str]]) -> Iterator[SymbolReading]:
    yield reading
    for of_group in names:
        for name in of_group:
            for other in of_group:
                if other != name and (other_reading := reading.renamed(name, other)):
                    yield other_reading


def names_of_groups() -> list[list[str]]:
    """Return the names of each group, in the form that the keys of symbols begin with."""
    groups = db.session.scalars(select(Group).options(selectinload(Group.earlier_names)))
    return [list(dict.fromkeys(map(key_of, group.all_names))) for group in groups]


def _in_file(
    file: FileName, names: Iterable[Sequence[str]], audiences: frozenset[str]
) -> SymbolMention | None:
    for of_group in names:
        if file.group not in [name.replace(" ", "") for name in of_group]:
            continue
        conditions = [
            Group.code.in_(_codes_called(of_group)),
            Contribution.kind == file.kind,
            Contribution.number == file.number,
            Contribution.symbol_parts == stored(file.parts),
        ]
        if file.meeting is not None:
            conditions.append(Meeting.number == file.meeting)
        if document := _first(audiences, *conditions):
            return SymbolMention(document, file.revision, file.language)
    return None


def _codes_called(names: Sequence[str]) -> list[str]:
    codes = db.session.scalars(select(Group.code))
    return [code for code in codes if key_of(code) in names]


def _first(audiences: frozenset[str], *conditions: ColumnElement[bool]) -> int | None:
    return db.session.scalar(
        select(Contribution.id)
        .join(Contribution.meeting)
        .join(Meeting.group)
        .where(is_visible_to(audiences), Contribution.number.is_not(None), *conditions)
        .order_by(Meeting.starts_on.desc(), Contribution.symbol_order)
        .limit(1)
    )


def stored(parts: Sequence[SymbolPart]) -> str:
    return " ".join(f"{part.kind} {part.number}" for part in parts)
