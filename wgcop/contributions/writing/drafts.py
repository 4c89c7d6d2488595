"""The desk of drafts: of their drafters, those who write do so until they are submitted."""

from typing import cast

from sqlalchemy import Table, bindparam, exists, func, select, update
from sqlalchemy.orm import Session

from wgcop.contributions.drafters import Drafter, DrafterRole
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Source
from wgcop.contributions.states import WRITTEN_IN
from wgcop.contributions.writing.desks import Manuscript, OpenManuscript, WritingDesk, sign_up
from wgcop.contributions.writing.models import (
    DraftStep,
    DraftVersion,
    DraftVersionWriter,
    Writing,
)
from wgcop.contributions.writing.reasons import Declined, DeclineReason
from wgcop.paper import Node
from wgcop.search import outbox

REREAD = "~"
"""Stands for the wording that a source was asked about while the words change; `Revision.ask_again` replaces it."""

_papers, _drafters, _revisions, _sources, _writings = (
    cast(Table, model.__table__) for model in (Contribution, Drafter, Revision, Source, Writing)
)
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
        _drafters.c.role,
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
_ASK_ANEW = update(_sources).where(
    _sources.c.revision_id == bindparam("of"), _sources.c.asked_wording.not_in(["", REREAD])
)


class DraftDesk(WritingDesk):
    """`writers` are the drafters who write, in the order in which they were named."""

    name = "draft"
    key = "revision_id"
    text = Revision
    writing = Writing
    step = DraftStep
    version = DraftVersion
    version_writer = DraftVersionWriter

    def open(
        self, session: Session, document: int, person_id: int, *, lock: bool = False
    ) -> OpenManuscript:
        """Locked as `contributions.actions` does, so that nobody submits the draft, or drops a drafter, before the commit.

        What it tells of a draft to somebody who is no drafter is nothing: not even that there is one.
        """
        of_document = {"document": document}
        state = session.scalar(_STATE_LOCKED if lock else _STATE, of_document)
        rows = session.execute(_WRITERS, of_document).all()
        roles = {row.person_id: row.role for row in rows}
        if person_id not in roles:
            raise Declined(DeclineReason.FORBIDDEN)
        if roles[person_id] != DrafterRole.WRITE:
            raise Declined(DeclineReason.ROLE)
        last = rows[0]
        if state not in WRITTEN_IN or last.submitted_at is not None:
            raise Declined(DeclineReason.CLOSED)
        return OpenManuscript(
            self,
            document,
            last.id,
            tuple(writer for writer, role in roles.items() if role == DrafterRole.WRITE),
            last.version or 0,
            last.kept or 0,
            last.kept_at,
            last.changed_at,
            last.is_asked,
        )

    def lock(self, session: Session, document: int) -> None:
        session.execute(_STATE_LOCKED, {"document": document})

    def document_of(self, session: Session, revision: int) -> int:
        return session.scalars(
            select(Revision.contribution_id).where(Revision.id == revision)
        ).one()

    def was_changed(self, session: Session, manuscript: Manuscript) -> None:
        """A source that was asked for consent has to read the words again."""
        session.execute(_ASK_ANEW, {"of": manuscript.revision, "asked_wording": REREAD})

    def was_kept(self, session: Session, manuscript: Manuscript) -> None:
        """Search hears of it, and requests for consent now mean the words as they are now."""
        outbox.note(session, [f"contribution:{manuscript.document}"])
        requests = select(func.count(Source.id)).where(
            Source.revision_id == manuscript.revision, Source.asked_wording == REREAD
        )
        if session.scalar(requests):
            row = session.get_one(Revision, manuscript.revision)
            session.refresh(row, ["text"])
            session.expire(row, ["sources"])
            row.ask_again()


DRAFTS = DraftDesk()
sign_up(DRAFTS)


def stored_text(session: Session, revision: int) -> tuple[int, Node]:
    """Of a draft."""
    return DRAFTS.stored_text(session, revision)
