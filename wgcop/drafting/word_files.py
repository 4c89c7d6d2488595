"""A Word file that somebody uploads: it is stored for that person only, until they use or cancel
it, and at most for a day.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import JSON, ForeignKey, String, Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock, files
from wgcop.accounts.models import Capacity, Person
from wgcop.bodies.models import Meeting
from wgcop.contributions import policy
from wgcop.contributions.cover import Cover
from wgcop.contributions.draft_desk import DRAFTS
from wgcop.contributions.fields import FIELDS, IN_WORD_FILES, TRANSLATED
from wgcop.contributions.locks import lock
from wgcop.contributions.models import Contribution
from wgcop.database import FILES, WORDS, Base, db, drawn_id
from wgcop.documents.pictures import PaperPicture, picture_of
from wgcop.drafting import actions
from wgcop.drafting.word_comments import say_word_comments
from wgcop.errors import Refused
from wgcop.reading.papers import LeftOut, WordPaper
from wgcop.reading.reasons import Reason
from wgcop.translations.actions import save as save_translation
from wgcop.translations.models import Translation, translated_fields
from wgcop.writing.saving import replace_text

KEPT = timedelta(days=1)


class WordFile(Base):
    """An uploaded Word file. `paper` is what was read from it, `pictures` maps the SHA-256 of each
    picture to its width and height, and `pages` are images of the original.
    """

    __tablename__ = "contribution_word_file"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=drawn_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    contribution_id: Mapped[int | None] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), index=True
    )
    language: Mapped[str] = mapped_column(String(8), default="")
    """The language version of the document for which the file was uploaded; empty for a draft."""
    name: Mapped[str] = mapped_column(String(255), info=WORDS)
    paper: Mapped[dict[str, Any]] = mapped_column(JSON, info=WORDS)
    pictures: Mapped[dict[str, list[int]]] = mapped_column(JSON, info=FILES)
    original: Mapped[str] = mapped_column(Text, info=WORDS)
    """The words of the file, line by line, for when there are no images of its pages."""
    pages: Mapped[list[str]] = mapped_column(JSON, info=FILES)
    brought_at: Mapped[datetime] = mapped_column(default=clock.now)

    contribution: Mapped[Contribution | None] = relationship()

    @property
    def result(self) -> WordPaper:
        return WordPaper.from_fields(self.paper, {})

    @property
    def left_out(self) -> list[LeftOut]:
        """The parts of the file that the draft will lack or have in another form. For a language
        version these include the comments, because it has no discussion.
        """
        result = self.result
        comments = result.comments if self.language else []
        return [
            *result.not_understood,
            *(
                LeftOut(
                    Reason("A comment by %(name)s.", name=comment.author[:60]), comment.words[:60]
                )
                for comment in comments
            ),
        ]

    @property
    def fields(self) -> dict[str, str]:
        """The fields of a cover that were recognized in the file."""
        cover: dict[str, str] = self.paper["cover"]
        fields = TRANSLATED if self.language else IN_WORD_FILES
        recognized = {field.name: cover[field.name] for field in fields if cover.get(field.name)}
        if self.contribution_id is None:
            recognized.setdefault("language", self.paper["language"])
        return recognized


def bring_in(
    name: str,
    paper: WordPaper,
    original: str,
    pages: Collection[bytes],
    *,
    contribution: Contribution | None,
    language: str = "",
    by: Person,
) -> WordFile:
    file = WordFile(
        person_id=by.id,
        contribution_id=contribution.id if contribution else None,
        language=language,
        name=files.plain_name(name)[:255],
        paper=paper.as_fields(),
        pictures={
            files.store(picture.data): [picture.width, picture.height]
            for picture in paper.pictures.values()
        },
        original=original,
        pages=[files.store(page) for page in pages],
    )
    db.session.add(file)
    db.session.flush()
    return file


def brought_in(file_id: int, person: Person) -> WordFile | None:
    """Return the file if this person uploaded it. Nobody else sees it, not even another drafter."""
    return db.session.scalar(
        select(WordFile).where(WordFile.id == file_id, WordFile.person_id == person.id)
    )


def start_with(
    file: WordFile,
    names: Collection[str],
    meeting: Meeting,
    capacity: Capacity,
    *,
    contact: str,
    by: Person,
) -> Contribution:
    """Begin a draft with the text of the file and the fields of its cover in `names`, for a purpose
    that this capacity may have.

    `contact` is used if the file does not contain one.
    """
    fields = {name: file.fields[name] for name in names}
    purposes = policy.purposes(capacity)
    if fields.get("purpose", purposes[0]) not in purposes:
        fields["purpose"] = purposes[0]
    cover = with_fields(Cover(title="", purpose=purposes[0], contact=contact), fields)
    contribution = actions.start_draft(meeting, capacity, cover, file.result.tree, by=by)
    _give_pictures(file, contribution, by=by)
    _say_comments(file, contribution, capacity, by=by)
    db.session.delete(file)
    return contribution


def use_in(
    file: WordFile,
    contribution: Contribution,
    names: Collection[str],
    capacity: Capacity,
    *,
    by: Person,
) -> int:
    """Replace the text of the draft, which is kept as a version, and these fields of its cover with
    those of the file. Return how many of its comments are new.
    """
    lock(contribution)
    revision = contribution.draft
    if revision is None or not contribution.is_being_written:
        raise Refused(_("There is no draft to edit. It may have just been submitted."))
    _give_pictures(file, contribution, by=by)
    replace_text(db.session, contribution.id, file.result.tree, desk=DRAFTS, by=by.id)
    db.session.refresh(revision)
    actions.save_draft(
        contribution,
        with_fields(revision.cover, {name: file.fields[name] for name in names}),
        None,
        revision.clauses,
        version=revision.version,
        by=by,
        note=revision.note,
    )
    new = _say_comments(file, contribution, capacity, by=by)
    db.session.delete(file)
    return new


def use_in_translation(
    file: WordFile, draft: Translation, names: Collection[str], *, by: Person
) -> None:
    """Replace the text of a language version in preparation, and these fields of its cover, with
    those of the file.
    """
    fields = translated_fields(draft) | {name: file.fields[name] for name in names}
    _give_pictures(file, draft.contribution, by=by)
    save_translation(draft, fields, file.result.tree, draft.made_from, version=draft.version, by=by)
    db.session.delete(file)


def with_fields(cover: Cover, fields: dict[str, str]) -> Cover:
    return cover.but(
        **{
            field.name: field.kind.read(fields[field.name], {})
            for field in FIELDS
            if field.name in fields
        }
    )


def drop_old_word_files() -> int:
    old = delete(WordFile).where(WordFile.brought_at < clock.now() - KEPT)
    removed = db.session.execute(old, execution_options={"synchronize_session": False})
    return int(removed.rowcount)  # type: ignore[attr-defined]


def _say_comments(
    file: WordFile, contribution: Contribution, capacity: Capacity, *, by: Person
) -> int:
    db.session.flush()
    comments = file.result.comments
    return say_word_comments(
        contribution, comments, key=f"word-{file.id}", capacity=capacity, by=by
    )


def _give_pictures(file: WordFile, contribution: Contribution, *, by: Person) -> None:
    for sha, (width, height) in file.pictures.items():
        if picture_of(contribution, sha) is None:
            db.session.add(
                PaperPicture(
                    contribution_id=contribution.id,
                    file=sha,
                    width=width,
                    height=height,
                    added_by_id=by.id,
                )
            )
    db.session.flush()


@files.kept_by
def files_of_word_files() -> set[str]:
    rows = db.session.execute(select(WordFile.pictures, WordFile.pages))
    return {sha for pictures, pages in rows for sha in (*pictures, *pages)}
