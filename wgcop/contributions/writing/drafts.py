"""A draft as those who write in it see it: who may, and how far its text has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Table, bindparam, exists, func, select
from sqlalchemy.orm import Session

from wgcop.contributions.drafters import Drafter
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Source
from wgcop.contributions.states import WRITTEN_IN
from wgcop.contributions.writing.keeping import REREAD
from wgcop.contributions.writing.models import DraftStep, Writing
from wgcop.contributions.writing.reasons import Declined, DeclineReason
from wgcop.paper import Node

COLOURS = 8
StepRow = Row[Any, str, int]
"""`step`, `client` and `person_id`."""

# Asked with each key that somebody presses: as plain tables, and put together once.
_papers, _drafters, _revisions, _sources, _writings, _steps = (
    cast(Table, model.__table__)
    for model in (Contribution, Drafter, Revision, Source, Writing, DraftStep)
)


@dataclass(frozen=True)
class OpenDraft:
    """`writers` are its drafters, in the order in which they were named."""

    document: int
    revision: int
    writers: tuple[int, ...]
    version: int = 0
    kept: int = 0
    kept_at: datetime | None = None
    changed_at: datetime | None = None
    is_consent_asked: bool = False
    """Whether a source was asked for consent to the words as they are now."""

    @property
    def has_begun(self) -> bool:
        """Whether somebody has written in it since it was begun."""
        return self.changed_at is not None

    def colour_of(self, person_id: int) -> int:
        """From 1 to 8; the first eight drafters have different ones."""
        return self.writers.index(person_id) % COLOURS + 1


_STATE = select(_papers.c.state).where(_papers.c.id == bindparam("document"))
_STATE_LOCKED = _STATE.with_for_update(of=_papers, key_share=True)
_LAST_NUMBER = (
    select(func.max(_revisions.c.number))
    .where(_revisions.c.contribution_id == bindparam("document"))
    .scalar_subquery()
)
_IS_ASKED = exists().where(
    _sources.c.revision_id == _revisions.c.id, _sources.c.asked_wording.not_in(["", REREAD])
)
_WRITERS = (
    select(
        _drafters.c.person_id,
        _revisions.c.id,
        _revisions.c.submitted_at,
        _writings.c.version,
        _writings.c.kept,
        _writings.c.kept_at,
        _writings.c.changed_at,
        _IS_ASKED.label("is_asked"),
    )
    .select_from(_drafters)
    .join(_revisions, _revisions.c.contribution_id == _drafters.c.contribution_id)
    .outerjoin(_writings, _writings.c.revision_id == _revisions.c.id)
    .where(
        _drafters.c.contribution_id == bindparam("document"), _revisions.c.number == _LAST_NUMBER
    )
    .order_by(_drafters.c.named_at, _drafters.c.person_id)
)
"""Of the last revision, once for each drafter."""
_SINCE = (
    select(_steps.c.step, _steps.c.client, _steps.c.person_id)
    .where(_steps.c.revision_id == bindparam("revision"), _steps.c.number > bindparam("version"))
    .order_by(_steps.c.number)
)


def open_draft(session: Session, document: int, person_id: int, *, lock: bool = False) -> OpenDraft:
    """The draft, if this person may write in it now; otherwise Declined.

    `lock` as `contributions.actions` does, so that nobody submits the draft, or drops a drafter, before the commit. What it
    tells of a draft to somebody who does not write in it is nothing: not even that there is one.
    """
    of_document = {"document": document}
    state = session.scalar(_STATE_LOCKED if lock else _STATE, of_document)
    rows = session.execute(_WRITERS, of_document).all()
    if all(row.person_id != person_id for row in rows):
        raise Declined(DeclineReason.FORBIDDEN)
    last = rows[0]
    if state not in WRITTEN_IN or last.submitted_at is not None:
        raise Declined(DeclineReason.CLOSED)
    return OpenDraft(
        document,
        last.id,
        tuple(row.person_id for row in rows),
        last.version or 0,
        last.kept or 0,
        last.kept_at,
        last.changed_at,
        last.is_asked,
    )


def steps_since(session: Session, revision: int, version: int) -> Sequence[StepRow]:
    return session.execute(_SINCE, {"revision": revision, "version": version}).all()


def stored_text(session: Session, revision: int) -> tuple[int, Node]:
    """Version and text, which belong together since one statement reads both."""
    version, text = session.execute(
        select(Writing.version, Revision.text)
        .select_from(Revision)
        .outerjoin(Writing, Writing.revision_id == Revision.id)
        .where(Revision.id == revision)
    ).one()
    return version or 0, text
