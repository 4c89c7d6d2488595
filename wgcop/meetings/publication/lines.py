"""The lines of an agenda as they are published: plain values that are stored and never change (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from wgcop.meetings.agendas import AgendaRow

Stored = list[dict[str, Any]]


class ListedDocument(NamedTuple):
    symbol: str
    title: str


@dataclass(frozen=True, kw_only=True)
class AgendaLine:
    """One item. `on` and `at` are local to the meeting: `2026-06-02` and `09:30`."""

    item: int
    number: str
    title: str
    on: str
    at: str
    minutes: int = 0
    clauses: tuple[str, ...] = ()
    documents: tuple[ListedDocument, ...] = ()
    note: str = ""

    @property
    def depth(self) -> int:
        """0 for the top level."""
        return self.number.count(".")

    @property
    def above(self) -> str:
        """The number of the item that it stands below; empty on the top level."""
        return self.number.rpartition(".")[0]

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """What was stored before a field was there has its default, and what is no longer known is left out."""
        known = {each.name: stored[each.name] for each in fields(cls) if each.name in stored}
        known["clauses"] = tuple(known.get("clauses", ()))
        known["documents"] = tuple(ListedDocument(*each) for each in known.get("documents", ()))
        return cls(**known)


def lines_of(rows: Iterable[AgendaRow], zone: ZoneInfo, *, besides: int | None) -> list[AgendaLine]:
    """As the readers of these rows see them, without the published agenda itself, the document `besides`."""
    return [_line(row, zone, besides) for row in _in_reading_order(rows)]


def _in_reading_order(rows: Iterable[AgendaRow]) -> Iterator[AgendaRow]:
    for row in rows:
        yield row
        yield from _in_reading_order(row.children)


def _line(row: AgendaRow, zone: ZoneInfo, besides: int | None) -> AgendaLine:
    starts = row.slot.start.astimezone(zone)
    return AgendaLine(
        item=row.item.id,
        number=row.number,
        title=row.item.title,
        on=f"{starts:%Y-%m-%d}",
        at=f"{starts:%H:%M}",
        minutes=row.slot.minutes,
        clauses=tuple(wording.citation for wording in row.clauses),
        documents=tuple(
            ListedDocument(str(document.symbol), document.title)
            for document in row.documents
            if document.id != besides
        ),
        note=row.item.note,
    )


def to_store(lines: Sequence[AgendaLine]) -> Stored:
    return [asdict(line) | {"documents": [list(each) for each in line.documents]} for line in lines]


def from_store(stored: Stored) -> list[AgendaLine]:
    return [AgendaLine.read(each) for each in stored]
