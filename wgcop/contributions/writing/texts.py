"""The texts of drafts as ProseMirror's nodes, each at some version: with the last one at hand, a push reads only its steps."""

from collections import OrderedDict
from threading import Lock
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from wgcop.contributions.revisions import Revision
from wgcop.contributions.writing.drafts import steps_since
from wgcop.contributions.writing.models import DraftVersion
from wgcop.contributions.writing.reasons import Declined, DeclineReason
from wgcop.db import after_commit
from wgcop.paper.steps import BadStep, PaperNode, applied, node_of, read_step

MOST_TEXTS = 32
MOST_STEPS = 500
"""A text that is further behind is read anew."""


class Texts:
    """Of one application, the ones that were written in last."""

    def __init__(self) -> None:
        self._texts: OrderedDict[int, tuple[int, PaperNode]] = OrderedDict()
        self._lock = Lock()

    def last(self, revision: int) -> tuple[int, PaperNode] | None:
        with self._lock:
            return self._texts.get(revision)

    def keep(self, revision: int, version: int, text: PaperNode) -> None:
        with self._lock:
            self._texts[revision] = (version, text)
            self._texts.move_to_end(revision)
            while len(self._texts) > MOST_TEXTS:
                self._texts.popitem(last=False)


def text_at(session: Session, revision: int, version: int) -> PaperNode:
    """The text at its present version, which the caller has read, in the same transaction."""
    last = _here().last(revision)
    if last is not None and last[0] == version:
        return last[1]
    if last is not None and 0 < version - last[0] <= MOST_STEPS:
        text = _caught_up(session, revision, *last)
        if text is not None:
            return text
    return node_of(session.scalars(select(Revision.text).where(Revision.id == revision)).one())


def text_of(session: Session, revision: int, version: int) -> PaperNode:
    """The text as it was at an earlier version: the last one kept before, and the steps since. Declined if it is not known."""
    kept = session.execute(
        select(DraftVersion.version, DraftVersion.text)
        .where(DraftVersion.revision_id == revision, DraftVersion.version <= version)
        .order_by(DraftVersion.version.desc())
        .limit(1)
    ).first()
    if kept is None:
        raise Declined(DeclineReason.UNKNOWN)
    text: PaperNode | None = node_of(kept.text)
    rows = steps_since(session, revision, kept.version)
    for row in rows[: version - kept.version]:
        text = text and _after(text, row.step)
    if text is None or len(rows) < version - kept.version:
        raise Declined(DeclineReason.UNKNOWN)
    return text


def _caught_up(session: Session, revision: int, at: int, text: PaperNode) -> PaperNode | None:
    for row in steps_since(session, revision, at):
        after = _after(text, row.step)
        if after is None:
            return None
        text = after
    return text


def _after(text: PaperNode, step: Any) -> PaperNode | None:
    """None also where an old draft has a step that would not be stored today."""
    try:
        return applied(text, read_step(step))
    except BadStep:
        return None


def keep_after_commit(session: Session, revision: int, version: int, text: PaperNode) -> None:
    here = _here()
    after_commit(_keep, (here, revision, version, text), session=session)


def _keep(things: list[tuple[Texts, Any, Any, Any]]) -> None:
    for here, *what in things:
        here.keep(*what)


def _here() -> Texts:
    here: Texts = current_app.extensions.setdefault("draft_texts", Texts())
    return here
