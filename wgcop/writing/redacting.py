"""Forgets how a text was written, because its steps contain every word that was ever typed."""

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from wgcop.paper.steps import node_of
from wgcop.writing import broadcasts
from wgcop.writing.desks import Manuscript, WritingDesk
from wgcop.writing.keeping import keep
from wgcop.writing.models import Occasion


def forget_steps(session: Session, desk: WritingDesk, revision: int, *, by: int) -> None:
    """Delete the steps of a text. Everybody who has it open must open the stored text again.

    The version grows by one without a step, so that no page tries to catch up over steps that are
    gone.
    """
    writing = session.get(desk.writing, revision, populate_existing=True)
    if writing is None:
        return
    of = Manuscript(desk, desk.document_of(session, revision), revision)
    session.execute(
        delete(desk.step)
        .where(desk.key_in(desk.step) == revision)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(desk.writing)
        .where(desk.key_in(desk.writing) == revision)
        .values(version=writing.version + 1, **({"places": None} if desk.keeps_places else {}))
        .execution_options(synchronize_session=False)
    )
    session.refresh(writing)
    text = node_of(desk.stored_text(session, revision)[1])
    keep(session, of, writing.version, text, Occasion.SAVED, by=by)
    broadcasts.after_commit_reopen(session, of)
