"""What pages cost with 20 clauses and 500 comments, a meeting with 60 items and 120 documents, and a registry of 5,000
entries: SQL statements and milliseconds, on SQLite.

The application runs in this process, without a network, so the time is its own.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, insert, select

from wgcop import clock, demo, drawing
from wgcop.accounts.models import GroupRole, Office, Person
from wgcop.agenda.actions.items import add_item
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.queries import documents_to_choose, items_to_choose
from wgcop.app import create_app
from wgcop.bodies.countries import countries
from wgcop.bodies.levels import Level
from wgcop.bodies.models import Meeting
from wgcop.contributions.cover import Cover
from wgcop.contributions.kinds import Purpose
from wgcop.database import db, migrations, writing
from wgcop.drafting.actions import start_draft
from wgcop.drafting.submission import submit
from wgcop.implementation_reports.models import ImplementationReport
from wgcop.initiatives.kinds import Dimension, EntryState, InitiativeKind, Measure, TargetGroup
from wgcop.initiatives.models import Coverage, Initiative, initiative_clause
from wgcop.paper import from_text
from wgcop.resolutions.models import Clause
from wgcop.search import indexer
from wgcop.threads.actions.comments import post_comment, thread_of
from wgcop.threads.models import Comment

SLUG = "67-hyderabad-2010"
MEETING = "wg-cop-3"
COVERAGE = "/initiatives/coverage"
WORDS = (
    "Our delegation can agree to this wording, **provided** that what was decided at the last "
    "meeting on awareness campaigns is kept. We would add: *in cooperation with the regional offices*."
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=500)
    parser.add_argument("--items", type=int, default=60)
    parser.add_argument("--documents", type=int, default=120)
    parser.add_argument("--entries", type=int, default=5000)
    parser.add_argument("--times", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as folder:
        settings = {"DATA_DIR": Path(folder), "SECRET_KEY": "measured", "TESTING": True}
        app = create_app(settings)
        with app.app_context():
            migrations.upgrade(db.engine)
            wid, reader = fill(options.comments)
            item = fill_meeting(options.items, options.documents)
            indexer.drain_all()
            fill_registry(options.entries)
            report = report_being_written()
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = reader, True
        print(f"{'page':44}{'statements':>12}{'p50 ms':>9}{'p95 ms':>9}{'kB':>8}")
        for address in (
            f"/resolutions/{SLUG}",
            f"/clauses/{wid}",
            f"/clauses/{wid}/thread",
            "/search?q=awareness",
            "/meetings/",
            f"/meetings/{MEETING}",
            f"/meetings/{MEETING}/items/{item}",
            f"/meetings/{MEETING}/live",
            "/implementation/reports/",
            f"{report}/draft",
            f"{report}.docx",
            "/initiatives/",
            "/initiatives/?region=africa&measure=legal",
        ):
            measure(client, address, options.times)
        with app.app_context():
            nothing_on_the_shelf = clock.now() + timedelta(days=1)
            drawing.clear(before=nothing_on_the_shelf)
        measure(client, COVERAGE, 1, "drawn for the first time")
        measure(client, COVERAGE, options.times)
        measure(client, f"{COVERAGE}/time-line.csv", options.times)
        with app.app_context():
            db.engine.dispose()


def fill(comments: int) -> tuple[str, str]:
    """The demo world, with half of the comments on the first clause and the rest spread over all clauses."""
    with writing():
        demo.load(db.session)
        db.session.commit()
        clauses = list(db.session.scalars(select(Clause).order_by(Clause.id)))
        people = [p for p in db.session.scalars(select(Person)) if p.memberships]
        existing = db.session.scalar(select(func.count()).select_from(Comment)) or 0
        places = cycle(place for clause in clauses for place in (clauses[0], clause))
        writers = cycle(people)
        for number, clause in enumerate(islice(places, max(comments - existing, 0))):
            writer = next(writers)
            post_comment(
                thread_of(clause),
                by=writer,
                capacity=writer.capacities[0],
                body=f"{WORDS} ({number})",
                key=f"measured-{number}",
            )
        db.session.commit()
    print(f"{len(clauses)} clauses, {max(comments, existing)} comments, {len(people)} writers")
    return clauses[0].wid, people[0].get_id()


def fill_meeting(items: int, documents: int) -> int:
    """The meeting that is on, with so many items in all, two levels deep, over which its documents are spread evenly.
    Gives one in the middle."""
    with writing():
        meeting = db.session.scalars(select(Meeting).where(Meeting.slug == MEETING)).one()
        secretary = db.session.scalars(
            select(Person).where(Person.offices.any(Office.role == GroupRole.SECRETARIAT))
        ).first()
        clauses = list(db.session.scalars(select(Clause).order_by(Clause.id)))
        writer = next(p for p in db.session.scalars(select(Person)) if p.memberships)
        assert secretary is not None
        for number in range(documents - len(documents_to_choose(meeting, secretary.audiences))):
            cover = Cover(
                source="",
                title=f"Experience with helplines, part {number}",
                purpose=Purpose.ACTION,
                action_required="The group is invited to discuss it.",
            )
            paper = start_draft(meeting, writer.capacities[0], cover, from_text(WORDS), by=writer)
            paper.current.point_to([clauses[number % len(clauses)]])
            submit(paper, by=writer)
        papers = documents_to_choose(meeting, secretary.audiences)
        parent, middle = None, 0
        standing = items_to_choose(meeting)
        for number in range(items - len(standing)):
            item = add_item(
                meeting,
                ItemFacts(title=f"Helplines, part {number}", planned_minutes=10),
                parent=None if number % 10 == 0 else parent,
                clauses=[clauses[number % len(clauses)]],
                documents=papers[number :: items - len(standing)],
                by=secretary,
            )
            parent = item if number % 10 == 0 else parent
            if number <= items // 2:
                middle = item.id
        db.session.commit()
    print(f"{items} items, {len(papers)} documents")
    return middle


def fill_registry(entries: int) -> None:
    """Accepted entries, spread over levels, regions, countries, target groups, measures, clauses and years. They are not in the index."""
    chance = random.Random(1)
    with writing():
        clauses = list(db.session.scalars(select(Clause).order_by(Clause.id)))
        standing = db.session.scalar(select(func.count()).select_from(Initiative)) or 0
        highest = db.session.scalar(select(func.max(Initiative.number))) or 0
        rows = [_entry(chance, highest + 1 + number) for number in range(entries - standing)]
        db.session.execute(insert(Initiative), rows)
        ids = list(
            db.session.scalars(
                select(Initiative.id).where(Initiative.number > highest).order_by(Initiative.id)
            )
        )
        db.session.execute(
            insert(Coverage), [each for key in ids for each in _covered(chance, key)]
        )
        served = [
            {"initiative_id": key, "clause_id": clause.id}
            for key in ids
            for clause in chance.sample(clauses, chance.choice((0, 1, 2)))
        ]
        db.session.execute(insert(initiative_clause), served)
        db.session.commit()
    print(f"{entries} entries of the registry")


def _entry(chance: random.Random, number: int) -> dict[str, Any]:
    started = chance.randint(1996, 2025)
    return {
        "number": number,
        "slug": f"measured-{number}",
        "state": EntryState.ACCEPTED,
        "name": f"{chance.choice(('Helplines', 'Guidelines', 'Training', 'Awareness week'))} {number}",
        "kind": chance.choice(list(InitiativeKind)),
        "level": chance.choice(list(Level)),
        "lead": chance.choice(("Ministry of Information", "Regulator", "University", "ITU")),
        "scope": WORDS,
        "started": chance.choice(("", f"{started}", f"{started}-05", f"{started}-05-03")),
        "ended": chance.choice(("", "", f"{started + 3}")),
    }


def _covered(chance: random.Random, initiative_id: int) -> Iterator[dict[str, Any]]:
    country = chance.choice(countries())
    places = {Dimension.REGION: [country.region], Dimension.COUNTRY: [country.alpha2]}
    covered: dict[Dimension, Sequence[str]] = {
        **({} if chance.random() < 0.2 else places),
        Dimension.TARGET_GROUP: chance.sample(list(TargetGroup), chance.choice((0, 1, 2))),
        Dimension.MEASURE: chance.sample(list(Measure), chance.choice((1, 2))),
    }
    for dimension, values in covered.items():
        for value in values:
            yield {"initiative_id": initiative_id, "dimension": dimension, "value": str(value)}


def report_being_written() -> str:
    """The address of the report on implementation that is a draft."""
    report = db.session.scalars(
        select(ImplementationReport).where(ImplementationReport.is_open)
    ).one()
    return report.url


def measure(client: FlaskClient, address: str, times: int, note: str = "") -> None:
    times_taken = []
    for _ in range(times):
        with counting() as sent:
            start = time.perf_counter()
            answer = client.get(address)
            times_taken.append((time.perf_counter() - start) * 1000)
        assert answer.status_code == 200, f"{address}: {answer.status}"
    p50 = statistics.median(times_taken)
    p95 = statistics.quantiles(times_taken, n=20)[18] if times > 1 else p50
    size = len(answer.data) / 1000
    print(f"{f'{address} {note}'.strip():44}{len(sent):12}{p50:9.1f}{p95:9.1f}{size:8.0f}")


@contextmanager
def counting() -> Iterator[list[str]]:
    """Collects the SQL that is sent, without the beginnings of transactions."""
    sent: list[str] = []

    def note(_c: Any, _u: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


if __name__ == "__main__":
    main()
