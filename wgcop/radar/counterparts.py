"""Finds the likely counterparts of a text in other languages, among the works that the reader may see.

Only works that all members may read are compared, so that a draft never influences another person's answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from flask import Flask, current_app
from sqlalchemy import LargeBinary, String, delete, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from wgcop.database import Base
from wgcop.radar.comparers import Comparer, Method, comparer
from wgcop.search.followers import Follower, Records, Update
from wgcop.search.question.query import Query
from wgcop.search.records import Record, works
from wgcop.search_engines.protocol import Engine, Hit

SHORTEST = 200
"""The least length of a text in characters. In a shorter one, a translation cannot be told from
another text on the subject.
"""
MOST_NEAR = 20
"""The number of nearest works of each language that are considered."""

OVERLAP = 200
"""The number of rows that are read again, because a lower number may be committed after a higher
one.
"""

EXTENSION = "search_counterparts"


class TextPrint(Base):
    """The print of a record, for comparison with texts in other languages. A changed record gets a new row."""

    __tablename__ = "text_print"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(String(200), index=True)
    language: Mapped[str] = mapped_column(String(20))
    method: Mapped[Method]
    printed: Mapped[bytes] = mapped_column(LargeBinary)


@dataclass(frozen=True, slots=True)
class Counterpart:
    work: Hit
    score: float
    """The cosine of the two prints. Scores of different methods cannot be compared."""
    method: Method


def init_app(app: Flask) -> None:
    app.extensions[EXTENSION] = PrintCache()


class CounterpartFollower(Follower):
    def prepare(self, records: Records) -> Update:
        """Compute the prints, which takes about 20 milliseconds for each record."""
        return _PrintsUpdate(records, prints_of(records))

    def outdated_kinds(self, session: Session) -> frozenset[str]:
        """Return all works if some prints were made by another method, as after installing the
        extra.
        """
        other = exists().where(TextPrint.method != comparer().method)
        return works() if session.scalar(select(other)) else frozenset()


class _PrintsUpdate(Update):
    def __init__(self, ids: Iterable[str], prints: list[TextPrint]) -> None:
        self._ids = ids
        self._prints = prints

    def store(self, session: Session) -> None:
        replace_prints(session, self._ids, self._prints)


def prints_of(records: Records) -> list[TextPrint]:
    comparing = comparer()
    return [
        TextPrint(
            record_id=record.id,
            language=record.language,
            method=comparing.method,
            printed=comparing.print_of(whole(record.title, record.text)),
        )
        for record in records.values()
        if record is not None and is_compared(record)
    ]


def replace_prints(session: Session, ids: Iterable[str], prints: Iterable[TextPrint]) -> None:
    session.execute(delete(TextPrint).where(TextPrint.record_id.in_(list(ids))))
    session.add_all(prints)


def is_compared(record: Record) -> bool:
    return (
        record.kind in works()
        and not record.audience.isdisjoint(("public", "members"))
        and len(whole(record.title, record.text)) >= SHORTEST
    )


def whole(title: str, text: str) -> str:
    return f"{title}\n{text}"


def find(
    session: Session,
    engine: Engine,
    *,
    text: str,
    language: str,
    audiences: frozenset[str],
    besides: str = "",
) -> list[Counterpart]:
    """Return at most one counterpart for each other language, the likeliest first. `text` begins
    with the title.
    """
    if len(text) < SHORTEST:
        return []
    comparing = comparer()
    prints: PrintCache = current_app.extensions[EXTENSION]
    printed = comparing.print_of(text)
    near = prints.nearest(session, comparing, printed, without=frozenset({language}))
    near.pop(besides, None)
    hits = engine.search(
        Query(audiences=audiences, among=frozenset(near), size=max(len(near), 1))
    ).hits
    by_language: dict[str, list[Hit]] = {}
    for hit in sorted(hits, key=lambda hit: -near[hit.id]):
        by_language.setdefault(hit.language, []).append(hit)
    likely = [
        Counterpart(best, round(near[best.id], 3), comparing.method)
        for best, *others in by_language.values()
        if comparing.stands_out(near[best.id], near[others[0].id] if others else 0.0)
    ]
    return sorted(likely, key=lambda counterpart: -counterpart.score)


class PrintCache:
    """The prints of all records in memory: one kilobyte each by meaning, about four by letters."""

    def __init__(self) -> None:
        self._lock = Lock()  # one thread at a time adds new prints and lists them
        self._last = 0
        self._prints: dict[str, tuple[str, bytes]] = {}

    def nearest(
        self, session: Session, comparing: Comparer, printed: bytes, *, without: frozenset[str]
    ) -> dict[str, float]:
        """Return the nearest records of each language except those in `without`, with their scores."""
        with self._lock:
            self._catch_up(session, comparing.method)
            others = {
                record_id: (language, other)
                for record_id, (language, other) in self._prints.items()
                if language not in without
            }
        if not others:
            return {}
        scores = comparing.scores(printed, [other for _, other in others.values()])
        ranked = sorted(
            ((float(score), record_id) for score, record_id in zip(scores, others, strict=True)),
            reverse=True,
        )
        counts: dict[str, int] = {}
        near: dict[str, float] = {}
        for score, record_id in ranked:
            language = others[record_id][0]
            counts[language] = counts.get(language, 0) + 1
            if counts[language] <= MOST_NEAR:
                near[record_id] = score
        return near

    def _catch_up(self, session: Session, method: Method) -> None:
        """Read new prints. Those of deleted records stay in memory; the engine does not return
        these records.
        """
        rows = session.execute(
            select(TextPrint.id, TextPrint.record_id, TextPrint.language, TextPrint.printed)
            .where(TextPrint.id > self._last - OVERLAP, TextPrint.method == method)
            .order_by(TextPrint.id)
        )
        for number, record_id, language, printed in rows:
            self._last = max(self._last, number)
            self._prints[record_id] = (language, printed)
