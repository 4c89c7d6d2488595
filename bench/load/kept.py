"""Whether what was acknowledged is there: each comment once in the database, and on each page that listened."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from bench.load.page import NUMBER, Page
from wgcop.db import db
from wgcop.threads.models import Comment


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
    posted = set(posted)
    with app.app_context():
        bodies = db.session.scalars(select(Comment.body).where(Comment.body.like("Number %"))).all()
        db.session.close()
        db.engine.dispose()
    stored = Counter(int(found[1]) for body in bodies if (found := re.fullmatch(NUMBER, body)))
    return Kept(
        lost=frozenset(posted - set(stored)),
        twice=frozenset(number for number, count in stored.items() if count > 1),
        unheard=sum(len(posted - set(page.heard)) for page in pages),
        heard_twice=sum(count > 1 for page in pages for count in page.heard.values()),
    )
