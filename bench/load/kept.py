"""Whether all is there: each acknowledged comment once in the database and on each page that listened, each row after a restore."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from bench.load.page import NUMBER, Page
from wgcop.database import db
from wgcop.threads.models import Comment
from wgcop.upkeep.keeping.rows import AllRows

CHANGING = frozenset({"worker", "audit_head"})
"""Tables that say how servers are, and the end of the trail, which moves on when a copy is made or brought back."""
GROWING = frozenset({"audit_row"})
"""What is made or brought back is noted there, so the copy has rows of its own."""


@dataclass(frozen=True)
class Kept:
    lost: frozenset[int]
    """Acknowledged, and not in the database."""
    twice: frozenset[int]
    """In the database more than once."""
    unheard: int
    """How many comments are not on a page that was open when they were posted."""
    heard_twice: int

    @property
    def is_whole(self) -> bool:
        return not (self.lost or self.twice or self.unheard or self.heard_twice)


def compare(app: Flask, posted: Iterable[int], pages: list[Page]) -> Kept:
    posted, stored = set(posted), numbers(app)
    return Kept(
        lost=frozenset(posted - set(stored)),
        twice=frozenset(number for number, count in stored.items() if count > 1),
        unheard=sum(len(posted - set(page.heard)) for page in pages),
        heard_twice=sum(count > 1 for page in pages for count in page.heard.values()),
    )


def numbers(app: Flask) -> Counter[int]:
    """Of the comments in the database, with how often each is there."""
    with app.app_context():
        bodies = db.session.scalars(select(Comment.body).where(Comment.body.like("Number %"))).all()
        db.session.close()
        db.engine.dispose()
    return Counter(int(found[1]) for body in bodies if (found := re.fullmatch(NUMBER, body)))


def differences(here: AllRows, there: AllRows) -> Iterator[str]:
    """Of a database and its copy, table by table and row by row."""
    ours, theirs = here.tables(), there.tables()
    if ours != theirs:
        yield f"tables differ: {', '.join(sorted(ours.keys() ^ theirs.keys()))}"
    for table in sorted((ours.keys() & theirs.keys()) - CHANGING):
        names = sorted(ours[table])
        left = Counter(map(repr, here.read(table, names)))
        right = Counter(map(repr, there.read(table, names)))
        missing, more = (left - right).total(), (right - left).total()
        if missing or (more and table not in GROWING):
            yield f"of {table}, {missing} rows are missing in the copy, and {more} are there that were not"
