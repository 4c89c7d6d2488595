"""Decides from which chapter a new member of a delegation reads: from its first, or from one that
begins now.
"""

from sqlalchemy import select

from wgcop.accounts.chapters import DelegationChapter, close_all
from wgcop.accounts.models import Delegation, Membership
from wgcop.database import db


def lock_chapters(delegation: Delegation) -> None:
    """Lock the chapters of the delegation until the commit, and read them as they are now: of two
    people who join at once, the second waits here.
    """
    db.session.flush()  # the delegation may be new
    # FOR NO KEY UPDATE: what people say meanwhile may still refer to the delegation.
    row = select(Delegation.id).where(Delegation.id == delegation.id)
    db.session.execute(row.with_for_update(key_share=True))
    db.session.refresh(delegation, ["chapters"])


def begin_chapter(delegation: Delegation) -> None:
    """Begin a chapter, if anything was said in the present one. The caller must have locked them."""
    number = delegation.present_chapter
    if not close_all(delegation.id, number):
        return
    db.session.add(DelegationChapter(delegation_id=delegation.id, number=number))
    db.session.flush()
    db.session.refresh(delegation, ["chapters"])
    members = select(Membership).where(Membership.delegation_id == delegation.id)
    for membership in db.session.scalars(members):
        membership.present_chapter = number + 1
