"""Checks the search index, and everything else that is derived from rows, against the rows."""

from collections.abc import Iterable, Iterator
from itertools import islice
from random import SystemRandom
from typing import Any

from sqlalchemy import select

from wgcop.database import db, writing
from wgcop.health.diagnosis import Diagnosis, fault, mended, ok, warning
from wgcop.health.queries import workers_alive
from wgcop.search import indexer, outbox
from wgcop.search.epochs import standing
from wgcop.search.followers import current_followers
from wgcop.search.index import IndexStanding, current_index
from wgcop.search.outbox import StaleRecord
from wgcop.search.records import SEARCHABLE, load, name_column
from wgcop.upkeep.doctor import comment_counts
from wgcop.upkeep.doctor.examination import Examination

SAMPLE = 1_000
AT_ONCE = 500
COMPARED = (
    "title",
    "text",
    "url",
    "year",
    "language",
    "source",
    "symbol",
    "state",
    "level",
    "region",
)


def index(examined: Examination) -> Iterator[Diagnosis]:
    match standing(current_index().epoch()):
        case IndexStanding.FOREIGN:
            yield from _start_over(examined)
            return
        case IndexStanding.FILLING:
            yield warning("index", "It is being filled.", "Wait; a running server does it.")
            return
    held, rows = current_index().ids(), _ids()
    db.session.rollback()
    waiting = set(db.session.scalars(select(StaleRecord.record_id)))
    excess = held - rows - waiting
    missing = _with_record(rows - held - waiting)
    both = sorted((rows & held) - waiting)
    sample = SystemRandom().sample(both, min(SAMPLE, len(both)))
    stale = _stale(sample)
    wrong = excess | missing | stale
    if not wrong:
        yield ok(
            "index", f"It has the {len(held)} records of the rows; {len(sample)} were compared."
        )
        return
    says = f"Of {len(held)} records {len(missing)} are missing, {len(excess)} too many, {len(stale)} stale."
    if not examined.repair:
        yield fault("index", says, "Add --repair, or run 'wgcop index rebuild'.")
        return
    db.session.rollback()
    with writing():
        outbox.note(db.session, wrong)
        db.session.commit()
    if workers_alive():
        yield mended("index", says, "They are noted, and the running worker brings them in.")
        return
    indexer.drain_all()
    yield mended("index", says, "They were brought in again.")


def _start_over(examined: Examination) -> Iterator[Diagnosis]:
    says = (
        "The search index is damaged: its files cannot be read."
        if current_index().is_damaged()
        else "The search index belongs to another database, or is new."
    )
    if examined.repair and not workers_alive():
        yield mended("index", says, f"It was filled with {indexer.drain_all()} records.")
    else:
        yield warning("index", says, "A running server fills it; or run 'wgcop index drain'.")


def _ids() -> set[str]:
    """Return the ids of all records that rows may have, derived only from their keys."""
    return {
        f"{kind}:{key}"
        for kind, model in SEARCHABLE.items()
        for key in db.session.scalars(select(name_column(model)))
        if key is not None
    }


def _with_record(ids: Iterable[str]) -> set[str]:
    """Return those of the ids whose rows have a record. Some rows have none, such as a withdrawn
    paper.
    """
    return {record_id for record_id, record in _records(ids) if record is not None}


def _stale(ids: list[str]) -> set[str]:
    held = {stored["id"]: stored for stored in current_index().held(ids)}
    return {
        record_id
        for record_id, record in _records(ids)
        if record is None
        or record_id not in held
        or any(getattr(record, name) != held[record_id][name] for name in COMPARED)
    }


def _records(ids: Iterable[str]) -> Iterator[tuple[str, Any]]:
    remaining = iter(ids)
    while batch := list(islice(remaining, AT_ONCE)):
        for record_id, row in load(db.session, batch).items():
            yield record_id, row.search_record()
        db.session.rollback()
        db.session.expunge_all()


def radar(examined: Examination) -> Iterator[Diagnosis]:
    damaged = [follower for follower in current_followers() if follower.is_damaged()]
    db.session.rollback()
    if not damaged:
        yield ok("radar", "Its counts are whole.")
        return
    says = "Its counts are damaged or behind."
    if not examined.repair:
        yield warning("radar", says, "Add --repair; a running server makes them again by itself.")
        return
    for follower in damaged:
        with follower.turn():
            db.session.rollback()
            follower.remake(db.session)
            db.session.rollback()
    yield mended("radar", says, "They were made again from the database.")


def counts(examined: Examination) -> Iterator[Diagnosis]:
    """Check the number of comments of each topic, which pages show."""
    found = comment_counts.wrong(db.session)
    db.session.rollback()
    if not found:
        yield ok("counts", "The numbers of comments are those of the comments.")
        return
    says = f"{len(found)} numbers of comments are not those of the comments."
    if not examined.repair:
        yield warning("counts", says, "Add --repair, which counts them again.")
        return
    with writing():
        comment_counts.recount(db.session)
        db.session.commit()
    yield mended("counts", says, "They were counted again.")
