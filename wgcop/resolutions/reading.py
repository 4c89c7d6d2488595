"""Reads the text of an edition for pages: plain rows in reading order, without loading models."""

from dataclasses import dataclass
from functools import cache
from itertools import groupby

from sqlalchemy import Executable, Integer, bindparam, select

from wgcop.database import db
from wgcop.resolutions.models import Clause, Section, SectionKind, Wording


@dataclass(frozen=True)
class ReadClause:
    """A clause as the edition words it."""

    id: int
    wid: str
    wording_id: int
    depth: int
    label: str
    citation: str
    text: str

    @property
    def topic(self) -> str:
        return f"clause:{self.wid}"

    @property
    def anchor(self) -> str:
        return self.wid.partition(".")[2]

    @property
    def place(self) -> str:
        return f"/clauses/{self.wid}#{self.anchor}"


@dataclass(frozen=True)
class ReadSection:
    id: int
    kind: SectionKind
    heading: str
    intro: str
    clauses: tuple[ReadClause, ...]


@dataclass(frozen=True)
class ReadText:
    sections: tuple[ReadSection, ...] = ()

    @property
    def clauses(self) -> list[ReadClause]:
        return [clause for section in self.sections for clause in section.clauses]


def text_of(edition_id: int) -> ReadText:
    """Return the text of an edition, in one SQL statement."""
    rows = db.session.execute(_text_of(), {"edition": edition_id})
    sections = []
    for of_section, clauses in groupby(rows, key=lambda row: row[:4]):
        worded = (row[4:] for row in clauses)
        read = tuple(ReadClause(*row) for row in worded if row[0] is not None)
        key, kind, heading, intro = of_section
        sections.append(ReadSection(key, kind, heading, intro, read))
    return ReadText(tuple(sections))


@cache
def _text_of() -> Executable:
    return (
        select(
            Section.id,
            Section.kind,
            Section.heading,
            Section.intro,
            Clause.id,
            Clause.wid,
            Wording.id,
            Wording.depth,
            Wording.label,
            Wording.citation,
            Wording.text,
        )
        .select_from(Section)
        .outerjoin(Wording, Wording.section_id == Section.id)
        .outerjoin(Clause, Clause.id == Wording.clause_id)
        .where(Section.edition_id == bindparam("edition", type_=Integer))
        .order_by(Section.position, Section.id, Wording.position)
    )
