"""Pictures in papers: each is stored once by its content, and the text names it by the digest of
the content. Everybody who may read the text may see its pictures.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, cast, delete, exists, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from wgcop import clock, files
from wgcop.accounts.models import Person
from wgcop.contributions.draft_tables import DraftVersion
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.database import FILES, Base, db
from wgcop.paper.tree import Node, walk
from wgcop.reading.pictures import Picture
from wgcop.translations.models import Translation

STILL_WANTED = timedelta(days=1)
"""How long an unused picture stays after it was added."""


class PaperPicture(Base):
    """A picture of one paper. `file` is the SHA-256 of its content."""

    __tablename__ = "contribution_picture"
    __table_args__ = (UniqueConstraint("contribution_id", "file"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    file: Mapped[str] = mapped_column(String(64), index=True, info=FILES)
    width: Mapped[int]
    height: Mapped[int]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)


def add_picture(contribution: Contribution, picture: Picture, *, by: Person) -> PaperPicture:
    """Store a picture for a paper. The same picture sent twice is stored once."""
    sha = files.store(picture.data)
    stored = picture_of(contribution, sha)
    if stored is None:
        stored = PaperPicture(
            contribution_id=contribution.id,
            file=sha,
            width=picture.width,
            height=picture.height,
            added_by_id=by.id,
        )
        db.session.add(stored)
        db.session.flush()
    return stored


def picture_of(contribution: Contribution, file: str) -> PaperPicture | None:
    return db.session.scalar(
        select(PaperPicture).where(
            PaperPicture.contribution_id == contribution.id, PaperPicture.file == file
        )
    )


def was_issued_with(contribution: Contribution, file: str) -> bool:
    """Return whether an issued wording or translation shows the picture. Pictures that are only in
    the draft are shown only to readers of the draft.
    """
    in_revision = exists().where(
        Revision.contribution_id == contribution.id,
        Revision.is_issued,
        cast(Revision.text, Text).contains(file, autoescape=True),
    )
    in_translation = exists().where(
        Translation.contribution_id == contribution.id,
        Translation.issued_at.is_not(None),
        Translation.withdrawn_at.is_(None),
        cast(Translation.text, Text).contains(file, autoescape=True),
    )
    return bool(db.session.scalar(select(or_(in_revision, in_translation))))


def is_in_a_translation(contribution: Contribution, file: str) -> bool:
    """Return whether a translation shows the picture, including translations that are being worked
    on.
    """
    in_translation = exists().where(
        Translation.contribution_id == contribution.id,
        cast(Translation.text, Text).contains(file, autoescape=True),
    )
    return bool(db.session.scalar(select(in_translation)))


def pictures_in(tree: Node) -> set[str]:
    return {str(node["attrs"]["file"]) for node in walk(tree) if node["type"] == "image"}


def drop_unused_pictures() -> int:
    """Remove pictures that no wording, kept version or translation shows, and return how many.

    As long as a paper has a draft, all its pictures stay: an earlier version that is restored may
    show them again.
    """
    is_shown = exists().where(
        Revision.contribution_id == PaperPicture.contribution_id,
        cast(Revision.text, Text).contains(PaperPicture.file),
    )
    is_kept = exists().where(
        DraftVersion.revision_id == Revision.id,
        Revision.contribution_id == PaperPicture.contribution_id,
        cast(DraftVersion.text, Text).contains(PaperPicture.file),
    )
    is_written = exists().where(
        Revision.contribution_id == PaperPicture.contribution_id, Revision.submitted_at.is_(None)
    )
    is_translated = exists().where(
        Translation.contribution_id == PaperPicture.contribution_id,
        cast(Translation.text, Text).contains(PaperPicture.file),
    )
    unused = delete(PaperPicture).where(
        PaperPicture.added_at < clock.now() - STILL_WANTED,
        ~is_shown,
        ~is_kept,
        ~is_written,
        ~is_translated,
    )
    removed = db.session.execute(unused, execution_options={"synchronize_session": False})
    return int(removed.rowcount)  # type: ignore[attr-defined]


@files.named_by
def names_of_pictures(shas: Collection[str]) -> dict[str, str]:
    rows = db.session.execute(
        select(PaperPicture.file, Contribution)
        .join(Contribution, Contribution.id == PaperPicture.contribution_id)
        .where(PaperPicture.file.in_(shas))
    )
    return {sha: f"a picture of {paper.url}" for sha, paper in rows}


@files.kept_by
def files_of_pictures() -> set[str]:
    return set(db.session.scalars(select(PaperPicture.file).distinct()))
