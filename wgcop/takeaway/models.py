"""A file that somebody takes away because it takes long to make: the rows that wait are the queue."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock, files
from wgcop.accounts.models import Capacity, Person
from wgcop.database import Base, db, drawn_id
from wgcop.takeaway.writing import FileForm

TRIES = 3
"""The number of attempts without an answer after which a file is given up."""
DAYS_KEPT = 7
"""How many days a file is kept, unless the setting RETENTION changes that."""


class TakenFile(Base):
    """A file for one person. `of` names its scope, `capacity` is the key of the capacity in which
    they asked.

    `read` of `total` comments are read. `holds` names all comments, papers and positions whose
    words are in the file, which is handed out only while its person may read all of them.
    `redactions` is the number of redactions when the file was begun: if there have been more since,
    the file may contain what they removed.
    """

    __tablename__ = "taken_file"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=drawn_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    of: Mapped[str] = mapped_column(String(300))
    form: Mapped[FileForm]
    with_private: Mapped[bool] = mapped_column(default=False)
    capacity: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(8))
    site: Mapped[str] = mapped_column(String(300))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    made_at: Mapped[datetime | None]
    gave_up_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    read: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    redactions: Mapped[int] = mapped_column(default=0)
    sha: Mapped[str] = mapped_column(String(64), default="")
    name: Mapped[str] = mapped_column(String(300), default="")
    kind: Mapped[str] = mapped_column(String(100), default="")
    holds: Mapped[list[str]] = mapped_column(JSON, default=list)

    person: Mapped[Person] = relationship()

    @property
    def url(self) -> str:
        return f"/takeaway/{self.id}"

    @property
    def is_rolling_text(self) -> bool:
        return self.of.startswith("rolling:")

    @property
    def is_waiting(self) -> bool:
        return self.made_at is None and self.gave_up_at is None

    @property
    def is_made(self) -> bool:
        return self.made_at is not None

    @property
    def asked_as(self) -> Capacity | None:
        """The capacity in which the person asked, or None if they no longer have it."""
        return next((each for each in self.person.capacities if each.key == self.capacity), None)

    def give_up(self) -> None:
        self.gave_up_at = clock.now()


Index(
    "ix_taken_file_waiting",
    TakenFile.tries,
    sqlite_where=TakenFile.made_at.is_(None),
    postgresql_where=TakenFile.made_at.is_(None),
)


@files.kept_by
def files_taken_away() -> set[str]:
    return set(db.session.scalars(select(TakenFile.sha)))
