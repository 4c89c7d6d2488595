"""Gathers existing work on a clause, a paper or a topic: first the works that it builds on and
those tagged with the clause, then by level and body.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from wgcop.bodies.levels import Level
from wgcop.search.question.parsing import parse
from wgcop.search.question.query import Order, Query
from wgcop.search_engines.protocol import Engine, Hit, IndexIncomplete, Results
from wgcop.search_page.asking import SearchReader

KINDS = ("document", "initiative", "contribution", "resolution", "clause")
"""The kinds of records that count as work. Comments are only counted."""
COMMENT = "comment"
LEVELS = (Level.INTERNATIONAL, Level.REGIONAL, Level.NATIONAL, "")

MOST = 300
NEAREST = 60
NEAR = 0.6
"""The share of the third-best score below which a record has little more than common words in
common with the subject.
"""
LEAST = 1 / 8
"""The share of the text's own score below which a record is not near. If everything is below it,
there is nothing similar elsewhere.
"""

# Single letters and short numbers say nothing about a text.
_WORD = re.compile(r"[^\W\d_]\w+|\d{3,}")


@dataclass(frozen=True, slots=True)
class LandscapeSubject:
    """The subject of a landscape: a text with its clauses, or a typed question."""

    title: str
    text: str
    excerpt: str = ""
    """The clause itself, shown under the title."""
    language: str = ""
    url: str = ""
    clauses: tuple[str, ...] = ()
    builds_on: tuple[str, ...] = ()
    """The ids of the records that the subject declares to build on, to complement or to replace."""
    own: str = ""
    """The id of the subject's own record, which is left out of the landscape."""
    question: Query | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A work, with the passage that is nearest to the subject."""

    hit: Hit
    is_tagged: bool
    """Whether the work is tagged with the subject's clause; otherwise only its words are near."""
    is_built_on: bool = False
    """Whether the subject itself declares how it relates to the work."""
    weight: float = 0.0
    """The score of the work: how near it is to the subject."""
    is_far: bool = False
    """Whether the work is tagged with the same clause, but has hardly any significant word of the
    subject.
    """

    @property
    def level(self) -> str:
        return self.hit.level if self.hit.level in LEVELS else ""

    @property
    def body(self) -> str:
        return self.hit.body or self.hit.source

    @property
    def age(self) -> tuple[datetime | int, ...]:
        """A key that is greater for newer works. A full date is newer than its year."""
        moment = self.hit.date
        if moment is None:
            return (self.hit.year or 0,)
        return (moment.year, moment.month, moment.day)


@dataclass(frozen=True, slots=True)
class BodyWorks:
    body: str
    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class LevelWorks:
    level: str
    count: int
    bodies: tuple[BodyWorks, ...]


@dataclass(frozen=True)
class Landscape:
    subject: LandscapeSubject
    made_at: datetime
    among: int
    """The number of records searched: those that the reader may see."""
    works: tuple[Work, ...]
    comments: int = 0
    left_out: int = 0
    """The number of works that do not fit on one page."""
    is_loose: bool = False
    """Whether no work has all typed words, so that these have some of them."""

    @cached_property
    def built_on(self) -> tuple[BodyWorks, ...]:
        """Works that the subject declares to build on; they come before everything else."""
        return tuple(_by_body(work for work in self.works if work.is_built_on))

    @cached_property
    def declared(self) -> tuple[BodyWorks, ...]:
        """Other works tagged with the clause, at all levels; the body with the nearest work comes
        first.
        """
        return tuple(_by_body(work for work in self._only_tagged if not work.is_far))

    @cached_property
    def far(self) -> tuple[BodyWorks, ...]:
        """Works tagged with the clause that share hardly any significant words with the subject:
        they come last, collapsed, under a heading of their own.
        """
        return tuple(_by_body(work for work in self._only_tagged if work.is_far))

    @property
    def _only_tagged(self) -> list[Work]:
        return [work for work in self.works if work.is_tagged and not work.is_built_on]

    @cached_property
    def levels(self) -> tuple[LevelWorks, ...]:
        """All other works, by level; within a level, the body with the nearest work comes first."""
        others = [work for work in self.works if not (work.is_tagged or work.is_built_on)]
        return tuple(
            LevelWorks(level, len(works), tuple(_by_body(works)))
            for level in LEVELS
            if (works := [work for work in others if work.level == level])
        )

    @property
    def declared_count(self) -> int:
        return sum(len(body.works) for body in self.built_on)

    @property
    def tagged(self) -> int:
        return len(self._only_tagged)

    @property
    def far_count(self) -> int:
        return sum(len(body.works) for body in self.far)

    @property
    def kinds(self) -> dict[str, int]:
        counts = Counter(work.hit.kind for work in self.works)
        return {kind: counts[kind] for kind in KINDS if counts[kind]}


