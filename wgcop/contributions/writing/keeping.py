"""Keeping versions of a draft's text: when nobody has written for a while, and whenever somebody saves, restores or submits."""

import re
from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, undefer

from wgcop import clock
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Source
from wgcop.contributions.writing.models import (
    DraftStep,
    DraftVersion,
    DraftVersionWriter,
    Occasion,
    Writing,
)
from wgcop.paper.steps import PaperNode, plain_words, tree_of
from wgcop.search import outbox

PAUSE = timedelta(seconds=30)
LONGEST = timedelta(minutes=10)
"""After this long a version is kept although somebody always writes."""
REREAD = "~"
"""Stands for the wording that a source was asked about while the words change; `Revision.ask_again` replaces it."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]|\w+")


def keep(
    session: Session,
    document: int,
    revision: int,
    version: int,
    text: PaperNode,
    occasion: Occasion,
    *,
    by: int,
    at: datetime | None = None,
    restored: int | None = None,
) -> DraftVersion:
    """The paper is locked. A text that was kept already is not kept twice; its version gets the better occasion."""
    last = session.scalars(
        select(DraftVersion)
        .where(DraftVersion.revision_id == revision)
        .options(undefer(DraftVersion.plain))
        .order_by(DraftVersion.number.desc())
        .limit(1)
    ).first()
    if last is not None and last.version == version:
        if occasion != Occasion.PAUSE:
            last.occasion, last.by_id, last.restored = occasion, by, restored
        return last
    words = plain_words(text)
    added, removed = words_changed(last.plain if last else "", words)
    new = DraftVersion(
        revision_id=revision,
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
            DraftVersionWriter(person_id=person_id)
            for person_id in _writers(session, revision, last.version if last else 0, version)
        ],
    )
    session.add(new)
    session.execute(
        update(Writing)
        .where(Writing.revision_id == revision)
        .values(kept=version, kept_at=new.at)
        .execution_options(synchronize_session=False)
    )
    outbox.note(session, [f"contribution:{document}"])
    _ask_again(session, revision)
    session.flush()
    return new


def words_changed(old: str, new: str) -> tuple[int, int]:
    """How many words were added and how many removed. A word that only moved counts as neither."""
    before, after = Counter(_WORD.findall(old)), Counter(_WORD.findall(new))
    return (after - before).total(), (before - after).total()


def _writers(session: Session, revision: int, after: int, until: int) -> list[int]:
    people = (
        select(DraftStep.person_id)
        .where(
            DraftStep.revision_id == revision, DraftStep.number > after, DraftStep.number <= until
        )
        .distinct()
    )
    return sorted(session.scalars(people))


def last_writer(session: Session, revision: int) -> int:
    return session.scalars(
        select(DraftStep.person_id)
        .where(DraftStep.revision_id == revision)
        .order_by(DraftStep.number.desc())
        .limit(1)
    ).one()


def _ask_again(session: Session, revision: int) -> None:
    """Requests for consent now mean the words as they are now."""
    requests = select(func.count(Source.id)).where(
        Source.revision_id == revision, Source.asked_wording == REREAD
    )
    if session.scalar(requests):
        row = session.get_one(Revision, revision)
        session.refresh(row, ["text"])
        session.expire(row, ["sources"])
        row.ask_again()
