"""What a report on implementation tells, as plain values between the tables and the report (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wgcop.implementation.reports.entries import EntriesNamed, EntriesPlace
from wgcop.implementation.reports.figures import Figures
from wgcop.paper import Node

HERE = "https://workspace.invalid"
"""Stands for the address of the workspace in links of a report, since that can change and a frozen copy cannot."""


@dataclass(frozen=True)
class CitedThing:
    """`url` is a path of the workspace, or an address outside it."""

    title: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class ActionLine:
    """`state` is in words; `said` says who said so and when."""

    text: str
    asked: str
    lead: str = ""
    due: str = ""
    state: str = ""
    said: str = ""
    outputs: str = ""
    """What came of it."""


@dataclass(frozen=True)
class ReportedReply:
    """How many answered in these words, which are neutral: *no information received*. Nobody is named."""

    words: str
    number: int


@dataclass(frozen=True)
class ReportedEntry:
    """An entry of the registry. `regions` are the values of its ITU-D regions; without one it is worldwide."""

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
    """What people wrote in a section. `mark` says how it stands to the report before."""

    key: str
    text: str
    mark: str = ""
    review: str = ""


@dataclass(frozen=True)
class ReportedClause:
    """`heading` is that of the section of the resolution in which the clause stands."""

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
    """Whether it invites members, who can be asked what they did."""


@dataclass(frozen=True)
class Drawing:
    """A picture of the coverage. `rows` say in words and numbers all that it shows."""

    key: str
    title: str
    alt: str
    svg: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""
    """What stands below it: where its shapes come from."""


@dataclass(frozen=True)
class CoverFacts:
    """What the secretariat types for the cover. `conference` and `place_and_dates` may be empty."""

    title: str
    conference: str
    place_and_dates: str
    number: str
    revision: int
    date: str
    language: str
    source: str
    priority_area: str
    summary: str
    expected_results: str
    action_required: str
    references: str
    contact: str


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
    before: str = ""
    """The report that this one continues, by its name."""

    def written(self, key: str) -> SectionWords:
        return self.words.get(key, SectionWords(key, ""))


SUMMARY, PROJECTS = "summary", "projects"
"""The keys of the sections that belong to no clause."""


@dataclass(frozen=True)
class ReportSection:
    """A part of a composed report: what opens it, the words that people wrote, and what was composed of records."""

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
    """The part of the title that the field prints in italics."""

    @property
    def rest(self) -> str:
        return self.title.removeprefix(self.verb)

    @property
    def is_written(self) -> bool:
        """Whether people write in it."""
        return bool(self.mark)

    @property
    def blocks(self) -> list[Node]:
        return [*self.opening, *self.written, *self.composed]


@dataclass(frozen=True)
class ReportContent:
    """All that is printed, and the figures in it. It is stored as it is when the report is adopted."""

    cover: CoverFacts
    edition: str
    sections: list[ReportSection]
    totals: Figures
    registry: list[ReportedEntry]
    drawings: list[Drawing] = field(default_factory=list)

    @property
    def figures(self) -> dict[str, tuple[str, Figures]]:
        """Of each section that has any, by its key, with its title."""
        return {each.key: (each.title, each.figures) for each in self.sections if each.figures}

    def section(self, key: str) -> ReportSection | None:
        return next((each for each in self.sections if each.key == key), None)

    def __iter__(self) -> Iterator[ReportSection]:
        return iter(self.sections)
