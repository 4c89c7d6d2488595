"""What the positions of many delegations cost: the grid of a resolution, the text with its marks, one clause, the files
and the desk, with 20 and with 200 delegations that have released a position on each of 40 clauses, and moved since.

The application runs in this process, as in bench/threads.py.
"""

import argparse
import gc
import sys
from itertools import cycle
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import func, select

from bench.worlds import Report, adding, demo_workspace, insert_all, signed_in
from wgcop import clock
from wgcop.accounts.models import Category, Delegation, Person
from wgcop.bodies.levels import Region
from wgcop.database import db
from wgcop.positions.models import Position
from wgcop.positions.stances import Layer, Stance
from wgcop.resolutions.models import Clause, Edition, Wording
from wgcop.server.garbage import put_aside

SIZES = (20, 200)
SLUG = "67-hyderabad-2010"
REASON = "The deadline is too short for our administration."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--clauses", type=int, default=40)
    parser.add_argument("--times", type=int, default=10)
    options = parser.parse_args()
    gc.callbacks.append(put_aside)  # as in each process that serves
    with demo_workspace() as app:
        with adding(app):
            edition = db.session.scalars(select(Edition).where(Edition.slug == SLUG)).one()
            slug, resolution_id = edition.slug, edition.resolution_id
            add_clauses(edition, options.clauses)
            head = db.session.scalars(select(Person).where(Person.email.like("amina%"))).one()
            reader = signed_in(app.test_client(), head.get_id())
            own_id = head.memberships[0].delegation_id
            wid = db.session.scalars(
                select(Clause.wid).where(Clause.resolution_id == resolution_id).order_by(Clause.id)
            ).first()
        report = Report("delegations", options.times)
        for size in sorted(options.sizes):
            with adding(app):
                count = fill(size, resolution_id, own_id)
            grid = f"/resolutions/{slug}/positions"
            acts = {
                what: lambda address=address: reader.get(address)
                for what, address in (
                    ("the grid", grid),
                    ("the grid with a group opened", f"{grid}?open=atu"),
                    ("its CSV", f"{grid}.csv"),
                    ("its XLSX", f"{grid}.xlsx"),
                    ("positions on one clause", f"/clauses/{wid}/positions"),
                    ("the text with its marks", f"/resolutions/{slug}"),
                    ("those on earlier wordings", f"{grid}/earlier-wordings"),
                    ("the desk", "/delegation"),
                    ("the desk in Word", "/delegation.docx"),
                )
            }
            report.add(f"{size} × {count}", acts)


def add_clauses(edition: Edition, number: int) -> None:
    """Let the edition have so many clauses at least."""
    section = edition.sections[-1]
    there = sum(len(each.wordings) for each in edition.sections)
    place = max((each.position for each in section.wordings), default=0)
    for each in range(there + 1, number + 1):
        clause = Clause(resolution_id=edition.resolution_id, wid=f"wtdc-67.bench__{each}")
        section.wordings.append(
            Wording(
                clause=clause,
                position=place + each,
                label=str(each),
                citation=f"{section.heading} {each}",
                text=f"to report on measure {each} to the next conference, as far as resources allow,",
            )
        )
    db.session.flush()


def fill(size: int, resolution_id: int, own_id: int) -> int:
    """As many delegations with a position on each clause, taken and taken again, and those of the reader's own delegation.
    Return the number of clauses.
    """
    present = db.session.scalar(select(func.count(Delegation.id)))
    regions, stances = cycle(Region), cycle(Stance)
    for number in range(present, size):
        db.session.add(
            Delegation(
                name=f"Member State {number + 1:03}",
                code=f"S{number + 1:03}",
                category=Category.MEMBER_STATE,
                region=next(regions),
            )
        )
    db.session.flush()
    clauses = db.session.scalars(
        select(Clause).where(Clause.resolution_id == resolution_id).order_by(Clause.id)
    ).all()
    others = db.session.scalars(
        select(Delegation.id)
        .where(Delegation.category == Category.MEMBER_STATE, Delegation.id != own_id)
        .limit(size)
    ).all()
    rows = [
        row(
            clause,
            own_id,
            layer,
            next(stances),
            "Our limit." if layer == Layer.RED_LINE else REASON,
        )
        for clause in clauses
        for layer in Layer
    ]
    for _again in range(2):
        rows += [
            row(clause, each, Layer.RELEASED, next(stances), REASON)
            for each in others
            for clause in clauses
        ]
    insert_all(Position, rows)
    return len(clauses)


def row(
    clause: Clause, delegation_id: int, layer: Layer, stance: Stance, reason: str
) -> dict[str, Any]:
    return {
        "clause_id": clause.id,
        "delegation_id": delegation_id,
        "layer": layer,
        "stance": stance,
        "reason": reason,
        "words": clause.wording.text,
        "person_id": 1,
        "capacity": "Head of delegation",
        "at": clock.now(),
    }


if __name__ == "__main__":
    main()
