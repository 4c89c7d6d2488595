"""What the rolling text of a long resolution with many proposals costs: its page, its files and a cut, with 250, 500 and 1,000 proposals on
200 clauses.

The application runs in this process, as in bench/threads.py. Afterwards, in the same run, the joining of several wordings is
measured beside `difflib`, which compares each wording with the base by itself and joins nothing.
"""

import argparse
import difflib
import gc
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask import Flask
from sqlalchemy import select

from bench.positions import SLUG, add_clauses
from bench.worlds import Report, adding, demo_workspace, insert_all, signed_in
from wgcop import clock, printing
from wgcop.accounts.models import Category, Delegation, Person
from wgcop.database import db
from wgcop.paper.comparison.several import joined
from wgcop.paper.comparison.words import words
from wgcop.paper.tree import plain
from wgcop.proposals.models import Proposal, ProposedWords
from wgcop.proposals.symbols import Amendment
from wgcop.resolutions.models import Clause, Edition
from wgcop.rolling_files.gathering import gathered
from wgcop.rolling_files.pdf import printable
from wgcop.rolling_files.queries import last_change
from wgcop.server.garbage import put_aside

SIZES = (250, 500, 1000)
CHANGES = (
    ("to report", "to submit a report"),
    ("next conference", "next two conferences"),
    ("as far as resources allow", "within available resources"),
    ("measure", "each measure"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--clauses", type=int, default=200)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    gc.callbacks.append(put_aside)  # as in each process that serves
    with demo_workspace() as app:
        with adding(app):
            edition = db.session.scalars(select(Edition).where(Edition.slug == SLUG)).one()
            resolution_id = edition.resolution_id
            add_clauses(edition, options.clauses)
            chair = db.session.scalars(select(Person).where(Person.email.like("helena%"))).one()
            reader = signed_in(app.test_client(), chair.get_id())
        report = Report("proposals", options.times)
        for size in sorted(options.sizes):
            with adding(app):
                fill(size, resolution_id)
            page = f"/resolutions/{SLUG}/rolling-text"
            acts = {
                what: lambda address=address: reader.get(address)
                for what, address in (
                    ("all proposals, attributed", page),
                    ("bracketed text", f"{page}?view=brackets"),
                    ("Word", f"{page}.docx"),
                    ("Akoma Ntoso", f"{page}.akn.xml"),
                    ("preview of a cut", f"{page}/cut"),
                )
            }
            report.add(f"{size}", acts | {"PDF, printed": lambda: print_anew(app)})
    beside_difflib(options.times)


def print_anew(app: Flask) -> None:
    """Print the text as if it had never been printed."""
    with app.test_request_context():
        edition = db.session.scalars(select(Edition).where(Edition.slug == SLUG)).one()
        text = gathered(edition)
        page = printable(edition, text, at=last_change(edition, text))
        db.session.rollback()
        printing.print_page(page.html, {})


def fill(size: int, resolution_id: int) -> None:
    """Let so many proposals of twenty delegations stand, spread over the clauses."""
    there = len(db.session.scalars(select(Proposal.id)).all())
    delegations = db.session.scalars(
        select(Delegation.id).where(Delegation.category == Category.MEMBER_STATE).limit(20)
    ).all()
    person = db.session.scalars(select(Person.id).limit(1)).one()
    clauses = db.session.scalars(
        select(Clause).where(Clause.resolution_id == resolution_id).order_by(Clause.id)
    ).all()
    chance, places, own = random.Random(size), cycle(clauses), cycle(delegations)
    rows = []
    for number in range(there, size):
        clause = next(places)
        base = clause.wording.text
        symbol, said = proposed(chance, base)
        tree = ProposedWords(symbol, base, said).marked("Member State", clock.now())
        at = clock.now() + timedelta(seconds=number)
        rows.append(
            {
                "id": 10_000_000 + number,
                "clause_id": clause.id,
                "wording_id": clause.wording.id,
                "symbol": symbol,
                "base": base,
                "text": tree,
                "plain": plain(tree),
                "reasons": "Experience since the last conference shows that it is needed.",
                "delegation_id": next(own),
                "drafted_by_id": person,
                "capacity": "Head of delegation",
                "created_at": at,
                "changed_at": at,
                "released_at": at,
                "released_by_id": person,
                "reference": f"XYZ/{number // 10}/{number % 10 + 1}",
                "version": 1,
            }
        )
    insert_all(Proposal, rows)


def proposed(chance: random.Random, base: str) -> tuple[Amendment, str]:
    match chance.randrange(10):
        case 0:
            return Amendment.SUP, ""
        case 1:
            return Amendment.ADD, "to train teachers and judges on this measure;"
        case _:
            old, new = chance.choice(CHANGES)
            return Amendment.MOD, base.replace(old, new) if old in base else f"{base} and beyond"


def beside_difflib(times: int) -> None:
    """Print how long the joining of 5, 10 and 20 wordings of 200 clauses takes, as a ratio to difflib."""
    base = "to report on measure 7 to the next conference, as far as resources allow, and to inform all members;"
    print(f"\n{'wordings':17}{'what':36}{'p50 ms':>9}{'ratio':>9}")
    for number in (5, 10, 20):
        chance = random.Random(number)
        wordings = {n: proposed(chance, base)[1] for n in range(number)}
        theirs = timed(lambda wordings=wordings: by_difflib(base, wordings), times)
        ours = timed(lambda wordings=wordings: joined(base, wordings), times)
        for what, took in (("difflib, each by itself", theirs), ("joined", ours)):
            print(f"{number:<17}{what:36}{took:9.1f}{took / theirs:9.2f}")


def by_difflib(base: str, wordings: dict[int, str]) -> list[object]:
    pieces = words(base)
    return [
        difflib.SequenceMatcher(None, pieces, words(each), autojunk=False).get_opcodes()
        for each in wordings.values()
    ]


def timed(act: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        for _clause in range(200):
            act()
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


if __name__ == "__main__":
    main()