def landscape(
    engine: Engine, subject: LandscapeSubject, reader: SearchReader, *, made_at: datetime
) -> Landscape:
    """Gather the landscape of a subject. Only works that the reader may read are shown or counted.
    Raise IndexIncomplete while the index is being filled.
    """
    tagged = _tagged(engine, subject, reader)
    is_loose = False
    weights: dict[str, float] = {}
    least = 0.0
    if subject.question is None:
        others = [*(hit.id for hit in tagged.hits), *subject.builds_on]
        near, weights, least = _near(engine, subject, reader, others)
    else:
        near, is_loose = _answers(engine, subject.question)
        weights = {hit.id: hit.score for hit in near.hits}
    # For a work found in several ways, show the passage that was found by its words.
    found = (*_built_on(engine, subject, reader).hits, *tagged.hits, *near.hits)
    hits = {hit.id: hit for hit in found if hit.id != subject.own}
    by_tag = {hit.id for hit in tagged.hits}
    library = engine.search(Query(audiences=reader.audiences, size=1))
    if library.filling:
        raise IndexIncomplete
    return Landscape(
        subject=subject,
        made_at=made_at,
        among=library.total,
        works=tuple(
            Work(
                hit,
                is_tagged=hit.id in by_tag,
                is_built_on=hit.id in subject.builds_on,
                weight=weights.get(hit.id, 0.0),
                is_far=hit.id in by_tag and weights.get(hit.id, 0.0) < least,
            )
            for hit in hits.values()
        ),
        comments=tagged.facets.get("kind", {}).get(COMMENT, 0),
        left_out=sum(results.total - len(results.hits) for results in (tagged, near)),
        is_loose=is_loose,
    )


def _tagged(engine: Engine, subject: LandscapeSubject, reader: SearchReader) -> Results:
    if not subject.clauses:
        return Results(total=0)
    return engine.search(
        Query(
            audiences=reader.audiences,
            chosen={"clause": subject.clauses, "kind": KINDS},
            order=Order.DATE,
            size=MOST,
        )
    )


def _built_on(engine: Engine, subject: LandscapeSubject, reader: SearchReader) -> Results:
    """Return the works that the subject declares to build on. They may share no word with it, as
    those in another language.
    """
    if not subject.builds_on:
        return Results(total=0)
    among = frozenset(subject.builds_on)
    return engine.search(
        Query(audiences=reader.audiences, chosen={"kind": KINDS}, among=among, size=MOST)
    )


def _near(
    engine: Engine, subject: LandscapeSubject, reader: SearchReader, others: Iterable[str]
) -> tuple[Results, dict[str, float], float]:
    """Return the nearest passages of near works and of `others`, the score of each near work by its
    id, and the least score that is near enough.
    """
    nearest = engine.similar(
        subject.text,
        language=subject.language,
        audiences=reader.audiences,
        kinds=KINDS,
        limit=NEAREST,
    )
    least = _near_enough(nearest, subject.own)
    weights = {hit.id: hit.score for hit in nearest}
    ids = {hit.id for hit in nearest if hit.score >= least}
    words = " ".join(_WORD.findall(subject.text)).lower()
    passages = engine.search(
        parse(
            words,
            audiences=reader.audiences,
            chosen={"kind": KINDS},
            language=reader.language,
            among=frozenset(ids.union(others)),
            size=MOST,
            understands=False,
        )
    )
    return passages, weights, least


def _near_enough(nearest: Sequence[Hit], own: str) -> float:
    """Return the lowest score that is near enough. The best two may be copies of the text, so the
    third is the measure.
    """
    others = [hit.score for hit in nearest if hit.id != own]
    itself = max((hit.score for hit in nearest if hit.id == own), default=0.0)
    return max(NEAR * others[:3][-1], LEAST * itself) if others else 0.0


def _answers(engine: Engine, question: Query) -> tuple[Results, bool]:
    """Return works with every word of the question; if there are no such works, works with some of
    them, and True.
    """
    question = replace(question, chosen={**question.chosen, "kind": KINDS}, size=MOST)
    strict = engine.search(replace(question, required=(*question.required, *question.words)))
    if strict.total or len(question.words) < 2:
        return strict, False
    return engine.search(question), True


def _by_body(works: Iterable[Work]) -> Iterator[BodyWorks]:
    bodies: dict[str, list[Work]] = {}
    for work in sorted(works, key=lambda work: (work.weight, work.age), reverse=True):
        bodies.setdefault(work.body, []).append(work)
    for body, of_body in bodies.items():
        yield BodyWorks(body, tuple(of_body))
