"""All that a comment shows, loaded with it."""

from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from wgcop.resolutions.models import Clause
from wgcop.threads.models import Comment, Thread
from wgcop.threads.supports import Support


def whole_comment() -> tuple[ORMOption, ...]:
    """In as many statements for a thread of a thousand as for one."""
    return (
        joinedload(Comment.person),
        joinedload(Comment.delegation),
        joinedload(Comment.thread).joinedload(Thread.clause).selectinload(Clause.wordings),
        joinedload(Comment.quote),
        joinedload(Comment.release),
        joinedload(Comment.released_as),
        selectinload(Comment.supports).joinedload(Support.delegation),
    )
