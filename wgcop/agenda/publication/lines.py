"""The lines of an agenda as they are published: plain values, which are stored and never change
(pure).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self
from zoneinfo import ZoneInfo

from wgcop.agenda.fields import FIELDS, PUBLISHED
from wgcop.agenda.kinds import NoteReaders
from wgcop.agenda.rows import AgendaRow
from wgcop.agenda.sessions import ShownSession
from wgcop.fields.facts import Facts

Stored = list[dict[str, Any]]


class ListedSession(NamedTuple):
    """A session by the clock of the meeting's place, with the minutes of the break before it."""

    name: str
    on: str
    starts: str
    ends: str
    break_before: int = 0


class AgendaLine(Facts):
    """A line for one item: its published fields as JSON, and its place. `on` and `at` are local to
    the meeting, such as `2026-06-02` and `09:30`; `session` is the one that begins with this item.
    """

    fields = PUBLISHED
    item: int
    number: str
    on: str
    at: str
    session: ListedSession | None

    def __init__(
        self,
        *,
        item: int,
        number: str,
        on: str,
        at: str,
        session: ListedSession | None = None,
        **values: Any,
    ) -> None:
        super().__init__(**values)
        place = {"item": item, "number": number, "on": on, "at": at, "session": session}
        vars(self).update(self.kept() | place)

    @property
    def depth(self) -> int:
        """The depth of the item: 0 on the top level."""
        return self.number.count(".")

    @property
    def above(self) -> str:
        """The number of the item above it; empty on the top level."""
        return self.number.rpartition(".")[0]

    @classmethod
    def from_store(cls, stored: Mapping[str, Any]) -> Self:
        """Return a stored line. A field that was added since is empty, and values that are no
        longer known are left out.
        """
        names = {"item", "number", "on", "at", *(field.name for field in cls.fields)}
        session = stored.get("session")
        return cls(
            session=ListedSession(*session) if session else None,
            **{name: value for name, value in stored.items() if name in names},
        )


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
        **{field.name: getattr(row.item, field.name) for field in FIELDS if field.is_published}
        | {
            "note": row.note if may_read_note else "",
            "minutes": row.slot.minutes,
            "clauses": [wording.citation for wording in row.clauses],
            "documents": [
                (str(paper.symbol), paper.title)
                for paper in row.papers
                if paper.contribution.id != besides
                and (for_members or "public" in paper.contribution.audience)
            ],
        },
        item=row.item.id,
        number=row.number,
        on=f"{starts:%Y-%m-%d}",
        at=f"{starts:%H:%M}",
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
    return [dict(vars(line)) for line in lines]


def from_store(stored: Stored) -> list[AgendaLine]:
    return [AgendaLine.from_store(each) for each in stored]
