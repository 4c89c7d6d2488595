"""Reads the text of an edition for pages: plain rows in reading order, without loading models."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from sqlalchemy import Executable, bindparam, select

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
    return texts_of([edition_id])[edition_id]


def texts_of(edition_ids: Iterable[int]) -> Mapping[int, ReadText]:
    """Return the texts of editions by their ids, in one SQL statement."""
    ids = list(edition_ids)
    rows = db.session.execute(_texts_of(), {"editions": ids})
    sections: dict[int, list[ReadSection]] = defaultdict(list)
    for of_section, clauses in groupby(rows, key=lambda row: row[:5]):
        worded = (row[5:] for row in clauses)
        read = tuple(ReadClause(*row) for row in worded if row[0] is not None)
        edition_id, key, kind, heading, intro = of_section
        sections[edition_id].append(ReadSection(key, kind, heading, intro, read))
    return {key: ReadText(tuple(sections[key])) for key in ids}


@cache
def _texts_of() -> Executable:
    return (
        select(
            Section.edition_id,
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
        .where(Section.edition_id.in_(bindparam("editions", expanding=True)))
        .order_by(Section.edition_id, Section.position, Section.id, Wording.position)
    )
