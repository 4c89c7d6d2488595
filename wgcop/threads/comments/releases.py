"""The release of a delegation's private comment to everybody, under the name of the delegation
only.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import Base
from wgcop.search.records import refreshes_with
from wgcop.threads.models import Comment


class Release(Base):
    """The release of a private comment. `comment` is public; `original`, with its writer and its
    earlier wordings, stays private.
    """

    __tablename__ = "comment_release"

    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True
    )
    original_id: Mapped[int] = mapped_column(
        ForeignKey("comment.id", ondelete="CASCADE"), unique=True
    )
    released_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    written_at: Mapped[datetime]
    released_at: Mapped[datetime] = mapped_column(default=clock.now)

    comment: Mapped[Comment] = relationship(back_populates="release", foreign_keys=[comment_id])
    original: Mapped[Comment] = relationship(
        back_populates="released_as", foreign_keys=[original_id]
    )
    released_by: Mapped[Person] = relationship()


@refreshes_with(Release)
def _both_comments(release: Release, _: Session) -> Iterable[str]:
    """Return the search keys of both comments, so that a search finds the public one and no longer
    the private one.
    """
    return [comment.search_key for comment in (release.original, release.comment) if comment]
