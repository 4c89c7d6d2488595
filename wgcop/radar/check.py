"""One look by the radar: what exists already of what somebody drafts, as far as they may read it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from sqlalchemy.orm import Session

from wgcop.radar import shingle_store
from wgcop.radar.counterparts import Counterpart
from wgcop.radar.matching import overlap
from wgcop.radar.matching.overlap import Finding
from wgcop.radar.matching.passages import Passage, Piece, shared_passages
from wgcop.radar.shingle_counts import ShingleCounts
from wgcop.search import records
from wgcop.search.engines import hits
from wgcop.search.engines.protocol import Engine, Hit
from wgcop.search.records import Record

LONGEST = 200_000
"""Characters of a draft that are looked at."""
CANDIDATES = 20
MOST_OF_TOPIC = 5
SHOWN = 600
"""Characters of a passage that are shown; a law that was pasted is one passage from its first word to its last."""
LEAST_OF_TOPIC = 0.5
"""Of the best candidate's score; what ranks lower has only some words in common."""


class Stretch(NamedTuple):
    text: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage as it stands in the draft and in what was found."""

    draft: tuple[Stretch, ...]
    found: tuple[Stretch, ...]
    words: int
    """How many words agree."""
    start: int
    """Where it begins in what was found."""

    @property
    def draft_text(self) -> str:
        return "".join(stretch.text for stretch in self.draft)

    @property
    def found_text(self) -> str:
        return "".join(stretch.text for stretch in self.found)

    @property
    def is_long(self) -> bool:
        return max(len(self.draft_text), len(self.found_text)) > SHOWN

    @property
    def beginnings(self) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
        """As much of both sides as one reads to judge."""
        return tuple(_beginning(self.draft)), tuple(_beginning(self.found))


@dataclass(frozen=True, slots=True)
class Found:
    hit: Hit
    score: float
    """How much of the draft stands in it."""
    finding: Finding
    excerpts: tuple[Excerpt, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    length: int
    """Words of the draft."""
    found: tuple[Found, ...] = ()
    """The highest score first."""
    counterparts: tuple[Counterpart, ...] = ()
    """What is probably the same text in another language."""

    @property
    def says_something(self) -> bool:
        return bool(self.alerts or self.counterparts or self.same_topic)

    @property
    def is_short(self) -> bool:
        return self.length < overlap.LEAST_WORDS

    @property
    def alerts(self) -> tuple[Found, ...]:
        return tuple(found for found in self.found if found.finding.is_alert)

    @property
    def same_topic(self) -> tuple[Found, ...]:
        """A few that come near, though they share no passages."""
        others = [found for found in self.found if not found.finding.is_alert and found.score > 0]
        least = LEAST_OF_TOPIC * max((found.hit.score for found in self.found), default=0)
        near = (found for found in others if found.hit.score >= least)
        return tuple(sorted(near, key=lambda found: -found.hit.score)[:MOST_OF_TOPIC])


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
        """Every candidate with its score; `besides` is the id of the draft's own record."""
        text = text[:LONGEST]
        words = overlap.texts(text)
        length, draft = len(words), np.unique(overlap.sequence(words))
        if not len(draft):
            return Check(length)
        near = self._candidates(text, language, audiences, besides)
        kept = shingle_store.shingles_of(self._session, near)
        weights = self._counts.weigh(draft)
        scores = {
            record_id: overlap.containment(draft, weights, shingles)
            for record_id, shingles in kept.items()
        }
        found = [
            Found(near[record_id], score, overlap.finding(score, length))
            for record_id, score in scores.items()
        ]
        found.sort(key=lambda each: (-each.score, -each.hit.score, each.hit.id))
        return Check(length, tuple(found))

    def with_excerpts(self, check: Check, text: str, *, audiences: frozenset[str]) -> Check:
        """The evidence for what is more than the same topic, and may still be read."""
        text = text[:LONGEST]
        rows = records.load(self._session, [found.hit.id for found in check.alerts])
        readable = {
            record_id: record
            for record_id, row in rows.items()
            if (record := row.search_record()) and not record.audience.isdisjoint(audiences)
        }
        return replace(
            check,
            found=tuple(
                with_evidence(found, text, readable[found.hit.id])
                if found.finding.is_alert
                else found
                for found in check.found
                if not found.finding.is_alert or found.hit.id in readable
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


def with_evidence(found: Found, draft: str, record: Record) -> Found:
    """Its passages, and the address that opens at the first of them."""
    shared = excerpts(draft, record.text)
    place, url = hits.opened_at(
        shared[0].start if shared else None,
        record.url,
        hits.written(record)["passages"],
        is_long=hits.is_long(record.kind, record.text),
    )
    return replace(found, excerpts=shared, hit=replace(found.hit, url=url, place=place))


def excerpts(draft: str, found: str) -> tuple[Excerpt, ...]:
    return tuple(excerpt(passage, draft, found) for passage in shared_passages(draft, found))


def excerpt(passage: Passage, draft: str, found: str) -> Excerpt:
    def stretches(pieces: tuple[Piece, ...], text: str) -> tuple[Stretch, ...]:
        return tuple(Stretch(text[piece.start : piece.end], piece.is_shared) for piece in pieces)

    return Excerpt(
        stretches(passage.draft, draft),
        stretches(passage.found, found),
        passage.words,
        passage.found[0].start,
    )


def _beginning(stretches: tuple[Stretch, ...]) -> Iterator[Stretch]:
    room = SHOWN
    for stretch in stretches:
        if len(stretch.text) > room:
            cut = stretch.text[:room]
            yield stretch._replace(text=cut.rsplit(maxsplit=1)[0] if " " in cut.strip() else cut)
            return
        yield stretch
        room -= len(stretch.text)
