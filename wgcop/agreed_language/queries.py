"""Looks for formulations in the adopted texts that a reader may see: clauses of all editions of
resolutions, and recommendations in prior work.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop.agreed_language.closeness import ClosePassage, closest
from wgcop.database import db
from wgcop.languages.guessing import guess
from wgcop.meaning import cited_resolutions
from wgcop.priorwork.kinds import WorkKind
from wgcop.priorwork.models import Document
from wgcop.resolutions.models import Edition, Resolution, Wording
from wgcop.search import records
from wgcop.search.records import Record
from wgcop.search_engines.choice import current_engine

ADOPTED = frozenset({"clause", "document"})
"""The kinds of records among which adopted texts are."""
_MOST_RECORDS = 60
MOST_SHOWN = 20


@dataclass(frozen=True)
class AdoptedUse:
    """A text that has a formulation."""

    title: str
    url: str
    year: int | None


@dataclass(frozen=True)
class Formulation:
    passage: str
    share: float
    language: str
    uses: tuple[AdoptedUse, ...]
    """The texts that have it in the same words, the latest first."""
    goes_on: bool = False
    """Whether there may be more such texts, which were not looked at."""

    @property
    def is_same(self) -> bool:
        return self.share == 1.0

    @property
    def last_year(self) -> int | None:
        return max((use.year for use in self.uses if use.year), default=None)


@dataclass(frozen=True)
class CitedInWords:
    """An edition that some words cite, and the latest one of its resolution in this workspace."""

    cited: str
    edition: Edition
    latest: Edition

    @property
    def has_newer(self) -> bool:
        return self.edition.year < self.latest.year

    @property
    def resolution(self) -> Resolution:
        return self.latest.resolution


def formulations(words: str, audiences: frozenset[str]) -> list[Formulation]:
    """Return the formulations closest to these words in their language, the closest first."""
    language = guess(words) or "en"
    hits = current_engine().similar(
        words, language=language, audiences=audiences, kinds=ADOPTED, limit=_MOST_RECORDS
    )
    found: dict[str, list[tuple[Record, ClosePassage]]] = {}
    for record in _adopted((hit.id for hit in hits), audiences):
        if record.language == language and (passage := closest(words, record.text)):
            found.setdefault(passage.key, []).append((record, passage))
    goes_on = len(hits) == _MOST_RECORDS
    listed = [_formulation(each, goes_on=goes_on) for each in found.values()]
    listed.sort(key=lambda each: (-each.share, -len(each.uses), -(each.last_year or 0)))
    return listed[:MOST_SHOWN]


def _formulation(found: list[tuple[Record, ClosePassage]], *, goes_on: bool) -> Formulation:
    record, passage = found[0]
    uses = [AdoptedUse(each.title, each.url, each.year) for each, _passage in found]
    uses.sort(key=lambda use: -(use.year or 0))
    return Formulation(passage.passage, passage.share, record.language, tuple(uses), goes_on)


def _adopted(ids: Iterable[str], audiences: frozenset[str]) -> Iterator[Record]:
    """Yield the current records of adopted texts that these audiences may read, the nearest first."""
    nearest = list(ids)
    rows = records.load(db.session, nearest)
    for row in (rows[each] for each in nearest if each in rows):
        if isinstance(row, Wording) or (
            isinstance(row, Document) and row.kind == WorkKind.RECOMMENDATION
        ):
            record = row.search_record()
            if record and not record.audience.isdisjoint(audiences):
                yield record


def outdated_citations(words: str, language: str = "") -> list[CitedInWords]:
    """Return the cited editions that are outdated, each once, in the order of the words. Words that
    cite nothing cause no SQL statement.
    """
    found = citations(words, language)
    return [each for each in found if each.has_newer or each.resolution.is_suppressed]


def topics_cited(words: str, language: str = "") -> list[str]:
    """Return the topics on which pages hear whether the cited resolutions are still in force."""
    return [each.latest.topic for each in citations(words, language)]


def citations(words: str, language: str = "") -> list[CitedInWords]:
    """Return the cited editions of the resolutions in this workspace, also those in force."""
    cited = cited_resolutions(words, language or guess(words) or "en")
    if not cited:
        return []
    rows = db.session.scalars(
        select(Edition)
        .join(Edition.resolution)
        .where(Resolution.number.in_({each.number for each in cited}))
        .options(joinedload(Edition.resolution))
    ).all()
    latest = {each.resolution_id: each for each in sorted(rows, key=attrgetter("year"))}
    by_number: dict[tuple[str, str], list[Edition]] = {}
    for edition in rows:
        number = edition.resolution.kind.value, edition.resolution.number
        by_number.setdefault(number, []).append(edition)
    return [
        CitedInWords(each.words, edition, latest[edition.resolution_id])
        for each in {each.words: each for each in cited}.values()
        for edition in by_number.get((each.kind, each.number), ())
        if each.names(edition.place, edition.year)
    ]
