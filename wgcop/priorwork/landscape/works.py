"""What exists already for a clause, a paper or a topic: what is said to be about it first, then by level and body."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from wgcop.bodies.levels import Level
from wgcop.search.engines.protocol import Engine, Hit, IndexIncomplete, Results
from wgcop.search.page.queries import SearchReader
from wgcop.search.question.parsing import parse
from wgcop.search.question.query import Order, Query

KINDS = ("document", "initiative", "contribution", "resolution", "clause")
"""What counts as work. What people say of a clause is talk: it is counted, and read where it stands."""
COMMENT = "comment"
LEVELS = (Level.INTERNATIONAL, Level.REGIONAL, Level.NATIONAL, "")

MOST = 300
NEAREST = 60
NEAR = 0.6
"""Of the score of the nearest; what has less shares little more than common words."""
LEAST = 1 / 8
"""Of what the text itself scores; where all have less, nothing of it exists elsewhere."""

# A letter or a short number alone tells nothing.
_WORD = re.compile(r"[^\W\d_]\w+|\d{3,}")


@dataclass(frozen=True, slots=True)
class LandscapeSubject:
    """What the landscape is of: the words of a thing with the clauses that it is about, or a typed question."""

    title: str
    text: str
    shown: str = ""
    """What stands under the title: the clause itself."""
    language: str = ""
    url: str = ""
    clauses: tuple[str, ...] = ()
    own: str = ""
    """The id of its own record, which is no news to it."""
    question: Query | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """Something that exists, with the passage that is nearest to what was asked."""

    hit: Hit
    is_tagged: bool
    """Somebody has said that it is about the clause; otherwise its words say so."""

    @property
    def level(self) -> str:
        return self.hit.level if self.hit.level in LEVELS else ""

    @property
    def body(self) -> str:
        return self.hit.body or self.hit.source

    @property
    def age(self) -> tuple[datetime | int, ...]:
        """The newer the greater; a date within a year is newer than the year alone."""
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
    asked: LandscapeSubject
    made: datetime
    among: int
    """How many records it was looked for in: those that the reader may see."""
    works: tuple[Work, ...]
    comments: int = 0
    left_out: int = 0
    """Found, but beyond what one page holds."""
    is_loose: bool = False
    """Nothing holds all words that were typed; these hold some."""

    @cached_property
    def declared(self) -> tuple[BodyWorks, ...]:
        """What is said to be about the clause, at whatever level; the body with the newest work first."""
        return tuple(_by_body(work for work in self.works if work.is_tagged))

    @cached_property
    def levels(self) -> tuple[LevelWorks, ...]:
        """The others: each level with its bodies, the one with the newest work first."""
        others = [work for work in self.works if not work.is_tagged]
        return tuple(
            LevelWorks(level, len(found), tuple(_by_body(found)))
            for level in LEVELS
            if (found := [work for work in others if work.level == level])
        )

    @property
    def tagged(self) -> int:
        return sum(len(body.works) for body in self.declared)

    @property
    def kinds(self) -> dict[str, int]:
        counts = Counter(work.hit.kind for work in self.works)
        return {kind: counts[kind] for kind in KINDS if counts[kind]}


def landscape(
    engine: Engine, asked: LandscapeSubject, reader: SearchReader, *, made: datetime
) -> Landscape:
    """Only what the reader may read, neither shown nor counted otherwise."""
    tagged = _tagged(engine, asked, reader)
    is_loose = False
    if asked.question is None:
        found = _near(engine, asked, reader, (hit.id for hit in tagged.hits))
    else:
        found, is_loose = _answers(engine, asked.question)
    # Where both know a work, the passage found by the words is the one to show.
    hits = {hit.id: hit for hit in (*tagged.hits, *found.hits) if hit.id != asked.own}
    by_tag = {hit.id for hit in tagged.hits}
    library = engine.search(Query(audiences=reader.audiences, size=1))
    if library.filling:
        raise IndexIncomplete
    return Landscape(
        asked=asked,
        made=made,
        among=library.total,
        works=tuple(Work(hit, is_tagged=hit.id in by_tag) for hit in hits.values()),
        comments=tagged.facets.get("kind", {}).get(COMMENT, 0),
        left_out=sum(results.total - len(results.hits) for results in (tagged, found)),
        is_loose=is_loose,
    )


def _tagged(engine: Engine, asked: LandscapeSubject, reader: SearchReader) -> Results:
    if not asked.clauses:
        return Results(total=0)
    return engine.search(
        Query(
            audiences=reader.audiences,
            chosen={"clause": asked.clauses, "kind": KINDS},
            order=Order.DATE,
            size=MOST,
        )
    )


def _near(
    engine: Engine, asked: LandscapeSubject, reader: SearchReader, tagged: Iterable[str]
) -> Results:
    """The nearest by all words of the text, and the passages in which they and the tagged ones are so."""
    nearest = engine.similar(
        asked.text,
        language=asked.language,
        audiences=reader.audiences,
        kinds=KINDS,
        limit=NEAREST,
    )
    least = _near_enough(nearest, asked.own)
    ids = {hit.id for hit in nearest if hit.score >= least}
    words = " ".join(_WORD.findall(asked.text)).lower()
    return engine.search(
        parse(
            words,
            audiences=reader.audiences,
            chosen={"kind": KINDS},
            language=reader.language,
            among=frozenset(ids.union(tagged)),
            size=MOST,
        )
    )


def _near_enough(nearest: Sequence[Hit], own: str) -> float:
    """One or two may be the very text again: they are no measure for the others."""
    others = [hit.score for hit in nearest if hit.id != own]
    itself = max((hit.score for hit in nearest if hit.id == own), default=0.0)
    return max(NEAR * others[:3][-1], LEAST * itself) if others else 0.0


def _answers(engine: Engine, question: Query) -> tuple[Results, bool]:
    """What holds every word; where nothing does, what holds some."""
    question = replace(question, chosen={**question.chosen, "kind": KINDS}, size=MOST)
    strict = engine.search(replace(question, required=(*question.required, *question.words)))
    if strict.total or len(question.words) < 2:
        return strict, False
    return engine.search(question), True


def _by_body(works: Iterable[Work]) -> Iterator[BodyWorks]:
    bodies: dict[str, list[Work]] = {}
    for work in sorted(works, key=lambda work: work.age, reverse=True):
        bodies.setdefault(work.body, []).append(work)
    for body, found in bodies.items():
        yield BodyWorks(body, tuple(found))
