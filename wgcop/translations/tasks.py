"""Who translates a text into a language, and until when: a document or a resolution, each in the
wording that is in force.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.contributions.models import Contribution
from wgcop.database import Base
from wgcop.languages import LANGUAGE_NAMES
from wgcop.resolutions.models import Edition, Resolution
from wgcop.web.joining import mark

Translated = Contribution | Resolution
"""What is translated as a whole, through all its wordings."""


def text_key(text: Translated) -> str:
    """Return the name of a text in forms: `paper-17` or `resolution-3`."""
    kind = "paper" if isinstance(text, Contribution) else "resolution"
    return f"{kind}-{text.id}"


def shown_text(text: Translated) -> Contribution | Edition:
    """Return what a page shows of the text: a document, or the edition in force of a resolution."""
    if isinstance(text, Contribution):
        return text
    return max(text.editions, key=lambda edition: (edition.year, edition.id))


def text_name(text: Translated) -> str:
    """Return what people call the text: the symbol of a document, or the name of an edition."""
    shown = shown_text(text)
    return str(shown.symbol) if isinstance(shown, Contribution) else shown.name


class TranslationTask(Base):
    """The translation of one text into one language. It ends when the text is whole in that language
    and checked: then the row is deleted.
    """

    __tablename__ = "translation_task"
    __table_args__ = (
        CheckConstraint("(contribution_id IS NULL) <> (resolution_id IS NULL)", name="one_text"),
        UniqueConstraint("contribution_id", "language"),
        UniqueConstraint("resolution_id", "language"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int | None] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE")
    )
    resolution_id: Mapped[int | None] = mapped_column(
        ForeignKey("resolution.id", ondelete="CASCADE")
    )
    language: Mapped[str] = mapped_column(String(8))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date | None]
    assigned_at: Mapped[datetime] = mapped_column(default=clock.now)
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    contribution: Mapped[Contribution | None] = relationship()
    resolution: Mapped[Resolution | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=person_id)
    assigned_by: Mapped[Person] = relationship(foreign_keys=assigned_by_id)

    @property
    def text(self) -> Translated:
        text = self.contribution or self.resolution
        assert text is not None  # the table has a check
        return text

    @property
    def text_key(self) -> str:
        return text_key(self.text)

    @property
    def language_name(self) -> str:
        return LANGUAGE_NAMES[self.language]

    @property
    def name(self) -> str:
        return text_name(self.text)

    @property
    def title(self) -> str:
        return shown_text(self.text).title

    @property
    def url(self) -> str:
        """The address at which the text is translated."""
        shown = shown_text(self.text)
        if isinstance(shown, Contribution):
            return f"{shown.work_url}/translations?language={self.language}"
        return f"{shown.url}/in/{self.language}/words"

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < clock.now().date()


def task_mark(task: TranslationTask | None) -> str:
    """Return a mark of who does it and until when, by which a form says what it showed."""
    return mark([task.person_id, task.due_on] if task else None)


@dataclass(frozen=True)
class ChosenText:
    """A text that was chosen in a form. `seen` is the mark of the task that the form showed."""

    text: Translated
    seen: str


def by_text_and_language(
    tasks: Iterable[TranslationTask],
) -> Mapping[tuple[str, str], TranslationTask]:
    return {(task.text_key, task.language): task for task in tasks}
