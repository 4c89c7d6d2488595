"""An address at which one person answers one comment by e-mail, and a comment that came there and waits
for its sender.
"""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import WORDS, Base, drawn_id, retention
from wgcop.errors import Refused
from wgcop.threads.models import Comment

GOOD_FOR = timedelta(days=30)
"""The time for which an address accepts answers."""
DAYS_KNOWN = 60
"""The number of days after that in which senders are still told that their answer came too late."""
DAYS_KEPT = 30


class ReplyAddress(Base):
    """The address at which one person answers one comment, for the readers of that comment and
    nobody else. Its secret part is derived from the row with the key of the workspace, and is not
    stored.
    """

    __tablename__ = "reply_address"
    __table_args__ = (UniqueConstraint("person_id", "comment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=drawn_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment.id", ondelete="CASCADE"), index=True
    )
    audience: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(default=lambda: clock.now() + GOOD_FOR, index=True)

    comment: Mapped[Comment] = relationship()

    @property
    def is_over(self) -> bool:
        return self.expires_at <= clock.now()


class MailedDraft(Base):
    """A comment that its sender wrote by e-mail. Nobody else sees it until they confirm it.

    `message_key` is the same for the same message. After the draft was posted or discarded the row
    stays for a while without its words, so that the message is not taken in twice.
    """

    __tablename__ = "mailed_draft"
    __table_args__ = (UniqueConstraint("person_id", "comment_id", "message_key"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=drawn_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment.id", ondelete="CASCADE"), index=True
    )
    message_key: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(Text, info=WORDS)
    left_out: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    files: Mapped[list[str]] = mapped_column(JSON, default=list, info=WORDS)
    came_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    ended_at: Mapped[datetime | None]
    posted_as_id: Mapped[int | None] = mapped_column(
        ForeignKey("comment.id", ondelete="SET NULL"), index=True
    )

    person: Mapped[Person] = relationship()
    comment: Mapped[Comment] = relationship(foreign_keys=[comment_id])
    posted_as: Mapped[Comment | None] = relationship(foreign_keys=[posted_as_id])

    @property
    def url(self) -> str:
        return f"/mail/drafts/{self.id}"

    @property
    def key(self) -> str:
        """The key of the comment that is posted from it, so that it is posted only once."""
        return f"mailed-{self.id}"

    @property
    def is_waiting(self) -> bool:
        return self.ended_at is None

    def require_waiting(self) -> None:
        if not self.is_waiting:
            raise Refused(_("This draft was discarded. Write the comment in its thread."))

    def end(self, posted_as: Comment | None = None) -> None:
        """Delete what was written, and keep only the fact that the message arrived."""
        self.ended_at, self.posted_as = clock.now(), posted_as
        self.words, self.left_out, self.files = "", "", []


retention.keeps_rows(
    ReplyAddress.expires_at,
    "answers",
    _l("Addresses for answers by e-mail"),
    why=_l("To tell whoever answers an old e-mail that their answer came too late."),
    days=DAYS_KNOWN,
)
retention.keeps_rows(
    MailedDraft.came_at,
    "mailed",
    _l("Comments that came by e-mail"),
    why=_l("To be confirmed or discarded by the person who wrote them, and by nobody else."),
    days=DAYS_KEPT,
)
