"""The contents of a report on implementation, as plain values, independent of the tables and the
paper (pure).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wgcop.implementation_reports.entries import EntriesNamed, EntriesPlace
from wgcop.implementation_reports.figures import Figures
from wgcop.paper import Node

HERE = "https://workspace.invalid"
"""A placeholder for the address of the workspace in links of a report: that address can change, and
a frozen copy cannot.
"""


@dataclass(frozen=True)
class CitedThing:
    """A thing that the report cites. `url` is a path of the workspace, or an address outside it."""

    title: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class ActionLine:
    """A line of the table of actions. `state` is worded for readers; `said` tells who stated it and
    when.
    """

    text: str
    asked: str
    lead: str = ""
    due: str = ""
    state: str = ""
    said: str = ""
    outputs: str = ""
    """Results of the action."""


@dataclass(frozen=True)
class ReportedReply:
    """A kind of reply, worded neutrally, such as *no information received*, and how many members
    gave it. Nobody is named.
    """

    words: str
    number: int


@dataclass(frozen=True)
class ReportedEntry:
    """An entry of the registry. `regions` are the values of its ITU-D regions; without regions the
    entry is worldwide.
    """

    reference: str
    title: str
    url: str
    kind: str
    lead: str
    level: str
    where: str
    years: str
    regions: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    basis: str = ""
    office: str = ""
    budget_line: str = ""
    state: str = ""
    confidence: str = ""


@dataclass(frozen=True)
class SectionWords:
    """The text that people wrote in a section. `mark` tells how it differs from the report before."""

    key: str
    text: str
    mark: str = ""
    review: str = ""


@dataclass(frozen=True)
class ReportedClause:
    """A clause with all actions on it. `heading` is that of the clause's section in the resolution."""

    wid: str
    citation: str
    heading: str
    text: str
    figures: Figures
    actions: Sequence[ActionLine] = ()
    evidence: Sequence[CitedThing] = ()
    entries: Sequence[ReportedEntry] = ()
    partners: Sequence[str] = ()
    replies: Sequence[ReportedReply] = ()
    invites: bool = False
    """Whether the clause invites members, who can be asked what they did."""


@dataclass(frozen=True)
class Drawing:
    """A picture of the coverage. `rows` say in words and numbers everything that it shows."""

    key: str
    title: str
    alt: str
    svg: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""
    """The note below the picture, about the source of its shapes."""


@dataclass(frozen=True)
class CoverFacts:
    """The facts printed on the cover. `conference` and `place_and_dates` may be empty."""

    title: str
    conference: str
    place_and_dates: str
    number: str
    revision: int
    date: str
    language: str
    source: str
    contact: str
    box: Mapping[str, str] = field(default_factory=dict)
    """The words in the frame, by the names in `IN_BOX_AS`."""


@dataclass(frozen=True)
class Reported:
    cover: CoverFacts
    edition: str
    edition_url: str
    period: str
    clauses: Sequence[ReportedClause]
    words: Mapping[str, SectionWords]
    projects: Sequence[ReportedEntry]
    partnerships: Sequence[ReportedEntry]
    registry: Sequence[ReportedEntry]
    region_names: Mapping[str, str]
    totals: Figures
    drawings: Sequence[Drawing] = ()
    entries_named: EntriesNamed = EntriesNamed.ALL
    entries_place: EntriesPlace = EntriesPlace.BOTH

    def written(self, key: str) -> SectionWords:
        return self.words.get(key, SectionWords(key, ""))


SUMMARY, PROJECTS = "summary", "projects"
"""The keys of the sections that belong to no clause."""


@dataclass(frozen=True)
class ReportSection:
    """A part of a composed report: its opening, the text that people wrote, and what was composed
    from records.
    """

    key: str
    title: str
    level: int
    opening: list[Node] = field(default_factory=list)
    written: list[Node] = field(default_factory=list)
    composed: list[Node] = field(default_factory=list)
    figures: Figures = ()
    mark: str = ""
    review: str = ""
    verb: str = ""
    """The part of the title that is printed in italics, by the custom of resolutions."""

    @property
    def rest(self) -> str:
        return self.title.removeprefix(self.verb)

    @property
    def is_written(self) -> bool:
        """Whether people write in the section."""
        return bool(self.mark)

    @property
    def blocks(self) -> list[Node]:
        return [*self.opening, *self.written, *self.composed]


@dataclass(frozen=True)
class ReportContent:
    """Everything that is printed, including the figures. It is stored unchanged when the report is
    adopted.
    """

    cover: CoverFacts
    edition: str
    sections: list[ReportSection]
    totals: Figures
    registry: list[ReportedEntry]
    drawings: list[Drawing] = field(default_factory=list)

    @property
    def figures(self) -> dict[str, tuple[str, Figures]]:
        """The title and the figures of each section that has any, by its key."""
        return {
            section.key: (section.title, section.figures)
            for section in self.sections
            if section.figures
        }

    def section(self, key: str) -> ReportSection | None:
        return next((section for section in self.sections if section.key == key), None)

    def __iter__(self) -> Iterator[ReportSection]:
        return iter(self.sections)
