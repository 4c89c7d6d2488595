"""Locking a paper, so that two people do not change it at once, and ending the writing of its draft."""

from sqlalchemy.orm import Session

from wgcop.accounts.models import Person
from wgcop.contributions.models import Contribution
from wgcop.contributions.writing.closing import close_writing
from wgcop.db import db


def lock(contribution: Contribution) -> None:
    """Nobody else can change this paper until the commit, and it is read again as they left it.

    An agenda may take it up meanwhile: to point to a row waits for no `key_share` lock.
    """
    session: Session = db.session
    session.flush()
    session.refresh(contribution, with_for_update={"of": Contribution, "key_share": True})
    session.expire(contribution, ["drafters"])
    for revision in contribution.revisions:
        session.refresh(revision)
        session.expire(revision, ["sources"])


def close_draft(contribution: Contribution, *, by: Person) -> None:
    """Ends the writing of its draft, if there is one."""
    if contribution.draft is not None:
        close_writing(db.session, contribution.id, contribution.draft.id, by=by.id)
