"""Ends the writing when a draft is submitted or withdrawn: its last text is kept, and its steps are
dropped.
"""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from wgcop.contributions.draft_desk import DRAFTS
from wgcop.contributions.draft_tables import DraftStep, Writing
from wgcop.writing import broadcasts, texts
from wgcop.writing.desks import Manuscript
from wgcop.writing.keeping import keep
from wgcop.writing.models import Occasion


def close_writing(session: Session, document: int, revision: int, *, by: int) -> None:
    """Close a draft to further writing; the caller has locked the paper. Its versions are kept for
    the drafters, while the individual steps are no longer needed.
    """
    draft = Manuscript(DRAFTS, document, revision)
    broadcasts.after_commit_say(session, draft, broadcasts.Closed(by))
    writing = session.get(Writing, revision, populate_existing=True)
    if writing is None:
        return
    text = texts.text_at(session, draft, writing.version)
    keep(session, draft, writing.version, text, Occasion.SUBMITTED, by=by)
    session.execute(
        delete(DraftStep)
        .where(DraftStep.revision_id == revision)
        .execution_options(synchronize_session=False)
    )
