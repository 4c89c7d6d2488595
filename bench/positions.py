"""What the positions of many delegations cost: the grid of a resolution, the text with its marks, one clause, the files
and the desk, with 20 and with 200 delegations that have released a position on each clause, and moved since.

The application runs in this process, as in bench/threads.py.
"""

import argparse
import os
import sys
import tempfile
from itertools import cycle
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import func, insert, select

from bench.threads import report, signed_in
from wgcop import clock, demo
from wgcop.accounts.models import Category, Delegation, Person
from wgcop.app import create_app
from wgcop.bodies.levels import Region
from wgcop.database import db, migrations, writing
from wgcop.positions.models import Position
from wgcop.positions.stances import Layer, Stance
from wgcop.resolutions.models import Clause, Edition

SIZES = (20, 200)
REASON = "The deadline is too short for our administration."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--times", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as folder:
        app = create_app(
            {
                "DATA_DIR": Path(folder),
                "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
                "SECRET_KEY": "measured",
                "TESTING": True,
                "WTF_CSRF_ENABLED": False,
                "RATELIMIT_ENABLED": False,
            }
        )
        with app.app_context(), writing():
            migrations.upgrade(db.engine)
            demo.load(db.session)
            db.session.commit()
            edition = db.session.scalars(select(Edition).order_by(Edition.id)).first()
            slug, resolution_id = edition.slug, edition.resolution_id
            head = db.session.scalars(select(Person).where(Person.email.like("amina%"))).one()
            reader = signed_in(app.test_client(), head.get_id())
            own_id = head.memberships[0].delegation_id
            clauses = db.session.scalars(
                select(Clause).where(Clause.resolution_id == resolution_id).order_by(Clause.id)
            ).all()
            wid = clauses[0].wid
        print(
            f"{'delegations':17}{'what':36}{'statements':>10}{'p50 ms':>9}{'p95 ms':>9}{'cpu ms':>9}{'ratio':>7}"
        )
        first: dict[str, float] = {}
        for size in sorted(options.sizes):
            with app.app_context(), writing():
                count = fill(size, resolution_id, own_id)
                db.session.commit()
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
            report(f"{size} × {count}", acts, options.times, first)
        with app.app_context():
            db.engine.dispose()


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
    db.session.execute(insert(Position), rows)
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
