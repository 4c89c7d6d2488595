"""Checks which earlier works a draft resembles, among those that the drafter may read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy.orm import Session

from wgcop.each_once import each_once
from wgcop.radar import shingle_store
from wgcop.radar.counterparts import Counterpart
from wgcop.radar.matching import overlap
from wgcop.radar.matching.overlap import Finding
from wgcop.radar.matching.passages import PassagePart, SharedPassage, shared_passages
from wgcop.radar.shingle_counts import ShingleCounts
from wgcop.search import records
from wgcop.search.records import Record
from wgcop.search_engines import hits
from wgcop.search_engines.protocol import Engine, Hit

LONGEST = 200_000
"""The number of characters of a draft that are compared."""
CANDIDATES = 20
MOST_OF_TOPIC = 5
EXCERPT_LENGTH = 600
"""The number of a passage's characters that a page shows: a pasted law would be one single passage.
"""
LEAST_OF_TOPIC = 0.5
"""A share of the best candidate's score. Works below it have only a few words in common with the
draft.
"""
LEAST_ALIKE = 0.5
"""The smallest share of the draft's distinctive terms that a work must contain. Some work is always
the nearest, even if none is on the draft's topic. Nearly all related stretches of text reach this
share, and in English some unrelated ones too: a tenth of abstracts, a third of specifications.
`docs/measurements.md` has the counts.
"""


class ExcerptPart(NamedTuple):
    text: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class PassageExcerpt:
    """A shared passage, in the words of the draft and of the other work."""

    draft: tuple[ExcerptPart, ...]
    other: tuple[ExcerptPart, ...]
    words: int
    """The number of words that agree."""
    start: int
    """The position in the other work where the passage begins."""

    @property
    def draft_text(self) -> str:
        return "".join(part.text for part in self.draft)

    @property
    def other_text(self) -> str:
        return "".join(part.text for part in self.other)

    @property
    def is_long(self) -> bool:
        return max(len(self.draft_text), len(self.other_text)) > EXCERPT_LENGTH

    @property
    def beginnings(self) -> tuple[tuple[ExcerptPart, ...], tuple[ExcerptPart, ...]]:
        """The beginnings of both texts, long enough for a judgement."""
        return tuple(_beginning(self.draft)), tuple(_beginning(self.other))


@dataclass(frozen=True, slots=True)
class RadarHit:
    work: Hit
    """The earlier work, as search shows it."""
    score: float
    """The share of the draft that the work contains, between 0 and 1."""
    finding: Finding
    excerpts: tuple[PassageExcerpt, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    length: int
    """The number of words in the draft."""
    hits: tuple[RadarHit, ...] = ()
    """The hits, the highest score first."""
    counterparts: tuple[Counterpart, ...] = ()
    """Works that are probably the same text in other languages."""

    @property
    def says_something(self) -> bool:
        return bool(self.alerts or self.counterparts or self.same_topic)

    @property
    def is_short(self) -> bool:
        return self.length < overlap.LEAST_WORDS

    @property
    def alerts(self) -> tuple[RadarHit, ...]:
        return tuple(hit for hit in self.hits if hit.finding.is_alert)

    @property
    def same_topic(self) -> tuple[RadarHit, ...]:
        """A few works on the same topic that share no passages with the draft. There may be none."""
        others = [hit for hit in self.hits if not hit.finding.is_alert and hit.score > 0]
        least = LEAST_OF_TOPIC * max((hit.work.score for hit in self.hits), default=0)
        near = (hit for hit in others if hit.work.score >= least and hit.work.alike >= LEAST_ALIKE)
        return tuple(sorted(near, key=lambda hit: -hit.work.score)[:MOST_OF_TOPIC])


class Radar:
    def __init__(self, engine: Engine, session: Session, counts: ShingleCounts) -> None:
        self._engine = engine
        self._session = session
        self._counts = counts

    def check(
        self,
        text: str,
        *,
        audiences: frozenset[str],
        language: str = "en",
        besides: str = "",
    ) -> Check:
        """Score every candidate. `besides` is the id of the draft's own record, which is left out."""
        text = text[:LONGEST]
        words = overlap.texts(text)
        length, draft = len(words), each_once(overlap.sequence(words))
        if not len(draft):
            return Check(length)
        near = self._candidates(text, language, audiences, besides)
        stored = shingle_store.shingles_of(self._session, near)
        weights = self._counts.weigh(draft)
        scores = {
            record_id: overlap.containment(draft, weights, shingles)
            for record_id, shingles in stored.items()
        }
        hits = [
            RadarHit(near[record_id], score, overlap.finding(score, length))
            for record_id, score in scores.items()
        ]
        hits.sort(key=lambda hit: (-hit.score, -hit.work.score, hit.work.id))
        return Check(length, tuple(hits))

    def with_excerpts(self, check: Check, text: str, *, audiences: frozenset[str]) -> Check:
        """Add the shared passages to the alerts. Works that these audiences may no longer read are
        dropped.
        """
        text = text[:LONGEST]
        rows = records.load(self._session, [hit.work.id for hit in check.alerts])
        readable = {
            record_id: record
            for record_id, row in rows.items()
            if (record := row.search_record()) and not record.audience.isdisjoint(audiences)
        }
        return replace(
            check,
            hits=tuple(
                with_evidence(hit, text, readable[hit.work.id]) if hit.finding.is_alert else hit
                for hit in check.hits
                if not hit.finding.is_alert or hit.work.id in readable
            ),
        )

    def _candidates(
        self, text: str, language: str, audiences: frozenset[str], besides: str
    ) -> dict[str, Hit]:
        near = self._engine.similar(
            text,
            language=language,
            audiences=audiences,
            kinds=records.works(),
            limit=CANDIDATES + 1,
        )
        others = [hit for hit in near if hit.id != besides]
        return {hit.id: hit for hit in others[:CANDIDATES]}


def with_evidence(hit: RadarHit, draft: str, record: Record) -> RadarHit:
    """Add the shared passages to a hit, and the address that opens the work at the first of them."""
    shared = excerpts(draft, record.text)
    place, url = hits.opened_at(
        shared[0].start if shared else None,
        record.url,
        hits.content(record)["passages"],
        is_long=hits.is_long(record.kind, record.text),
    )
    return replace(hit, excerpts=shared, work=hit.work._replace(url=url, place=place))


def excerpts(draft: str, other: str) -> tuple[PassageExcerpt, ...]:
    return tuple(excerpt(passage, draft, other) for passage in shared_passages(draft, other))


def excerpt(passage: SharedPassage, draft: str, other: str) -> PassageExcerpt:
    def parts(passage_parts: tuple[PassagePart, ...], text: str) -> tuple[ExcerptPart, ...]:
        return tuple(
            ExcerptPart(text[part.start : part.end], part.is_shared) for part in passage_parts
        )

    return PassageExcerpt(
        parts(passage.draft, draft),
        parts(passage.other, other),
        passage.words,
        passage.other[0].start,
    )


def _beginning(parts: tuple[ExcerptPart, ...]) -> Iterator[ExcerptPart]:
    room = EXCERPT_LENGTH
    for part in parts:
        if len(part.text) > room:
            cut = part.text[:room]
            yield part._replace(text=cut.rsplit(maxsplit=1)[0] if " " in cut.strip() else cut)
            return
        yield part
        room -= len(part.text)
