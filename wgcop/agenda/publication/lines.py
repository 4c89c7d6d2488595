"""The lines of an agenda as they are published: plain values, which are stored and never change
(pure).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, NamedTuple, Self
from zoneinfo import ZoneInfo

from wgcop.agenda.kinds import NoteReaders
from wgcop.agenda.rows import AgendaRow
from wgcop.agenda.sessions import ShownSession

Stored = list[dict[str, Any]]


class ListedDocument(NamedTuple):
    symbol: str
    title: str


class ListedSession(NamedTuple):
    """A session by the clock of the meeting's place, with the minutes of the break before it."""

    name: str
    on: str
    starts: str
    ends: str
    break_before: int = 0


@dataclass(frozen=True, kw_only=True)
class AgendaLine:
    """A line for one item. `on` and `at` are local to the meeting, such as `2026-06-02` and
    `09:30`. `kind` is one of `ItemKind`, or empty.
    """

    item: int
    number: str
    title: str
    on: str
    at: str
    minutes: int = 0
    kind: str = ""
    presenter: str = ""
    clauses: tuple[str, ...] = ()
    documents: tuple[ListedDocument, ...] = ()
    note: str = ""
    session: ListedSession | None = None
    """The session that begins with this item, or None."""

    @property
    def depth(self) -> int:
        """The depth of the item: 0 on the top level."""
        return self.number.count(".")

    @property
    def above(self) -> str:
        """The number of the item above it; empty on the top level."""
        return self.number.rpartition(".")[0]

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """Return a stored line. A field that was added since has its default, and values that are
        no longer known are left out.
        """
        known = {each.name: stored[each.name] for each in fields(cls) if each.name in stored}
        known["clauses"] = tuple(known.get("clauses", ()))
        known["documents"] = tuple(ListedDocument(*each) for each in known.get("documents", ()))
        if known.get("session"):
            known["session"] = ListedSession(*known["session"])
        return cls(**known)


def lines_of(
    rows: Iterable[AgendaRow], zone: ZoneInfo, *, besides: int | None, for_members: bool
) -> list[AgendaLine]:
    """Return the lines of an agenda as members, or everybody, read them. `besides` is the published
    agenda itself, which is not listed among the documents.
    """
    return [
        _line(row, zone, besides=besides, for_members=for_members)
        for row in _in_reading_order(rows)
    ]


def _in_reading_order(rows: Iterable[AgendaRow]) -> Iterator[AgendaRow]:
    for row in rows:
        yield row
        yield from _in_reading_order(row.children)


def _line(row: AgendaRow, zone: ZoneInfo, *, besides: int | None, for_members: bool) -> AgendaLine:
    starts = row.slot.start.astimezone(zone)
    may_read_note = for_members or row.item.note_for == NoteReaders.EVERYBODY
    return AgendaLine(
        item=row.item.id,
        number=row.number,
        title=row.item.title,
        on=f"{starts:%Y-%m-%d}",
        at=f"{starts:%H:%M}",
        minutes=row.slot.minutes,
        kind=row.item.kind or "",
        presenter=row.item.presenter,
        clauses=tuple(wording.citation for wording in row.clauses),
        documents=tuple(
            ListedDocument(str(paper.symbol), paper.title)
            for paper in row.papers
            if paper.contribution.id != besides
            and (for_members or "public" in paper.contribution.audience)
        ),
        note=row.note if may_read_note else "",
        session=_session(row.session) if row.session else None,
    )


def _session(shown: ShownSession) -> ListedSession:
    session = shown.session
    return ListedSession(
        session.name,
        f"{session.day:%Y-%m-%d}",
        f"{session.starts_at:%H:%M}",
        f"{session.ends_at:%H:%M}",
        shown.break_before,
    )


def to_store(lines: Sequence[AgendaLine]) -> Stored:
    return [asdict(line) | {"documents": [list(each) for each in line.documents]} for line in lines]


def from_store(stored: Stored) -> list[AgendaLine]:
    return [AgendaLine.read(each) for each in stored]
