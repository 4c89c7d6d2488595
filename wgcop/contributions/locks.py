"""Lock a paper, so that two people do not change it at once, and end the writing of its draft.

Code that needs several locks takes them in one order, so that no two transactions wait for each
other: the paper, its meeting (`agenda.actions.locks`), a group, the series of its number, a comment,
and then, with the commit, what `AtEnd` lists. A paper or a comment that is new in the transaction may
come later: nobody else knows it.
"""

from sqlalchemy.orm import Session

from wgcop.accounts.models import Person
from wgcop.contributions.closing import close_writing
from wgcop.contributions.models import Contribution
from wgcop.database import db


def lock(contribution: Contribution) -> None:
    """Lock the paper's row until the commit, and read the paper again as the last holder of the
    lock left it.

    The lock is a `FOR NO KEY UPDATE`, so that an agenda item can be made to point to the paper
    while it is locked.
    """
    session: Session = db.session
    session.flush()
    session.refresh(contribution, with_for_update={"of": Contribution, "key_share": True})
    session.expire(contribution, ["drafters"])
    for revision in contribution.revisions:
        session.refresh(revision)
        session.expire(revision, ["sources"])


def close_draft(contribution: Contribution, *, by: Person) -> None:
    """End the writing of the paper's draft, if there is one."""
    if contribution.draft is not None:
        close_writing(db.session, contribution.id, contribution.draft.id, by=by.id)
