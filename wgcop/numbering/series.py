"""The series of a group: their patterns, and the last number of each. Each series has a row of its
own, so that taking a number locks nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import JSON, ForeignKey, String, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from wgcop import clock
from wgcop.bodies.models import Group, Meeting
from wgcop.database import Base, db
from wgcop.numbering.kinds import DocumentKind
from wgcop.numbering.locked_rules import StoredRules
from wgcop.numbering.patterns import DEFAULTS, Pattern, SymbolOccasion
from wgcop.numbering.symbol import RevisionStyle, Symbol


class Series(Base):
    """A series of documents. `last` is the last number that was used; 0 before the first document.

    The key is the common part of its symbols. Two kinds, or two groups, whose symbols would differ
    only in the number share one series, so that no symbol is ever given twice.
    """

    __tablename__ = "document_series"

    key: Mapped[str] = mapped_column(String(180), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class GroupNumbering(StoredRules):
    """The numbering that the secretariat set for a group. `patterns` are by kind; a kind without
    one has the usual pattern.
    """

    __tablename__ = "group_numbering"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("working_group.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    style: Mapped[RevisionStyle] = mapped_column(default=RevisionStyle.SPACED)
    patterns: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class MeetingNumbering(StoredRules):
    """The patterns of one meeting, which replace those of its group."""

    __tablename__ = "meeting_numbering"

    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    patterns: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


@dataclass(frozen=True)
class Numbering:
    """The numbering of a meeting's documents, kind by kind."""

    occasion: SymbolOccasion
    style: RevisionStyle = RevisionStyle.SPACED
    typed: Mapping[DocumentKind, str] = field(default_factory=dict)

    @cached_property
    def patterns(self) -> Mapping[DocumentKind, Pattern]:
        return {kind: Pattern.read(self.typed.get(kind) or DEFAULTS[kind]) for kind in DocumentKind}

    def key(self, kind: DocumentKind) -> str:
        return self.patterns[kind].series_key(self.occasion)

    def place(self, kind: DocumentKind) -> int:
        """Return the position of the kind's series among those of the meeting. Kinds that share a
        series have the same one.
        """
        return next(n for n, each in enumerate(DocumentKind) if self.key(each) == self.key(kind))

    def symbol(self, kind: DocumentKind, number: int) -> Symbol:
        return self.patterns[kind].symbol(self.occasion, number, self.style)


def occasion_of(meeting: Meeting) -> SymbolOccasion:
    return SymbolOccasion(meeting.group.name_in_symbols, meeting.number, meeting.starts_on.year)


def group_numbering(group: Group, name: str = "") -> Numbering:
    """Return the group's own numbering, in two SQL statements. Its example is the group's latest
    meeting, leaving out that meeting's patterns, or the group's first meeting if it has not met
    yet.
    """
    stored = db.session.get(GroupNumbering, group.id)
    latest = db.session.execute(
        select(Meeting.number, Meeting.starts_on)
        .where(Meeting.group_id == group.id)
        .order_by(Meeting.number.desc())
        .limit(1)
    ).one_or_none()
    number, year = (latest[0], latest[1].year) if latest else (1, clock.now().year)
    typed = stored.patterns if stored else {}
    return Numbering(
        SymbolOccasion(name or group.name_in_symbols, number, year),
        stored.style if stored else RevisionStyle.SPACED,
        {kind: typed[kind] for kind in DocumentKind if kind in typed},
    )


def numbering_of(meeting: Meeting) -> Numbering:
    """Return the numbering of a meeting, in two SQL statements."""
    of_group = db.session.get(GroupNumbering, meeting.group_id)
    of_meeting = db.session.get(MeetingNumbering, meeting.id)
    typed = (of_group.patterns if of_group else {}) | (of_meeting.patterns if of_meeting else {})
    return Numbering(
        occasion_of(meeting),
        of_group.style if of_group else RevisionStyle.SPACED,
        {kind: typed[kind] for kind in DocumentKind if kind in typed},
    )


def take_number(key: str) -> int:
    """Take the next number of a series. Numbers have no gaps: the row stays locked until the
    commit, and a rollback returns the number.
    """
    taking = (
        update(Series)
        .where(Series.key == key)
        .values(last=Series.last + 1)
        .returning(Series.last)
        .execution_options(synchronize_session=False)
    )
    number = db.session.scalar(taking)
    if number is None:
        _begin(key)
        number = db.session.scalars(taking).one()
    return number


def last_numbers(keys: list[str]) -> dict[str, int]:
    """Return the last number of each series, 0 for an unused one. Others may take numbers at any
    time, so the next numbers are only a forecast.
    """
    rows = db.session.execute(select(Series.key, Series.last).where(Series.key.in_(keys)))
    used = {key: last for key, last in rows}
    return {key: used.get(key, 0) for key in keys}


def _begin(key: str) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(Series(key=key))
    except IntegrityError:
        pass  # another request began the series at the same moment
