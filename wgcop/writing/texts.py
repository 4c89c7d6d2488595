"""Texts that several people write together, as ProseMirror nodes at some version. The last one is
cached, so that a push reads only the new steps.
"""

from collections import OrderedDict
from threading import Lock
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from wgcop.database import after_commit
from wgcop.paper.steps import BadStep, PaperNode, applied, node_of, read_step
from wgcop.writing.desks import Manuscript
from wgcop.writing.reasons import Declined, DeclineReason

MOST_TEXTS = 32
MOST_STEPS = 500
"""The greatest number of steps by which a cached text may be out of date. One that is further
behind is read again from the database.
"""


class Texts:
    """The most recently written texts of one application."""

    def __init__(self) -> None:
        self._texts: OrderedDict[tuple[str, int], tuple[int, PaperNode]] = OrderedDict()
        self._lock = Lock()  # protects `_texts`, which all threads share

    def last(self, of: Manuscript) -> tuple[int, PaperNode] | None:
        with self._lock:
            return self._texts.get(_key(of))

    def keep(self, of: Manuscript, version: int, text: PaperNode) -> None:
        with self._lock:
            self._texts[_key(of)] = (version, text)
            self._texts.move_to_end(_key(of))
            while len(self._texts) > MOST_TEXTS:
                self._texts.popitem(last=False)


def _key(of: Manuscript) -> tuple[str, int]:
    return of.desk.name, of.revision


def text_at(session: Session, of: Manuscript, version: int) -> PaperNode:
    """Return the text at its current version, which the caller has read in the same transaction."""
    last = _here().last(of)
    if last is not None and last[0] == version:
        return last[1]
    if last is not None and 0 < version - last[0] <= MOST_STEPS:
        text = _caught_up(session, of, *last, until=version)
        if text is not None:
            return text
    return node_of(of.desk.stored_text(session, of.revision)[1])


def text_of(session: Session, of: Manuscript, version: int) -> PaperNode:
    """Return the text at an earlier version: the last one kept before, with the steps since. Raise
    `Declined` if it is not known.
    """
    kept_version = of.desk.version
    kept = session.execute(
        select(kept_version.version, kept_version.text)
        .where(of.desk.key_in(kept_version) == of.revision, kept_version.version <= version)
        .order_by(kept_version.version.desc())
        .limit(1)
    ).first()
    if kept is None:
        raise Declined(DeclineReason.UNKNOWN)
    text: PaperNode | None = node_of(kept.text)
    rows = of.desk.steps_since(session, of.revision, kept.version)
    for row in rows[: version - kept.version]:
        text = text and _after(text, row.step)
    if text is None or len(rows) < version - kept.version:
        raise Declined(DeclineReason.UNKNOWN)
    return text


def _caught_up(
    session: Session, of: Manuscript, at: int, text: PaperNode, *, until: int
) -> PaperNode | None:
    """Apply the steps since version `at`. Return None if some were dropped or cannot be applied."""
    rows = of.desk.steps_since(session, of.revision, at)
    if len(rows) < until - at:
        return None
    for row in rows:
        after = _after(text, row.step)
        if after is None:
            return None
        text = after
    return text


def _after(text: PaperNode, step: Any) -> PaperNode | None:
    """Apply a step. Return None if it would not be stored today, as in some old drafts."""
    try:
        return applied(text, read_step(step))
    except BadStep:
        return None


def keep_after_commit(session: Session, of: Manuscript, version: int, text: PaperNode) -> None:
    here = _here()
    after_commit(_keep, (here, of, version, text), session=session)


def _keep(things: list[tuple[Texts, Any, Any, Any]]) -> None:
    for here, *what in things:
        here.keep(*what)


def _here() -> Texts:
    here: Texts = current_app.extensions.setdefault("draft_texts", Texts())
    return here
