"""Keeps versions of a text: when nobody has written for a while, and when somebody saves, restores
or submits.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, undefer

from wgcop import clock
from wgcop.paper.comparison.words import words_in
from wgcop.paper.steps import PaperNode, plain_words, tree_of
from wgcop.writing.desks import Manuscript
from wgcop.writing.models import Occasion

PAUSE = timedelta(seconds=30)
LONGEST = timedelta(minutes=10)
"""The time after which a version is kept although somebody is still writing."""


def keep(
    session: Session,
    of: Manuscript,
    version: int,
    text: PaperNode,
    occasion: Occasion,
    *,
    by: int,
    at: datetime | None = None,
    restored: int | None = None,
) -> Any:
    """Keep the text as a version; the caller has locked it. If it was already kept, its version
    only gets the occasion, unless that is a pause.
    """
    desk = of.desk
    last = session.scalars(
        select(desk.version)
        .where(desk.key_in(desk.version) == of.revision)
        .options(undefer(desk.version.plain))
        .order_by(desk.version.number.desc())
        .limit(1)
    ).first()
    if last is not None and last.version == version:
        if occasion != Occasion.PAUSE:
            last.occasion, last.by_id, last.restored = occasion, by, restored
        return last
    words = plain_words(text)
    added, removed = words_changed(last.plain if last else "", words)
    new = desk.row(
        desk.version,
        of.revision,
        number=last.number + 1 if last else 1,
        version=version,
        occasion=occasion,
        text=tree_of(text),
        plain=words,
        words_added=added,
        words_removed=removed,
        restored=restored,
        at=at or clock.now(),
        by_id=by,
        writers=[
            desk.version_writer(person_id=person_id)
            for person_id in _writers(session, of, last.version if last else 0, version)
        ],
    )
    session.add(new)
    session.execute(
        update(desk.writing)
        .where(desk.key_in(desk.writing) == of.revision)
        .values(kept=version, kept_at=new.at)
        .execution_options(synchronize_session=False)
    )
    desk.was_kept(session, of)
    session.flush()
    return new


def words_changed(old: str, new: str) -> tuple[int, int]:
    """Return how many words were added and how many removed. A word that only moved counts as
    neither.
    """
    before, after = Counter(words_in(old)), Counter(words_in(new))
    return (after - before).total(), (before - after).total()


def _writers(session: Session, of: Manuscript, after: int, until: int) -> list[int]:
    step = of.desk.step
    people = (
        select(step.person_id)
        .where(of.desk.key_in(step) == of.revision, step.number > after, step.number <= until)
        .distinct()
    )
    return sorted(session.scalars(people))


def last_writer(session: Session, of: Manuscript) -> int:
    step = of.desk.step
    writer: int = session.scalars(
        select(step.person_id)
        .where(of.desk.key_in(step) == of.revision)
        .order_by(step.number.desc())
        .limit(1)
    ).one()
    return writer
