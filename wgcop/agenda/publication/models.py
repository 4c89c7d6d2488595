"""The publications of an agenda: the lines for members and for everybody, stored with the document
that members read.
"""

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import paper
from wgcop.agenda.publication.lines import AgendaLine, Stored, from_store
from wgcop.bodies.models import Meeting
from wgcop.contributions.revisions import Revision
from wgcop.database import WORDS, Base


class PublishedAgenda(Base):
    """A publication, which never changes. The document carries number, date and the text for
    members; `public_text` is the text for everybody.
    """

    __tablename__ = "published_agenda"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    revision_id: Mapped[int] = mapped_column(
        ForeignKey("contribution_revision.id", ondelete="CASCADE"), unique=True
    )
    adopted: Mapped[bool] = mapped_column(default=False)
    """Whether the meeting had adopted the agenda by then; before that, it is a draft."""
    stored_lines: Mapped[Stored] = mapped_column("lines", JSON, info=WORDS)
    stored_public_lines: Mapped[Stored] = mapped_column("public_lines", JSON, info=WORDS)
    public_text: Mapped[paper.Node] = mapped_column(JSON, deferred=True, info=WORDS)

    meeting: Mapped[Meeting] = relationship()
    revision: Mapped[Revision] = relationship()

    @property
    def url(self) -> str:
        """The address of the version that everybody may read."""
        return f"{self.meeting.url}/agenda/{self.revision.key}"

    @property
    def changes_url(self) -> str:
        """The address of its changes since the previous publication."""
        return f"{self.url}/changes"

    @property
    def is_first(self) -> bool:
        return self.revision.number == 0

    def lines(self, *, for_members: bool) -> list[AgendaLine]:
        return from_store(self.stored_lines if for_members else self.stored_public_lines)
